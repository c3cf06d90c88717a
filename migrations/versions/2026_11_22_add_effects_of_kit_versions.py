"""add effects of kit versions.

Revision: e48732a3bc77, after 2026_11_22_describe_assets; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "e48732a3bc77"
down_revision: str | None = "2026_11_22_describe_assets"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "kit_effect",
        sa.Column("kit_version_id", sa.Uuid(), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("basis_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running", "done", "cancelled", name="effectstate", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("started_by_name", sa.String(length=160), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("templates_done", sa.Boolean(), nullable=False),
        sa.Column("last_localisation_id", sa.Uuid(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column(
            "policy",
            sa.Enum("take_over", "finish", name="policy", native_enum=False, length=30),
            nullable=True,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_effect")),
    )
    with op.batch_alter_table("kit_effect", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kit_effect_kit_version_id"), ["kit_version_id"], unique=False
        )

    op.create_table(
        "kit_effect_item",
        sa.Column("effect_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sample",
            sa.Enum("defaults", "shortest", "longest", name="sample", native_enum=False, length=30),
            nullable=True,
        ),
        sa.Column(
            "stage",
            sa.Enum("draft", "submitted", "approved", name="adstage", native_enum=False, length=30),
            nullable=True,
        ),
        sa.Column("template_version_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("outlet_id", sa.Uuid(), nullable=True),
        sa.Column("localisation_id", sa.Uuid(), nullable=True),
        sa.Column("format_key", sa.String(length=40), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("look", sa.Boolean(), nullable=False),
        sa.Column("press", sa.Boolean(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("blocked_before", sa.Boolean(), nullable=False),
        sa.Column("blocked_after", sa.Boolean(), nullable=False),
        sa.Column("new_findings", sa.Integer(), nullable=False),
        sa.Column("gone_findings", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_kit_effect_item_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["effect_id"],
            ["kit_effect.id"],
            name=op.f("fk_kit_effect_item_effect_id_kit_effect"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["format_key"], ["ad_format.key"], name=op.f("fk_kit_effect_item_format_key_ad_format")
        ),
        sa.ForeignKeyConstraint(
            ["localisation_id"],
            ["localisation.id"],
            name=op.f("fk_kit_effect_item_localisation_id_localisation"),
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_kit_effect_item_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["ad_template_version.id"],
            name=op.f("fk_kit_effect_item_template_version_id_ad_template_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_effect_item")),
    )
    with op.batch_alter_table("kit_effect_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_kit_effect_item_effect_weight", ["effect_id", "weight"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("kit_effect_item", schema=None) as batch_op:
        batch_op.drop_index("ix_kit_effect_item_effect_weight")

    op.drop_table("kit_effect_item")
    with op.batch_alter_table("kit_effect", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_effect_kit_version_id"))

    op.drop_table("kit_effect")
