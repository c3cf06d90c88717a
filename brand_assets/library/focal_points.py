"""Owns the proposal of a focal point: where a picture draws the eye, measured at small size."""

import functools

import numpy as np
import numpy.typing as npt
from PIL import Image

from brand_assets.library.masters import MIDDLE
from brand_assets.library.picture_colours import oklab

Samples = npt.NDArray[np.float64]

_SIDE = 64
_FINE = 4
"""How many times finer the picture is in which sharpness is measured."""
_LONGEST = _SIDE * _FINE
_PULL = 0.3
"""How wide the pull of the middle is, as a share of each side."""
_MARGIN = 0.08
_KEPT = 0.55
"""What is less salient than this share of the peak does not move the point."""
_FLAT = 1e-4


def propose_focal(picture: Image.Image) -> tuple[float, float]:
    """Return the point that a crop should keep, as a share of width and height.

    Colours that stand out from what is around them and from the whole picture, sharp places
    among soft ones, and skin count; the middle draws a little, and a plain picture is kept there.
    """
    shrink = min(1.0, _LONGEST / max(picture.size))
    size = tuple(max(_FINE, round(side * shrink)) for side in picture.size)
    fine = oklab(picture.convert("RGB").resize((size[0], size[1]), Image.Resampling.BOX))
    lab = _reduced(fine)
    seen = (
        _scaled(_standing_out(lab))
        + 0.7 * _scaled(_rare(lab))
        + 0.9 * _scaled(_sharp(fine[..., 0]))
        + 0.8 * _skin(lab)
    )
    if seen.max() < _FLAT:
        return MIDDLE
    drawn = _blurred(seen, 0.06) * _middle(*seen.shape)
    return _peak(drawn)


def _reduced(fine: Samples) -> Samples:
    rows, columns = fine.shape[0] // _FINE, fine.shape[1] // _FINE
    whole = fine[: rows * _FINE, : columns * _FINE]
    return np.asarray(whole.reshape(rows, _FINE, columns, _FINE, 3).mean(axis=(1, 3)))


def _standing_out(lab: Samples) -> Samples:
    """Return how far each place differs from what surrounds it, near and far."""
    total = np.zeros(lab.shape[:2])
    for near, far in ((0.02, 0.1), (0.04, 0.2), (0.07, 0.35)):
        apart = _blurred(lab, near) - _blurred(lab, far)
        total += np.sqrt((apart**2).sum(axis=-1))
    return total


def _rare(lab: Samples) -> Samples:
    """Return how far each colour is from the picture's mean, chroma more than lightness."""
    apart = _blurred(lab, 0.03) - lab.reshape(-1, 3).mean(axis=0)
    return np.asarray(np.sqrt((apart**2 * np.array((0.5, 2.0, 2.0))).sum(axis=-1)))


def _sharp(lightness: Samples) -> Samples:
    """Return how much fine detail there is: what is in focus, when the rest is not."""
    down = np.abs(np.diff(lightness, axis=0, append=lightness[-1:]))
    across = np.abs(np.diff(lightness, axis=1, append=lightness[:, -1:]))
    detail = _reduced(np.repeat((down + across)[..., None], 3, axis=2))[..., 0]
    return _blurred(detail, 0.04)


def _skin(lab: Samples) -> Samples:
    """Return where the colours are those of skin, light or dark, and neither wood nor sand alone.

    Much of it in one place counts; scattered samples are noise.
    """
    lightness, chroma = lab[..., 0], np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    near = np.exp(-(((hue - 52) / 14) ** 2) - ((chroma - 0.085) / 0.035) ** 2)
    return _blurred(near * ((lightness > 0.35) & (lightness < 0.9)), 0.03)  # noqa: PLR2004 - light on skin


def _scaled(samples: Samples) -> Samples:
    """Return samples from 0 to 1, one peak among many weighing more than a busy whole."""
    samples = samples - samples.min()
    most = float(samples.max())
    if most < _FLAT:
        return np.zeros_like(samples)
    samples = samples / most
    return np.asarray(samples * (1 - float(samples.mean())))


def _middle(rows: int, columns: int) -> Samples:
    down, across = _places(rows) - 0.5, _places(columns) - 0.5
    return np.asarray(
        np.exp(-((down / _PULL) ** 2) / 2)[:, None] * np.exp(-((across / _PULL) ** 2) / 2)[None]
    )


def _peak(drawn: Samples) -> tuple[float, float]:
    """Return the middle of what is about as salient as the peak, near it."""
    row, column = np.unravel_index(int(drawn.argmax()), drawn.shape)
    rows, columns = drawn.shape
    down, across = _places(rows)[:, None], _places(columns)[None]
    near = np.exp(-(((down - (row + 0.5) / rows) / 0.18) ** 2))
    near = near * np.exp(-(((across - (column + 0.5) / columns) / 0.18) ** 2))
    weight = np.where(drawn >= _KEPT * drawn.max(), drawn, 0.0) * near
    total = float(weight.sum())
    x, y = float((weight * across).sum()) / total, float((weight * down).sum()) / total
    return _inside(x), _inside(y)


def _inside(share: float) -> float:
    return round(min(1 - _MARGIN, max(_MARGIN, share)), 2)


def _places(count: int) -> Samples:
    return np.asarray((np.arange(count) + 0.5) / count)


def _blurred(samples: Samples, share: float) -> Samples:
    """Return samples softened by a Gaussian of that share of the longer side."""
    sigma = max(0.5, share * max(samples.shape[:2]))
    down, across = (_softening(count, round(sigma, 3)) for count in samples.shape[:2])
    return np.asarray(np.einsum("ij,jk...,lk->il...", down, samples, across, optimize=True))


@functools.lru_cache(maxsize=64)
def _softening(count: int, sigma: float) -> Samples:
    steps = np.arange(count)
    matrix = np.exp(-(((steps[:, None] - steps[None]) / sigma) ** 2) / 2)
    return np.asarray(matrix / matrix.sum(axis=1, keepdims=True))
