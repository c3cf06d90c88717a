"""say which law packs a campaign has and which versions checked a proof.

Revision: 5b7e20c91ad4, after 2026_11_22_mark_used_assets; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "5b7e20c91ad4"
down_revision: str | None = "2026_11_22_mark_used_assets"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("law_packs", sa.JSON(), server_default='["de"]', nullable=False)
        )

    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.add_column(sa.Column("law_packs", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.drop_column("law_packs")

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_column("law_packs")
