"""Owns the preparing of text and price frames: their runs, place and size by fit, groups."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from brand_assets.design_facts import TextStyle
from brand_assets.typesetting.frames import PriceFrame, TextAlternative, TextFrame
from brand_assets.typesetting.scene import Scene
from brand_assets.typesetting.text.faces import Face
from brand_assets.typesetting.text.fitting import STEP, Fitted, Place, fit, fit_at
from brand_assets.typesetting.text.formatting import is_empty
from brand_assets.typesetting.text.hyphenation import exceptions_for
from brand_assets.typesetting.text.lines import Breaking
from brand_assets.typesetting.text.paragraphs import Paragraph, paragraph
from brand_assets.typesetting.text.runs import (
    Run,
    Typography,
    price_runs,
    row_price_runs,
    text_runs,
)
from brand_assets.typesetting.text.tightening import Tightening, trackings
from brand_assets.typesetting.values import PriceValue

MOST_CHARS = 10_000
"""Characters of one frame that are set; what is beyond is not drawn, but counted as too many."""
_PRICE_WIDTH_SLACK = 1.0075
"""A price stands free in its shape and may stand out of its frame by the air beside its signs."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A text with its size found; `alternative` is the place it went to, None for its own.

    `nth` counts the places: 0 is the frame's own, then its alternatives. `tracking` is what the
    text came out with, `tightening` how it may draw closer where it may, `beyond` how many
    characters were not even set. It is equal to itself alone, so that what was made of it is
    quickly found.
    """

    frame: TextFrame | PriceFrame
    text: Paragraph
    place: Place
    fitted: Fitted
    face: Face
    alternative: TextAlternative | None = None
    tracking: float = 0.0
    tightening: Tightening | None = None
    beyond: int = 0
    nth: int = 0

    @property
    def last(self) -> int:
        """The last of the places that the text may go to."""
        return len(self.frame.alternatives) if isinstance(self.frame, TextFrame) else 0


def prepare(frame: TextFrame | PriceFrame, scene: Scene, first: int = 0) -> Prepared | None:
    """Return a frame's text with its own best size, None where there is nothing to set.

    `first` is the first of its places that the text may take, as `Prepared.nth` counts them.
    """
    style = scene.style(frame.style)
    typography = Typography(scene.kit, style, scene.language, frame.tracking)
    runs = tuple(_runs(frame, scene, typography))
    if not any(run.text.strip() for run in runs):
        return None
    text = _paragraph(frame, runs, scene, style)
    if isinstance(frame, PriceFrame):
        place = _place(frame, scene, style)
        tracking = typography.tracked
        return Prepared(frame, text, place, fit(text, place), typography.face(), tracking=tracking)
    tightening = None
    if frame.tracking_range is not None:
        tightening = _tightening(frame, frame.tracking_range, scene, typography)
        text = tightening.text(tightening.trackings[0])
    found = _best(frame, text, tightening, scene, typography, first)
    length = sum([len(run.text) for run in runs])
    return replace(found, beyond=length - MOST_CHARS) if length > MOST_CHARS else found


def _within_limit(runs: Sequence[Run]) -> Iterator[Run]:
    left = MOST_CHARS
    for run in runs:
        if left <= 0:
            break
        yield run if len(run.text) <= left else replace(run, text=run.text[:left])
        left -= len(run.text)


def _paragraph(
    frame: TextFrame | PriceFrame, runs: Sequence[Run], scene: Scene, style: TextStyle
) -> Paragraph:
    direction = frame.direction if isinstance(frame, TextFrame) else "auto"
    rules = style.hyphenation.in_language(scene.language) if style.hyphenation else None
    exceptions = exceptions_for(scene.kit.hyphen_exceptions, rules)
    limited = tuple(_within_limit(runs))
    return paragraph(limited, scene.language, rules, exceptions, direction)


def _tightening(
    frame: TextFrame, tracked: tuple[float, float], scene: Scene, typography: Typography
) -> Tightening:
    least, most = tracked

    def make(tracking: float) -> Paragraph:
        squeezed = replace(typography, squeeze=tracking - typography.tracked)
        return _paragraph(frame, _runs(frame, scene, squeezed), scene, typography.style)

    return Tightening(trackings(min(max(typography.tracked, least), most), least), make)


def _runs(frame: TextFrame | PriceFrame, scene: Scene, typography: Typography) -> Sequence[Run]:
    if isinstance(frame, TextFrame):
        return text_runs(frame.parts, scene.values, typography)
    value = scene.values.get(frame.field)
    if not isinstance(value, PriceValue) or is_empty(value):
        return ()
    writer = price_runs if frame.arrangement == "raised" else row_price_runs
    return writer(value, typography)


def _place(
    frame: TextFrame | PriceFrame,
    scene: Scene,
    style: TextStyle,
    alternative: TextAlternative | None = None,
) -> Place:
    spot = alternative or frame
    scale = scene.points
    leading = (alternative and alternative.leading) or frame.leading or style.leading
    allowed = frame.leading_range if isinstance(frame, TextFrame) else None
    if allowed is not None:
        leading = min(max(leading, allowed[0]), allowed[1])
    return Place(
        width=spot.w * scale,
        height=spot.h * scale,
        size_max=spot.size_max,
        size_min=spot.size_min,
        leading=leading,
        max_lines=frame.max_lines if isinstance(frame, TextFrame) else 1,
        breaking=_breaking(frame, alternative),
        justified=frame.align == "justify" and isinstance(frame, TextFrame),
        max_hyphens=style.hyphenation.max_in_a_row if style.hyphenation else 0,
        width_slack=_PRICE_WIDTH_SLACK if isinstance(frame, PriceFrame) else 1.001,
        least_leading=allowed[0] if allowed else None,
        step=(isinstance(frame, TextFrame) and frame.step) or STEP,
    )


def _breaking(frame: TextFrame | PriceFrame, alternative: TextAlternative | None) -> Breaking:
    """Return how lines are found; a text that had to go elsewhere is full, but ends in no stump."""
    if alternative is not None:
        return Breaking.NO_STUMP
    if not isinstance(frame, TextFrame):
        return Breaking.FILL
    if frame.balance:
        return Breaking.EVEN
    return Breaking.TOTAL_FIT if frame.breaking == "total_fit" else Breaking.FILL


def _best(
    frame: TextFrame,
    text: Paragraph,
    tightening: Tightening | None,
    scene: Scene,
    typography: Typography,
    first: int,
) -> Prepared:
    """Return the first place that the text may go to and fits in, else the last one."""
    length = len(text.text.strip())
    places = tuple(enumerate((None, *frame.alternatives)))
    open_ones = [one for one in places[first:] if _may_take(one[1], frame, length)]
    face, tracking = typography.face(), typography.tracked
    for nth, spot in open_ones or places[-1:]:
        place = _place(frame, scene, typography.style, spot)
        if tightening is None:
            found = Prepared(frame, text, place, fit(text, place), face, spot, tracking, nth=nth)
        else:
            tight = tightening.fit(place)
            found = Prepared(
                frame,
                tight.text,
                place,
                tight.fitted,
                face,
                spot,
                tight.tracking,
                tightening,
                nth=nth,
            )
        if not found.fitted.overflow:
            break
    if frame.alternatives and spot is not frame.alternatives[-1]:
        last = fit(found.text, _place(frame, scene, typography.style, frame.alternatives[-1]))
        found = replace(found, fitted=replace(found.fitted, room=max(last.room, found.fitted.room)))
    return found


def _may_take(spot: TextAlternative | None, frame: TextFrame, length: int) -> bool:
    limit = frame.max_chars if spot is None else spot.max_chars
    return limit is None or length <= limit


def align_group(prepared: Iterable[Prepared]) -> Iterator[Prepared]:
    """Yield texts of one group at the size of the one that shrank most.

    Those that may tighten have the tracking and the leading of the tightest among them, too.
    """
    group = list(prepared)
    size = min(one.fitted.size for one in group)
    group = [one if one.fitted.size == size else _at_size(one, size) for one in group]
    if any(one.tightening or one.place.least_leading is not None for one in group):
        group = [
            _at_size(one, size, terms) for one, terms in zip(group, _shared(group), strict=True)
        ]
    yield from group


def _shared(group: Sequence[Prepared]) -> Iterator[tuple[float, float]]:
    """Yield the tracking and the leading that each of a group shares with its like."""
    tight = [one.tracking for one in group if one.tightening]
    for one in group:
        like = [
            other.fitted.leading
            for other in group
            if other.place.least_leading is not None and other.place.leading == one.place.leading
        ]
        tracking = min(tight) if one.tightening else one.tracking
        yield tracking, min(like) if one.place.least_leading is not None else one.place.leading


@lru_cache(maxsize=512)
def _at_size(
    prepared: Prepared, size: float, shared: tuple[float, float] | None = None
) -> Prepared:
    place, tightening = prepared.place, prepared.tightening
    if shared is not None:
        leading = max(shared[1], place.tightest)
        place = replace(place, leading=leading, least_leading=min(leading, place.tightest))
    if tightening is None:
        return replace(prepared, place=place, fitted=fit_at(prepared.text, place, size))
    if shared is not None:
        tightening = tightening.no_looser(shared[0])
    text, fitted, tracking = tightening.fit_at(place, size)
    return replace(prepared, place=place, text=text, fitted=fitted, tracking=tracking)
