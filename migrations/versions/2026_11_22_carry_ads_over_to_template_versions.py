"""carry ads over to template versions.

Revision: 33664d1abeaf, after 1e6e3eed7f11; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "33664d1abeaf"
down_revision: str | None = "1e6e3eed7f11"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "version_carry",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("format_key", sa.String(length=40), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("old_version_id", sa.Uuid(), nullable=False),
        sa.Column("new_version_id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=True),
        sa.Column(
            "policy",
            sa.Enum("at_once", "until", name="versionpolicy", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("old_until", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "done", "dropped", name="carrystate", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_by_name", sa.String(length=160), nullable=False),
        sa.Column("carried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("localisations", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_version_carry_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["format_key"], ["ad_format.key"], name=op.f("fk_version_carry_format_key_ad_format")
        ),
        sa.ForeignKeyConstraint(
            ["new_version_id"],
            ["ad_template_version.id"],
            name=op.f("fk_version_carry_new_version_id_ad_template_version"),
        ),
        sa.ForeignKeyConstraint(
            ["old_version_id"],
            ["ad_template_version.id"],
            name=op.f("fk_version_carry_old_version_id_ad_template_version"),
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["ad_template.id"],
            name=op.f("fk_version_carry_template_id_ad_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_carry")),
        sa.UniqueConstraint(
            "campaign_id",
            "format_key",
            "new_version_id",
            name=op.f("uq_version_carry_campaign_id_format_key_new_version_id"),
        ),
    )
    with op.batch_alter_table("version_carry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_version_carry_campaign_id"), ["campaign_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_version_carry_new_version_id"), ["new_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_version_carry_state"), ["state"], unique=False)

    op.create_table(
        "version_trial",
        sa.Column("version_id", sa.Uuid(), nullable=False),
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
        sa.Column("last_localisation_id", sa.Uuid(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["ad_template_version.id"],
            name=op.f("fk_version_trial_version_id_ad_template_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_trial")),
    )
    with op.batch_alter_table("version_trial", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_version_trial_version_id"), ["version_id"], unique=False
        )

    op.create_table(
        "kept_approval",
        sa.Column("proof_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proof_id"], ["proof.id"], name=op.f("fk_kept_approval_proof_id_proof")
        ),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_kept_approval")),
    )
    op.create_table(
        "parked_entry",
        sa.Column("carry_id", sa.Uuid(), nullable=False),
        sa.Column("localisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("field_key", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unreadable",
                "too_long",
                "outside",
                "choice_gone",
                "photo_gone",
                "locked",
                "gone",
                "missing",
                "must_change",
                "blocked",
                name="conflictkind",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("kind_was", sa.String(length=30), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_name", sa.String(length=160), nullable=False),
        sa.Column(
            "settlement",
            sa.Enum(
                "taken", "dismissed", "mended", name="settlement", native_enum=False, length=30
            ),
            nullable=True,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["carry_id"], ["version_carry.id"], name=op.f("fk_parked_entry_carry_id_version_carry")
        ),
        sa.ForeignKeyConstraint(
            ["localisation_id"],
            ["localisation.id"],
            name=op.f("fk_parked_entry_localisation_id_localisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_entry")),
        sa.UniqueConstraint(
            "carry_id",
            "localisation_id",
            "field_key",
            "kind",
            name=op.f("uq_parked_entry_carry_id_localisation_id_field_key_kind"),
        ),
    )
    with op.batch_alter_table("parked_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_parked_entry_localisation_settled", ["localisation_id", "settled_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_parked_entry_path"), ["path"], unique=False)

    op.create_table(
        "version_trial_item",
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("localisation_id", sa.Uuid(), nullable=False),
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("format_key", sa.String(length=40), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_version_trial_item_campaign_id_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["format_key"],
            ["ad_format.key"],
            name=op.f("fk_version_trial_item_format_key_ad_format"),
        ),
        sa.ForeignKeyConstraint(
            ["localisation_id"],
            ["localisation.id"],
            name=op.f("fk_version_trial_item_localisation_id_localisation"),
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_version_trial_item_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["trial_id"],
            ["version_trial.id"],
            name=op.f("fk_version_trial_item_trial_id_version_trial"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_trial_item")),
    )
    with op.batch_alter_table("version_trial_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_version_trial_item_localisation_id"), ["localisation_id"], unique=False
        )
        batch_op.create_index(
            "ix_version_trial_item_trial_weight", ["trial_id", "weight"], unique=False
        )

    with op.batch_alter_table("ad_template_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fields", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))

    op.execute("UPDATE ad_template_version SET status = 'retired' WHERE status = 'withdrawn'")


def downgrade() -> None:
    op.execute("UPDATE ad_template_version SET status = 'withdrawn' WHERE status = 'retired'")
    with op.batch_alter_table("ad_template_version", schema=None) as batch_op:
        batch_op.drop_column("retired_at")
        batch_op.drop_column("fields")

    with op.batch_alter_table("version_trial_item", schema=None) as batch_op:
        batch_op.drop_index("ix_version_trial_item_trial_weight")
        batch_op.drop_index(batch_op.f("ix_version_trial_item_localisation_id"))

    op.drop_table("version_trial_item")
    with op.batch_alter_table("parked_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parked_entry_path"))
        batch_op.drop_index("ix_parked_entry_localisation_settled")

    op.drop_table("parked_entry")
    op.drop_table("kept_approval")
    with op.batch_alter_table("version_trial", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_version_trial_version_id"))

    op.drop_table("version_trial")
    with op.batch_alter_table("version_carry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_version_carry_state"))
        batch_op.drop_index(batch_op.f("ix_version_carry_new_version_id"))
        batch_op.drop_index(batch_op.f("ix_version_carry_campaign_id"))

    op.drop_table("version_carry")
