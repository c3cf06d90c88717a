"""Owns the start of a process: settings, logs, database and file store, in that order."""

from portal.foundation import clock
from portal.foundation.config import Settings, configure
from portal.foundation.database import connect
from portal.foundation.errors import N_, Misconfigured
from portal.foundation.logs import set_up_logs
from portal.foundation.storage import DiskFileStore, FileStore, use_file_store


def start_services(settings: Settings) -> None:
    """Connect this process to what its settings name."""
    configure(settings)
    set_up_logs(settings)
    if settings.demo and settings.clock_start:
        clock.start_at(settings.clock_start)
    connect(settings.database_url)
    use_file_store(make_file_store(settings))


def make_file_store(settings: Settings) -> FileStore:
    """Return the file store that the settings name."""
    if settings.storage_url == "disk":
        return DiskFileStore(settings.data_dir / "files")
    if settings.storage_url.startswith("s3:"):
        from portal.foundation.storage_s3 import (  # noqa: PLC0415 - boto3 takes half a second
            S3FileStore,
            read_bucket,
        )

        return S3FileStore(read_bucket(settings.storage_url))
    raise Misconfigured(
        N_("The storage %(url)s is not known; use disk or s3://bucket."), url=settings.storage_url
    )
