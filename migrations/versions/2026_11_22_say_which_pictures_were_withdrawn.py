"""say which pictures were withdrawn.

Revision: 5cd62fd8f99c, after e48732a3bc77; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "5cd62fd8f99c"
down_revision: str | None = "e48732a3bc77"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("localisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn", sa.JSON(), server_default="{}", nullable=False))

    with op.batch_alter_table("value_change", schema=None) as batch_op:
        batch_op.alter_column("changed_by", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("value_change", schema=None) as batch_op:
        batch_op.alter_column("changed_by", existing_type=sa.Uuid(), nullable=False)

    with op.batch_alter_table("localisation", schema=None) as batch_op:
        batch_op.drop_column("withdrawn")
