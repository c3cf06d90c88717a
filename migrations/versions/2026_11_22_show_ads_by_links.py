"""show ads by links.

Revision: d9728e4c457a, after 33664d1abeaf; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "d9728e4c457a"
down_revision: str | None = "33664d1abeaf"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "view_link",
        sa.Column("localisation_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("recipient", sa.String(length=60), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.Column("fingerprints", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_by_name", sa.String(length=160), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "close_reason",
            sa.Enum("revoked", "campaign", name="closereason", native_enum=False, length=30),
            nullable=True,
        ),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("last_viewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("names_deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_view_link_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["localisation_id"],
            ["localisation.id"],
            name=op.f("fk_view_link_localisation_id_localisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_link")),
    )
    with op.batch_alter_table("view_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_view_link_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_view_link_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_view_link_localisation_id"), ["localisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_view_link_path"), ["path"], unique=False)

    op.create_table(
        "view_comment",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("localisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("format_key", sa.String(length=40), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_name", sa.String(length=160), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_name", sa.String(length=160), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["format_key"], ["ad_format.key"], name=op.f("fk_view_comment_format_key_ad_format")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["view_link.id"], name=op.f("fk_view_comment_link_id_view_link")
        ),
        sa.ForeignKeyConstraint(
            ["localisation_id"],
            ["localisation.id"],
            name=op.f("fk_view_comment_localisation_id_localisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_comment")),
    )
    with op.batch_alter_table("view_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_view_comment_link_id"), ["link_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_view_comment_localisation_id"), ["localisation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("view_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_comment_localisation_id"))
        batch_op.drop_index(batch_op.f("ix_view_comment_link_id"))

    op.drop_table("view_comment")
    with op.batch_alter_table("view_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_link_path"))
        batch_op.drop_index(batch_op.f("ix_view_link_localisation_id"))
        batch_op.drop_index(batch_op.f("ix_view_link_expires_at"))
        batch_op.drop_index(batch_op.f("ix_view_link_campaign_id"))

    op.drop_table("view_link")
