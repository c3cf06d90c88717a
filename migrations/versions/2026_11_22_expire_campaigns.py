"""expire campaigns.

Revision: 09546e0e5422, after c41f0a7d2b96; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "09546e0e5422"
down_revision: str | None = "c41f0a7d2b96"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "campaign_expiry",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expired_by", sa.Uuid(), nullable=False),
        sa.Column("expired_by_name", sa.String(length=200), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_by_name", sa.String(length=200), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_expiry_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_expiry")),
    )
    with op.batch_alter_table("campaign_expiry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_campaign_expiry_campaign_id"), ["campaign_id"], unique=False
        )

    op.create_table(
        "campaign_expiry_item",
        sa.Column("expiry_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "submission",
                "basket_line",
                "order_line",
                name="takenkind",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["expiry_id"],
            ["campaign_expiry.id"],
            name=op.f("fk_campaign_expiry_item_expiry_id_campaign_expiry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_expiry_item")),
    )
    with op.batch_alter_table("campaign_expiry_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_campaign_expiry_item_expiry_kind", ["expiry_id", "kind"], unique=False
        )

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("expired_by", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("expired_by_name", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("expiry_reason", sa.Text(), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_column("expiry_reason")
        batch_op.drop_column("expired_by_name")
        batch_op.drop_column("expired_by")
        batch_op.drop_column("expired_at")

    with op.batch_alter_table("campaign_expiry_item", schema=None) as batch_op:
        batch_op.drop_index("ix_campaign_expiry_item_expiry_kind")

    op.drop_table("campaign_expiry_item")
    with op.batch_alter_table("campaign_expiry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_expiry_campaign_id"))

    op.drop_table("campaign_expiry")
