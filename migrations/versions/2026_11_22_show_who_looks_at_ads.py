"""show who looks at ads.

Revision: 94ae77375779, after 7b2e4f0c91d6; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "94ae77375779"
down_revision: str | None = "7b2e4f0c91d6"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "editor_presence",
        sa.Column("localisation_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_editor_presence_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["localisation_id"],
            ["localisation.id"],
            name=op.f("fk_editor_presence_localisation_id_localisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editor_presence")),
        sa.UniqueConstraint(
            "localisation_id",
            "account_id",
            name=op.f("uq_editor_presence_localisation_id_account_id"),
        ),
    )
    with op.batch_alter_table("editor_presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_editor_presence_seen_at"), ["seen_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("editor_presence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_editor_presence_seen_at"))

    op.drop_table("editor_presence")
