"""try campaigns for everyone.

Revision: a4df998be254, after d9728e4c457a; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "a4df998be254"
down_revision: str | None = "d9728e4c457a"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "everyone_exception",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("errors_sha256", sa.String(length=64), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(length=160), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_everyone_exception_campaign_id_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_everyone_exception_outlet_id_outlet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_everyone_exception")),
        sa.UniqueConstraint(
            "subject", "outlet_id", name=op.f("uq_everyone_exception_subject_outlet_id")
        ),
    )
    with op.batch_alter_table("everyone_exception", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_everyone_exception_campaign_id"), ["campaign_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_everyone_exception_outlet_id"), ["outlet_id"], unique=False
        )

    op.create_table(
        "everyone_run",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("template_version_id", sa.Uuid(), nullable=True),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running", "done", "cancelled", name="checkstate", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("started_by_name", sa.String(length=160), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("last_outlet_id", sa.Uuid(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("tightest", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_everyone_run_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["ad_template_version.id"],
            name=op.f("fk_everyone_run_template_version_id_ad_template_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_everyone_run")),
    )
    with op.batch_alter_table("everyone_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_everyone_run_campaign_id"), ["campaign_id"], unique=False
        )
        batch_op.create_index("ix_everyone_run_subject_id", ["subject", "id"], unique=False)

    op.create_table(
        "everyone_finding",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column("format_key", sa.String(length=40), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("frame", sa.String(length=120), nullable=False),
        sa.Column("frame_name", sa.JSON(), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "error", "to_enter", "own", "look", name="verdict", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["format_key"], ["ad_format.key"], name=op.f("fk_everyone_finding_format_key_ad_format")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_everyone_finding_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["everyone_run.id"],
            name=op.f("fk_everyone_finding_run_id_everyone_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_everyone_finding")),
    )
    with op.batch_alter_table("everyone_finding", schema=None) as batch_op:
        batch_op.create_index(
            "ix_everyone_finding_run_outlet", ["run_id", "outlet_id"], unique=False
        )

    op.create_table(
        "everyone_outlet",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("outlet_id", sa.Uuid(), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "region_path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("to_enter", sa.Integer(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("errors_sha256", sa.String(length=64), nullable=False),
        sa.Column("tightest", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_everyone_outlet_outlet_id_outlet")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["everyone_run.id"],
            name=op.f("fk_everyone_outlet_run_id_everyone_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", "outlet_id", name=op.f("pk_everyone_outlet")),
    )
    with op.batch_alter_table("everyone_outlet", schema=None) as batch_op:
        batch_op.create_index("ix_everyone_outlet_run_errors", ["run_id", "errors"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("everyone_outlet", schema=None) as batch_op:
        batch_op.drop_index("ix_everyone_outlet_run_errors")

    op.drop_table("everyone_outlet")
    with op.batch_alter_table("everyone_finding", schema=None) as batch_op:
        batch_op.drop_index("ix_everyone_finding_run_outlet")

    op.drop_table("everyone_finding")
    with op.batch_alter_table("everyone_run", schema=None) as batch_op:
        batch_op.drop_index("ix_everyone_run_subject_id")
        batch_op.drop_index(batch_op.f("ix_everyone_run_campaign_id"))

    op.drop_table("everyone_run")
    with op.batch_alter_table("everyone_exception", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_everyone_exception_outlet_id"))
        batch_op.drop_index(batch_op.f("ix_everyone_exception_campaign_id"))

    op.drop_table("everyone_exception")
