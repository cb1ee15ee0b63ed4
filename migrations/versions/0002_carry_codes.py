"""Codes that bring a seat to another device"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carry_code",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_carry_code")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("carry_code")
