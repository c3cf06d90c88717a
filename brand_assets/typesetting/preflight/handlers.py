"""Owns which operator of a content stream does what."""

from collections.abc import Callable
from typing import Any

from brand_assets.typesetting.preflight.operators import ContentStream
from brand_assets.typesetting.preflight.painted import PaintKind
from brand_assets.typesetting.preflight.placing import Operands
from brand_assets.typesetting.preflight.spaces import CMYK, GRAY, RGB, Space
from brand_assets.typesetting.preflight.writing import Writing


def follow(stream: ContentStream, operator: str, part: Any) -> None:
    """Follow one operator of a content stream; those that the rules do not ask for do nothing."""
    if operator == "INLINE IMAGE":
        stream.place_picture(part.iimage.obj, "inline")
        return
    handler = _HANDLERS.get(operator)
    if handler is not None:
        handler(stream, part.operands)


Handler = Callable[[ContentStream, Operands], None]


def _device(which: str, space: Space) -> Handler:
    return lambda stream, operands: stream.set_device(which, space, operands)


def _painting(*kinds: PaintKind) -> Handler:
    return lambda stream, _: stream.paint_path(kinds)


def _number(entry: str, factor: float = 1.0) -> Handler:
    return lambda stream, operands: stream.set_number(entry, operands, factor)


def _placing(move: Callable[..., None]) -> Handler:
    return lambda stream, operands: stream.place_text(operands, move)


_HANDLERS: dict[str, Handler] = {
    "q": ContentStream.save,
    "Q": ContentStream.restore,
    "cm": ContentStream.concatenate,
    "w": _number("width"),
    "gs": ContentStream.set_parameters,
    "ri": ContentStream.set_intent,
    "g": _device("fill", GRAY),
    "rg": _device("fill", RGB),
    "k": _device("fill", CMYK),
    "G": _device("stroke", GRAY),
    "RG": _device("stroke", RGB),
    "K": _device("stroke", CMYK),
    "cs": lambda stream, operands: stream.set_space("fill", operands),
    "CS": lambda stream, operands: stream.set_space("stroke", operands),
    **dict.fromkeys(
        ("sc", "scn"), lambda stream, operands: stream.set_components("fill", operands)
    ),
    **dict.fromkeys(
        ("SC", "SCN"), lambda stream, operands: stream.set_components("stroke", operands)
    ),
    **dict.fromkeys(("m", "l"), ContentStream.add_points),
    **dict.fromkeys(
        ("c", "v", "y"), lambda stream, operands: stream.add_points(operands, curved=True)
    ),
    "re": ContentStream.add_rectangle,
    **dict.fromkeys(("W", "W*"), ContentStream.clip),
    "n": _painting(),
    **dict.fromkeys(("f", "F", "f*"), _painting(PaintKind.FILL)),
    **dict.fromkeys(("S", "s"), _painting(PaintKind.STROKE)),
    **dict.fromkeys(("B", "B*", "b", "b*"), _painting(PaintKind.FILL, PaintKind.STROKE)),
    "BT": _placing(Writing.begin),
    "Tf": ContentStream.set_font,
    "Tr": ContentStream.set_rendering,
    "Tc": _number("spacing"),
    "Tw": _number("word_spacing"),
    "Tz": _number("stretch", 0.01),
    "TL": _number("leading"),
    "Ts": _number("rise"),
    "Tm": _placing(Writing.place),
    "Td": _placing(Writing.move),
    "TD": ContentStream.move_and_lead,
    "T*": _placing(Writing.next_line),
    **dict.fromkeys(("Tj", "TJ"), ContentStream.show),
    **dict.fromkeys(("'", '"'), ContentStream.show_on_next_line),
    "Do": ContentStream.draw,
    "sh": ContentStream.shade,
}
