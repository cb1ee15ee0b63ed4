"""Passages, up-votes, themes, reworded statements, sector rooms, and what an activity carries over"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    words()
    groups()
    rooms()
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leads", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("idea", schema=None, table_kwargs={"sqlite_with_rowid": False}) as batch_op:
        for name in ("code", "mark", "signed"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("parts", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("released", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for name in ("code", "mark", "signed", "parts", "released"):
        with op.batch_alter_table("idea", schema=None, table_kwargs={"sqlite_with_rowid": False}) as batch_op:
            batch_op.drop_column(name)
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_column("leads")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_column("carried")
    for table in ("room", "rewording", "grouping_step", "theme_idea", "theme", "upvote", "passage"):
        op.drop_table(table)


def of_activity() -> sa.Column[str]:
    return sa.Column("activity_id", sa.String(), nullable=False)


def to_activity(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_activity_id_activity")
    return sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=name, ondelete="CASCADE")


def index(table: str, column: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def words() -> None:
    op.create_table(
        "passage",
        sa.Column("id", sa.String(), nullable=False),
        of_activity(),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("room", "pseudonym", "sector", "report_group")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("prompt", "kind", "about", "text")),
        sa.Column("parts", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("language", "state")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("quotable", "released", "answered")),
        to_activity("passage"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sqlite_with_rowid=False,
    )
    index("passage", "activity_id")
    index("passage", "pseudonym")
    op.create_table(
        "upvote",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("activity_id", "pseudonym", "passage_id")),
        to_activity("upvote"),
        sa.PrimaryKeyConstraint("activity_id", "pseudonym", "passage_id", name=op.f("pk_upvote")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rewording",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("activity_id", "code", "version_of")),
        sa.Column("text", sa.JSON(), nullable=False),
        to_activity("rewording"),
        sa.PrimaryKeyConstraint("activity_id", "code", name=op.f("pk_rewording")),
    )


def groups() -> None:
    op.create_table(
        "theme",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "activity_id", "code")),
        sa.Column("sector", sa.String(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("column", "mark", "tag")),
        sa.Column("name", sa.JSON(), nullable=False),
        to_activity("theme"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    index("theme", "activity_id")
    op.create_table(
        "theme_idea",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("activity_id", "idea_id", "theme_id")),
        to_activity("theme_idea"),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_theme_idea_theme_id_theme"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "idea_id", name=op.f("pk_theme_idea")),
    )
    index("theme_idea", "theme_id")
    op.create_table(
        "grouping_step",
        of_activity(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        to_activity("grouping_step"),
        sa.PrimaryKeyConstraint("activity_id", "number", name=op.f("pk_grouping_step")),
    )


def rooms() -> None:
    op.create_table(
        "room",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("activity_id", "sector", "state")),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=True),
        sa.Column("ends_ms", sa.BigInteger(), nullable=True),
        sa.Column("paused_left_ms", sa.BigInteger(), nullable=True),
        sa.Column("line", sa.JSON(), nullable=False),
        to_activity("room"),
        sa.PrimaryKeyConstraint("activity_id", "sector", name=op.f("pk_room")),
    )
