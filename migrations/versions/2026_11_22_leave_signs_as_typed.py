"""leave signs as typed.

Revision: 5c1d7e90ab34, after a4df998be254; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "5c1d7e90ab34"
down_revision: str | None = "a4df998be254"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("localisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("as_typed", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("localisation", schema=None) as batch_op:
        batch_op.drop_column("as_typed")
