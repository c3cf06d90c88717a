"""Owns the choice of a QR code's mask: that of the standard, for all eight masks at once."""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import segno

Modules = npt.NDArray[np.uint8]
_MASKS = 8
_RUN = 5
_FINDER = 7
_LIKE_A_FINDER = (1, 0, 1, 1, 1, 0, 1)
_LIGHT = 4
_WITH_VERSION = 7
"""The version from which codes state it in two blocks of modules."""


def best_code(data: str, level: str) -> Modules:
    """Return the modules of a code (1 is dark); raises segno.DataOverflowError.

    The same as segno chooses, but its search through the masks takes three quarters of its time.
    """
    plain = segno.make(data, error=level, micro=False, boost_error=False, mask=0)
    matrix = _modules(plain)
    changes, judged = _planes(int(plain.version), level)
    masked = np.bitwise_xor(matrix, changes)
    return np.asarray(masked[int(np.argmin(_penalties(masked * judged)))])


def _modules(code: Any) -> Modules:
    return np.frombuffer(b"".join(code.matrix), dtype=np.uint8).reshape(len(code.matrix), -1)


@lru_cache(maxsize=16)
def _planes(version: int, level: str) -> tuple[Modules, Modules]:
    """Return what each mask changes against the first, and which modules are judged.

    Which mask changes what does not depend on the data. Format and version are not judged.
    """
    codes = [
        _modules(segno.make("0", version=version, error=level, boost_error=False, mask=mask))
        for mask in range(_MASKS)
    ]
    size = len(codes[0])
    judged = np.ones((size, size), dtype=np.uint8)
    judged[8, :9] = judged[:9, 8] = judged[8, -8:] = judged[-8:, 8] = 0
    # The timing patterns cross the stripes of the format.
    judged[6, 8] = judged[8, 6] = 1
    if version >= _WITH_VERSION:
        judged[:6, -11:-8] = judged[-11:-8, :6] = 0
    return np.stack([np.bitwise_xor(codes[0], code) for code in codes]), judged


def _penalties(codes: Modules) -> npt.NDArray[np.int64]:
    """Return the penalty of each code by ISO/IEC 18004, 7.8.3."""
    lines = np.concatenate((codes, codes.transpose(0, 2, 1)), axis=1)
    return _runs(lines) + _blocks(codes) + _finders(lines) + _balance(codes)


def _runs(lines: Modules) -> npt.NDArray[np.int64]:
    """Judge runs of one colour: three for five modules, one for each more."""
    same = lines[:, :, 1:] == lines[:, :, :-1]
    long = same[:, :, :-3] & same[:, :, 1:-2] & same[:, :, 2:-1] & same[:, :, 3:]
    begins = long.copy()
    begins[:, :, 1:] &= ~long[:, :, :-1]
    return np.asarray(long.sum(axis=(1, 2)) + 2 * begins.sum(axis=(1, 2)))


def _blocks(codes: Modules) -> npt.NDArray[np.int64]:
    """Judge blocks of two by two modules of one colour: three each."""
    total = codes[:, :-1, :-1] + codes[:, :-1, 1:] + codes[:, 1:, :-1] + codes[:, 1:, 1:]
    return np.asarray(3 * ((total == 0) | (total == _LIGHT)).sum(axis=(1, 2)))


def _finders(lines: Modules) -> npt.NDArray[np.int64]:
    """Judge what looks like a finder beside four light modules: forty each."""
    starts = lines.shape[2] - _FINDER + 1
    found = np.ones((*lines.shape[:2], starts), dtype=bool)
    for offset, dark in enumerate(_LIKE_A_FINDER):
        found &= lines[:, :, offset : offset + starts] == dark
    edged = np.pad(lines, ((0, 0), (0, 0), (_LIGHT, _LIGHT)))
    near = np.zeros((*lines.shape[:2], starts + _FINDER + _LIGHT), dtype=np.uint8)
    for offset in range(_LIGHT):
        near |= edged[:, :, offset : offset + near.shape[2]]
    found &= (near[:, :, :starts] == 0) | (near[:, :, _FINDER + _LIGHT :] == 0)
    counts = np.zeros(_MASKS, dtype=np.int64)
    last = (-1, -1, -_FINDER)
    for code, line, place in np.argwhere(found).tolist():
        # One that begins within another is not counted again.
        if (code, line) == last[:2] and place - last[2] < _FINDER:
            continue
        last = (code, line, place)
        counts[code] += 1
    return 40 * counts


def _balance(codes: Modules) -> npt.NDArray[np.int64]:
    """Judge how far the share of dark modules is from a half: ten for each five percent."""
    size = codes.shape[1]
    percent = codes.sum(axis=(1, 2)) / float(size**2)
    return np.asarray(10 * (np.abs(percent * 100 - 50) / 5).astype(np.int64))
