"""Owns the gradients of one file as PDF shadings, and how see-through they are as grey ones."""

import itertools
from collections.abc import Mapping, Sequence

from brand_assets.typesetting.display_list import Gradient, GradientStop
from brand_assets.typesetting.pdf.mixtures import TRANSFORM, Mixture
from brand_assets.typesetting.pdf.objects import PdfObjects, number, numbers
from brand_assets.typesetting.pdf.palettes import Palette

_SHORTEST = 1e-6
Step = tuple[float, tuple[float, ...]]
"""An offset and the numbers of its colour."""


class Shadings:
    """The shadings used so far, by resource name."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._used: dict[tuple[str, str | None], str] = {}

    def colours(self, gradient: Gradient) -> str:
        """Return the resource name of a gradient's colours."""
        mixture = self._palette.mixture([stop.colour for stop in gradient.stops])
        return self._shading(gradient, mixture)

    def opacities(self, gradient: Gradient) -> str:
        """Return the resource name of a gradient's opacity, as light as it is opaque."""
        shares = tuple((stop.opacity,) for stop in gradient.stops)
        return self._shading(gradient, Mixture("/DeviceGray", shares))

    def add(self, objects: PdfObjects) -> Mapping[str, int]:
        """Add the shadings; return their objects by resource name."""
        return {
            resource: objects.add(_with_program(objects, body, program))
            for (body, program), resource in self._used.items()
        }

    def _shading(self, gradient: Gradient, mixture: Mixture) -> str:
        function = _function(_steps(gradient.stops, mixture.values))
        kind = 2 if gradient.kind == "linear" else 3
        body = (
            f"<< /ShadingType {kind} /ColorSpace {mixture.space}"
            f" /Coords [{numbers(gradient.coords, 6)}] /Extend [true true] /Function {function} >>"
        )
        return self._used.setdefault((body, mixture.program), f"H{len(self._used)}")


def _with_program(objects: PdfObjects, body: str, program: str | None) -> str:
    """Return a shading whose space has its program in an object of its own."""
    if program is None:
        return body
    domain = "0 1 " * (program.count("pop"))
    entries = f"/FunctionType 4 /Domain [{domain.strip()}] /Range [0 1 0 1 0 1 0 1]"
    return body.replace(TRANSFORM, f"{objects.add_stream(program.encode('ascii'), entries)} 0 R")


def _steps(stops: Sequence[GradientStop], values: Sequence[tuple[float, ...]]) -> list[Step]:
    """Return the way from 0 to 1; colours before the first stop and after the last stay."""
    steps = [
        (min(1.0, max(0.0, stop.offset)), colour)
        for stop, colour in zip(stops, values, strict=True)
    ]
    return [(0.0, steps[0][1]), *steps, (1.0, steps[-1][1])]


def _function(steps: Sequence[Step]) -> str:
    """Return one function over all parts that have a length; equal offsets are a hard edge."""
    parts = [
        (start, end) for start, end in itertools.pairwise(steps) if end[0] - start[0] > _SHORTEST
    ]
    pieces = [_straight(start[1], end[1]) for start, end in parts]
    if len(pieces) == 1:
        return pieces[0]
    bounds = " ".join(number(end[0], 6) for _, end in parts[:-1])
    encode = " ".join("0 1" for _ in parts)
    return (
        f"<< /FunctionType 3 /Domain [0 1] /Functions [{' '.join(pieces)}]"
        f" /Bounds [{bounds}] /Encode [{encode}] >>"
    )


def _straight(first: Sequence[float], last: Sequence[float]) -> str:
    return (
        f"<< /FunctionType 2 /Domain [0 1] /C0 [{numbers(first, 4)}]"
        f" /C1 [{numbers(last, 4)}] /N 1 >>"
    )
