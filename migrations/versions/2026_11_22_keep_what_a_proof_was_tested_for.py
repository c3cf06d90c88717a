"""keep by rule what a proof was tested for.

Revision: c41f0a7d2b96, after 5b7e20c91ad4; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "c41f0a7d2b96"
down_revision: str | None = "5b7e20c91ad4"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tallies", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.drop_column("tallies")
