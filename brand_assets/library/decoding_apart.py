"""Owns the way of an upload into a process of its own, so that none can harm the server."""

import tempfile
from dataclasses import replace
from pathlib import Path

from brand_assets.library.decoding import decode_file
from brand_assets.library.masters import DecodedPicture
from brand_assets.library.rules import MEBIBYTE, UploadLimits, check_size
from portal.foundation.config import settings
from portal.foundation.errors import N_, Invalid
from portal.foundation.jobs.processes import ProcessFailed, run_confined


def upload_limits() -> UploadLimits:
    """Return what the settings allow one upload."""
    allowed = settings()
    return UploadLimits(
        max_bytes=allowed.upload_max_megabytes * MEBIBYTE,
        max_pixels=allowed.upload_max_megapixels * 1_000_000,
        max_jpeg_pixels=allowed.upload_max_jpeg_megapixels * 1_000_000,
        max_edge=allowed.upload_max_edge,
        min_edge=allowed.upload_min_edge,
        max_ratio=allowed.upload_max_ratio,
    )


def decode_apart(source: Path | bytes) -> DecodedPicture:
    """Decode an upload in a process of its own; `Invalid` says what is wrong with it.

    A file is read there from where it lies: neither it nor its master goes through a pipe.
    """
    limits = upload_limits()
    check_size(source.stat().st_size if isinstance(source, Path) else len(source), limits)
    with tempfile.TemporaryDirectory(prefix="heimspiel-decode-") as folder:
        target = Path(folder) / "master"
        if isinstance(source, bytes):
            file = Path(folder) / "upload"
            file.write_bytes(source)
        else:
            file = source
        decoded = _decode(file, target, limits)
        return replace(decoded, master=target.read_bytes())


def _decode(file: Path, target: Path, limits: UploadLimits) -> DecodedPicture:
    try:
        return run_confined(decode_file, file, target, limits)
    except ProcessFailed as error:
        raise Invalid(
            N_("The picture could not be read in time. Save it smaller and upload it again."),
            field="file",
        ) from error
    except MemoryError as error:
        raise Invalid(
            N_("The picture needs more memory than one upload may have. Save it smaller."),
            field="file",
        ) from error
