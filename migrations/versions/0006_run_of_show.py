"""Who leads a meeting now, hand-overs, notes of one's own, blocks dropped, and the item everybody is at"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dropped", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("focus", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leader_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("offered_to", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("offered_ms", sa.BigInteger(), nullable=True))
    op.create_table(
        "note",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("activity_id", "account_id", "text")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_note_activity_id_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_note_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "account_id", name=op.f("pk_note")),
    )


def downgrade() -> None:
    op.drop_table("note")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        for name in ("offered_ms", "offered_to", "leader_id"):
            batch_op.drop_column(name)
    with op.batch_alter_table("activity", schema=None) as batch_op:
        for name in ("focus", "dropped"):
            batch_op.drop_column(name)
