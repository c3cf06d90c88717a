"""delete comments.

Revision: 7b2e4f0c91d6, after 5c1d7e90ab34; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "7b2e4f0c91d6"
down_revision: str | None = "5c1d7e90ab34"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    with op.batch_alter_table("view_comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("written_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_view_comment_path"), ["path"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("view_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_comment_path"))
        batch_op.drop_column("deleted_at")
        batch_op.drop_column("written_by")
