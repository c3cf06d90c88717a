"""Owns the comparison of two settings of one ad: frame by frame, without painting either.

Equal display lists are equal pictures as long as the kit means the same by their colours, fonts
and profile; so only what differs there is called a change.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from brand_assets.design_facts import Box, FrameFacts, FrameKind, KitValues
from brand_assets.typesetting.display_list import DrawGlyphs, Item, colours_of, leaves
from brand_assets.typesetting.setting import SetDocument
from campaigns.rollout.rules import Change, share_of

_NEAR = 0.01
"""In the document's unit: what lies closer has not moved."""


@dataclass(frozen=True, slots=True)
class KitDifference:
    """What two kits mean otherwise by the same names: on screen, in print, and in letters."""

    shown: frozenset[str] = frozenset()
    pressed: frozenset[str] = frozenset()
    fonts: frozenset[str] = frozenset()
    profile: bool = False


@dataclass(frozen=True, slots=True)
class FrameChange:
    """One frame that comes out otherwise; `was` and `now` are sizes or numbers of lines."""

    page: int
    frame: str
    kind: FrameKind
    change: Change
    before: Box | None = None
    after: Box | None = None
    field: str | None = None
    was: float | None = None
    now: float | None = None


@dataclass(frozen=True, slots=True)
class AdChange:
    """How one ad comes out otherwise: in the picture (by `share` of its area) or in print alone."""

    look: bool = False
    press: bool = False
    share: float = 0.0
    frames: tuple[FrameChange, ...] = ()


def kit_difference(before: KitValues, after: KitValues) -> KitDifference:
    """Return which names of both kits mean something else."""
    colours = before.colours.keys() & after.colours.keys()
    pairs = {token: (before.colours[token], after.colours[token]) for token in colours}
    fonts = before.fonts.keys() & after.fonts.keys()
    return KitDifference(
        shown=frozenset(t for t, (old, new) in pairs.items() if old.srgb != new.srgb),
        pressed=frozenset(t for t, (old, new) in pairs.items() if old != new),
        fonts=frozenset(k for k in fonts if before.fonts[k].sha256 != after.fonts[k].sha256),
        profile=before.profile.sha256 != after.profile.sha256,
    )


def compare_ads(before: SetDocument, after: SetDocument, between: KitDifference) -> AdChange:
    """Return how an ad comes out otherwise, set from the same document and values by two kits."""
    printed = before.facts[0].medium != "screen"
    frames = tuple(_frames(before, after, between, printed=printed))
    look = tuple(change for change in frames if change.change is not Change.PRESS)
    return AdChange(
        look=bool(look),
        press=printed and (bool(frames) or between.profile),
        share=_share(look, before),
        frames=frames,
    )


def _share(changes: tuple[FrameChange, ...], made: SetDocument) -> float:
    shares = [
        share_of(
            [box for c in changes if c.page == facts.page for box in (c.before, c.after) if box],
            facts.width,
            facts.height,
        )
        for facts in made.facts
    ]
    return sum(shares) / len(shares)


def _frames(
    before: SetDocument, after: SetDocument, between: KitDifference, *, printed: bool
) -> Iterator[FrameChange]:
    pages = zip(_pages(before), _pages(after), strict=True)
    for number, (old_page, new_page) in enumerate(pages):
        for old, new in zip(old_page, new_page, strict=True):
            if old[1] != new[1] or _means_else(new[1], between, printed=printed):
                yield _change(number, old, new, between)


_DrawnFrame = tuple[FrameFacts, tuple[Item, ...]]


def _pages(made: SetDocument) -> Iterator[list[_DrawnFrame]]:
    for page, facts, counts in zip(made.display.pages, made.facts, made.drawn_by, strict=True):
        found, start = [], 0
        for frame, count in zip(facts.frames, counts, strict=True):
            found.append((frame, page.items[start : start + count]))
            start += count
        yield found


def _means_else(items: tuple[Item, ...], between: KitDifference, *, printed: bool) -> bool:
    """Tell whether the same items look or print otherwise, for the kits mean otherwise by them."""
    tokens = between.pressed if printed else between.shown
    if tokens and not tokens.isdisjoint(colours_of(items)):
        return True
    return bool(between.fonts) and not between.fonts.isdisjoint(_fonts(items))


def _fonts(items: tuple[Item, ...]) -> Iterator[str]:
    return (item.font for item in leaves(items) if isinstance(item, DrawGlyphs))


def _change(
    page: int, before: _DrawnFrame, after: _DrawnFrame, between: KitDifference
) -> FrameChange:
    (old, old_items), (new, new_items) = before, after
    change, was, now = _kind(before, after, between)
    return FrameChange(
        page=page,
        frame=new.frame,
        kind=new.kind,
        change=change,
        before=old.drawn if old_items else None,
        after=new.drawn if new_items else None,
        field=new.fields[0] if new.fields else None,
        was=was,
        now=now,
    )


_Kind = tuple[Change, float | None, float | None]


def _kind(before: _DrawnFrame, after: _DrawnFrame, between: KitDifference) -> _Kind:
    (old, old_items), (new, new_items) = before, after
    if not old_items or not new_items:
        return (Change.GONE if old_items else Change.CAME), None, None
    if old.text and new.text and old.text.size != new.text.size:
        return Change.SIZE, old.text.size, new.text.size
    if old.text and new.text and old.text.lines != new.text.lines:
        return Change.LINES, old.text.lines, new.text.lines
    if _moved(old.drawn, new.drawn):
        return Change.PLACE, None, None
    return _surface(old_items, new_items, between), None, None


def _surface(
    old_items: tuple[Item, ...], new_items: tuple[Item, ...], between: KitDifference
) -> Change:
    """Return what changes about items that stay where they are."""
    tokens = set(colours_of(new_items))
    same_tokens = list(colours_of(old_items)) == list(colours_of(new_items))
    letters = not between.fonts.isdisjoint(_fonts(new_items))
    if old_items == new_items and not letters:
        return Change.PRESS if between.shown.isdisjoint(tokens) else Change.COLOUR
    return Change.LOOK if same_tokens else Change.COLOUR


def _moved(old: Box, new: Box) -> bool:
    pairs = ((old.x, new.x), (old.y, new.y), (old.w, new.w), (old.h, new.h))
    return any(abs(one - other) > _NEAR for one, other in pairs)
