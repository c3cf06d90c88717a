"""give values to many outlets.

Revision: 1e6e3eed7f11, after 09546e0e5422; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "1e6e3eed7f11"
down_revision: str | None = "09546e0e5422"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "carry_over",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_name", sa.String(length=160), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name="fk_carry_over_campaign_id_campaign"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["localisation.id"], name="fk_carry_over_source_id_localisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_carry_over"),
    )
    with op.batch_alter_table("carry_over", schema=None) as batch_op:
        batch_op.create_index("ix_carry_over_campaign_id", ["campaign_id"], unique=False)
        batch_op.create_index("ix_carry_over_made_by", ["made_by"], unique=False)

    op.create_table(
        "carry_over_outlet",
        sa.Column("carry_over_id", sa.Uuid(), nullable=False),
        sa.Column("localisation_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("undone_step", sa.Integer(), nullable=True),
        sa.Column("checked_version", sa.Integer(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["carry_over_id"],
            ["carry_over.id"],
            name="fk_carry_over_outlet_carry_over_id_carry_over",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["localisation_id"],
            ["localisation.id"],
            name="fk_carry_over_outlet_localisation_id_localisation",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_carry_over_outlet"),
    )
    with op.batch_alter_table("carry_over_outlet", schema=None) as batch_op:
        batch_op.create_index("ix_carry_over_outlet_carry_over_id", ["carry_over_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("carry_over_outlet", schema=None) as batch_op:
        batch_op.drop_index("ix_carry_over_outlet_carry_over_id")

    op.drop_table("carry_over_outlet")
    with op.batch_alter_table("carry_over", schema=None) as batch_op:
        batch_op.drop_index("ix_carry_over_made_by")
        batch_op.drop_index("ix_carry_over_campaign_id")

    op.drop_table("carry_over")
