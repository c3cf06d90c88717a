"""say who changed a kit last.

Revision: 7a4c1d90be52, after fadb7c7d6151; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "7a4c1d90be52"
down_revision: str | None = "fadb7c7d6151"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("brand_kit_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("changed_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("brand_kit_version", schema=None) as batch_op:
        batch_op.drop_column("changed_by")
        batch_op.drop_column("changed_at")
