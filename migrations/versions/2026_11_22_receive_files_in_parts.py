"""receive files in parts.

Revision: fadb7c7d6151, after 5cd62fd8f99c; written on 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "fadb7c7d6151"
down_revision: str | None = "5cd62fd8f99c"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "path",
            sa.String(length=240).with_variant(sa.String(length=240, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folder", sa.String(length=500), nullable=False),
        sa.Column(
            "folder_use",
            sa.Enum(
                "nothing", "tags", "collection", name="folderuse", native_enum=False, length=12
            ),
            nullable=False,
        ),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "receiving",
                "taking_in",
                "done",
                "refused",
                name="uploadstate",
                native_enum=False,
                length=12,
            ),
            nullable=False,
        ),
        sa.Column("handle", sa.String(length=1500), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index("ix_upload_account_id_state", ["account_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_expires_at"), ["expires_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_expires_at"))
        batch_op.drop_index(batch_op.f("ix_upload_batch_id"))
        batch_op.drop_index("ix_upload_account_id_state")

    op.drop_table("upload")
