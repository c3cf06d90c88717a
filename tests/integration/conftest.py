"""Owns what is done once for a run: checking the demonstration's kit, decoding its photos."""

import functools
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from brand_assets.kit import importing
from brand_assets.library import uploads
from brand_assets.library.decoding_apart import decode_apart, upload_limits
from brand_assets.library.masters import DecodedPicture
from brand_assets.library.rules import UploadLimits
from portal.foundation.jobs import run_in_process
from tests.factories.kit import BRAND


@pytest.fixture(scope="session", autouse=True)
def brand_read_once() -> Iterator[None]:
    """Read the demonstration's own files in a process apart for the first test, not for each.

    Both are pure functions of bytes; every other file is read anew, each time it is sent.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "run_in_process", _checked)
        patch.setattr(uploads, "decode_apart", _decoded)
        yield


def _checked(function: Callable[..., Any], work: list[tuple[Any, ...]]) -> list[Any]:
    return list(_checked_once(function, tuple(work)))


@functools.cache
def _checked_once(function: Callable[..., Any], work: tuple[tuple[Any, ...], ...]) -> list[Any]:
    verdicts: list[Any] = run_in_process(function, list(work))
    return verdicts


def _decoded(source: Path) -> DecodedPicture:
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    photo = _photos().get(digest)
    return decode_apart(source) if photo is None else _decoded_once(photo, upload_limits())


@functools.cache
def _photos() -> dict[str, Path]:
    photos = sorted((BRAND / "photos").glob("*.jpg"))
    return {hashlib.sha256(photo.read_bytes()).hexdigest(): photo for photo in photos}


@functools.cache
def _decoded_once(photo: Path, _limits: UploadLimits) -> DecodedPicture:
    return decode_apart(photo)
