"""Uploads are decoded in a process of its own: what it costs is limited, and the next one works."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from brand_assets.library import decoding_apart
from brand_assets.library.decoding_apart import decode_apart, upload_limits
from brand_assets.library.rules import MEBIBYTE, UploadLimits
from portal.foundation.config import Settings
from portal.foundation.errors import Invalid
from portal.foundation.jobs import processes
from portal.foundation.jobs.processes import ProcessPool
from tests.factories.pictures import a_jpeg, a_picture, png_bomb, saved


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessPool]:
    """Processes of half a gigabyte and eight seconds."""
    allowed = Settings(demo=True, decode_seconds=8, decode_megabytes=512)
    for module in (processes, decoding_apart):
        monkeypatch.setattr(module, "settings", lambda: allowed)
    one = ProcessPool(1, 512 * MEBIBYTE, {"OPENBLAS_NUM_THREADS": "1"})
    monkeypatch.setattr(processes, "_pools", {"confined": one})
    yield one
    one.close()


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_bytes_and_files_are_decoded(pool: ProcessPool, tmp_path: Path) -> None:
    decoded = decode_apart(a_jpeg())
    file = tmp_path / "upload"
    file.write_bytes(a_jpeg())
    assert decode_apart(file) == decoded
    assert (decoded.width, decoded.height) == (400, 300)
    assert file.exists()


def test_bombs_are_refused_and_the_next_upload_works(
    pool: ProcessPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Invalid, match="megapixels"):
        decode_apart(png_bomb())
    # A picture within the limits of pixels, yet beyond those of memory.
    roomy = UploadLimits(max_pixels=10**9)
    monkeypatch.setattr(decoding_apart, "upload_limits", lambda: roomy)
    with pytest.raises(Invalid, match="memory"):
        decode_apart(png_bomb(20_000, 10_000))
    monkeypatch.setattr(decoding_apart, "decode_file", _die)
    with pytest.raises(Invalid, match="could not be read"):
        decode_apart(a_jpeg())
    monkeypatch.undo()
    assert decode_apart(saved(a_picture(), "PNG")).width == 400


def test_settings_are_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert UploadLimits() == UploadLimits(200 * MEBIBYTE, 40_000_000, 120_000_000)
    assert _limits_of(monkeypatch, Settings(demo=True)) == UploadLimits()
    own = Settings(
        demo=True,
        upload_max_megabytes=7,
        upload_max_megapixels=3,
        upload_max_jpeg_megapixels=5,
        upload_min_edge=9,
        upload_max_edge=4000,
        upload_max_ratio=4,
    )
    expected = UploadLimits(7 * MEBIBYTE, 3_000_000, 5_000_000, 4000, 9, 4)
    assert _limits_of(monkeypatch, own) == expected
    monkeypatch.setattr(decoding_apart, "upload_limits", lambda: UploadLimits(max_bytes=1000))
    with pytest.raises(Invalid, match="MB"):
        decode_apart(a_jpeg())


def _limits_of(monkeypatch: pytest.MonkeyPatch, allowed: Settings) -> UploadLimits:
    monkeypatch.setattr(decoding_apart, "settings", lambda: allowed)
    return upload_limits()
