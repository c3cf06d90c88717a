"""Owns how typed text is mended when it is saved: quotes, dashes, spaces; never a word.

The rules of the signs are those of `brand_assets.cd_rules.typography`; here is which values they
are for, and what is told of each. An ordinary space before a unit stays: it is made a narrow
no-break one when the text is set. Marks of a text stay around the words that they were around.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from brand_assets.cd_rules.typography import correct
from brand_assets.typesetting.text.marks import marked, sign_places
from campaigns.ad_templates.fields import TEXT_KINDS, FieldDefinition, FieldKind, Json
from campaigns.ad_templates.kinds.texts import MARK_NAMES, plain_text

LANGUAGE = "de"
"""Ads are in German; see `proofs.gathering`."""
_PARTS = ("days", "hours")
_TOLD = 3
_BECOME_SIGNS = "xX23²³"
"""Letters and figures between which a rule sets a sign of its own: 2 x 3, 4 m2."""
_MOST_SIGNS = 100
"""So many signs in a row are no text: they are taken as a whole, which takes no time."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A value whose signs were set right: as it was typed, as it is now, and what changed."""

    field: str
    typed: Json
    now: Json
    what: tuple[str, ...]


def mend_text(text: str, language: str = LANGUAGE) -> str:
    """Return a text with its signs set right; words, figures and addresses stay as they are."""
    return correct(text, language).text


def mend_marked(text: str, language: str = LANGUAGE) -> str:
    """Return a text with marks with its signs set right between and inside of them."""
    plain = plain_text(text)
    mended = mend_text(plain, language)
    if mended == plain or not _same_letters(plain, mended):
        return text
    parts = list(_with_signs(text, plain, mended))
    rebuilt, read = ("".join(side) for side in zip(*parts, strict=True))
    return rebuilt if plain_text(rebuilt) == read else text


def _with_signs(text: str, plain: str, mended: str) -> Iterator[tuple[str, str]]:
    """Yield the mended text piece by piece, with and without the signs of its marks.

    Raised and lowered figures stay: a figure that is raised needs no raised sign.
    """
    signs = _signs(text)
    raised = _raised(text)
    for start, end, to, until in _pieces(plain, mended):
        alike = end - start == until - to
        for at in range(start, end):
            sign = plain[at] if at in raised else mended[to + at - start : to + at - start + 1]
            yield signs.pop(at, "") + (sign if alike else ""), sign if alike else ""
        if start == end:
            yield signs.pop(start, ""), ""
        if not alike:
            yield mended[to:until], mended[to:until]
    yield "".join(signs[place] for place in sorted(signs)), ""


def _pieces(plain: str, mended: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield from where to where of one text stands for what of the other, from end to end.

    Letters and figures are the same in both, but for those that become signs: they tell where
    in one text what lies between them in the other one is.
    """
    at, to = 0, 0
    anchors = zip(_anchors(plain), _anchors(mended), strict=True)
    for old, new in (*anchors, (len(plain), len(mended))):
        for _, i, j, k, m in _between(plain[at:old], mended[to:new]):
            yield at + i, at + j, to + k, to + m
        if old < len(plain):
            yield old, old + 1, new, new + 1
        at, to = old + 1, new + 1


def _same_letters(plain: str, mended: str) -> bool:
    old, new = ([text[at] for at in _anchors(text)] for text in (plain, mended))
    return old == new


def _anchors(text: str) -> list[int]:
    """Return the places of all letters and figures that no rule ever makes a sign."""
    return [at for at, sign in enumerate(text) if sign.isalnum() and sign not in _BECOME_SIGNS]


def _between(old: str, new: str) -> Sequence[tuple[str, int, int, int, int]]:
    """Return which signs of one stand for which of the other, as difflib's opcodes."""
    if len(old) == len(new) or max(len(old), len(new)) > _MOST_SIGNS:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _signs(text: str) -> dict[int, str]:
    """Return the signs of marks by their place in the read text."""
    signs: dict[int, str] = {}
    for place, sign in sign_places(text, MARK_NAMES):
        signs[place] = signs.get(place, "") + sign
    return signs


def _raised(text: str) -> set[int]:
    """Return the places of what is raised or lowered in the read text."""
    found: set[int] = set()
    at = 0
    for piece in marked(text, MARK_NAMES):
        if piece.position is not None:
            found.update(range(at, at + len(piece.text)))
        at += len(piece.text)
    return found


def mended_value(entry: FieldDefinition, value: Json, language: str = LANGUAGE) -> Mended | None:
    """Return a canonical value with its signs set right; None where nothing changes."""
    if value is None or entry.locked:
        return None
    if entry.kind in TEXT_KINDS:
        mend = mend_marked if entry.kind is FieldKind.RICH_TEXT else mend_text
        now = mend(value, language)
        too_long = entry.max_chars is not None and len(now) > max(entry.max_chars, len(value))
        return None if now == value or too_long else _told(entry, value, now, [value], language)
    if entry.kind is FieldKind.HOURS:
        lines = [{**line, **{p: mend_text(line[p], language) for p in _PARTS}} for line in value]
        texts = [line[part] for line in value for part in _PARTS]
        return None if lines == value else _told(entry, value, lines, texts, language)
    return None


def _told(
    entry: FieldDefinition, value: Json, now: Json, texts: Iterable[str], language: str
) -> Mended:
    plain = (plain_text(t) if entry.kind is FieldKind.RICH_TEXT else t for t in texts)
    pieces = dict.fromkeys(right for t in plain for _, right in correct(t, language).changes)
    return Mended(entry.key, value, now, tuple(" ".join(p.split()) for p in pieces)[:_TOLD])


def mend_values(
    fields: Iterable[FieldDefinition], values: Mapping[str, Json], as_typed: Collection[str]
) -> tuple[dict[str, Json], list[Mended]]:
    """Return canonical values with their signs set right, apart from fields left as typed."""
    found = [
        mended
        for entry in fields
        if entry.key in values and entry.key not in as_typed
        if (mended := mended_value(entry, values[entry.key]))
    ]
    return {**values, **{mended.field: mended.now for mended in found}}, found
