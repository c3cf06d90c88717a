"""mark used assets, and leave the search's narrow rows without indexes that mislead it.

Revision: 2026_11_22_mark_used_assets, after 7a4c1d90be52; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_mark_used_assets"
down_revision: str | None = "7a4c1d90be52"
branch_labels: str | None = None
depends_on: str | None = None

_INDEXED = ("created_by", "ends", "path")


def upgrade() -> None:
    op.add_column(
        "asset_search",
        sa.Column("used", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    for column in _INDEXED:
        op.drop_index(f"ix_asset_search_{column}", table_name="asset_search")
    found = sa.table("asset_search", sa.column("asset_id"), sa.column("used", sa.Boolean()))
    uses = sa.table("asset_use", sa.column("asset_id"))
    used = sa.select(uses.c.asset_id)
    op.execute(sa.update(found).where(found.c.asset_id.in_(used)).values(used=sa.true()))


def downgrade() -> None:
    op.drop_column("asset_search", "used")
    for column in _INDEXED:
        op.create_index(f"ix_asset_search_{column}", "asset_search", [column])
