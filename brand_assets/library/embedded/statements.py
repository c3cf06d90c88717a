"""Owns what a file states of itself before it is tidied, and how statements are put together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from brand_assets.library.masters import EmbeddedMeta
from brand_assets.library.rules import MOST_TAGS, one_line

LONGEST = {
    "title": 200,
    "caption": 2000,
    "alt": 500,
    "creator": 200,
    "credit": 200,
    "copyright": 200,
    "usage_terms": 500,
}
_KEYWORD = 60
_DATE = re.compile(r"\s*(\d{4})[-:]?(\d\d)[-:]?(\d\d)(?!\d)")
_EARLIEST = 1826
"""Nobody took a photo before."""
_NOTHING = re.compile(
    r"(?i)(olympus digital camera|sony dsc|dcim[\\/ ].*|digital ?camera|minolta digital camera"
    r"|konica minolta.*|exif_.*|samsung|kodak.*camera.*|default|untitled|unbenannt"
    r"|created with gimp|screenshot|processed by.*|null|undefined|\W*)"
)
"""What cameras and programs write where a person would say something."""


@dataclass(slots=True)
class Statements:
    """What one block of a file says, word for word."""

    title: str = ""
    caption: str = ""
    alt: str = ""
    keywords: tuple[str, ...] = ()
    creator: str = ""
    credit: str = ""
    copyright: str = ""
    usage_terms: str = ""
    taken: str = ""


def tidied(blocks: Iterable[Statements]) -> EmbeddedMeta:
    """Return what several blocks say together: for each property, the first that says anything."""
    found = Statements()
    for block in blocks:
        for one in fields(Statements):
            if not _says_something(getattr(found, one.name)):
                setattr(found, one.name, getattr(block, one.name))
    return EmbeddedMeta(
        keywords=_keywords(found.keywords),
        taken_on=_day(found.taken),
        **{name: _text(getattr(found, name), longest) for name, longest in LONGEST.items()},
    )


def _says_something(value: str | tuple[str, ...]) -> bool:
    return bool(value) if isinstance(value, tuple) else bool(_text(value, 1))


def _text(value: str, longest: int) -> str:
    line = one_line(value[: 8 * longest + 1000])
    return "" if _NOTHING.fullmatch(line) else line[:longest].rstrip()


def _keywords(values: Iterable[str]) -> tuple[str, ...]:
    tidy = dict.fromkeys(one_line(value[:500])[:_KEYWORD].rstrip() for value in values)
    return tuple(keyword for keyword in tidy if keyword)[:MOST_TAGS]


def _day(text: str) -> date | None:
    """Return the day of a date in any of the three ways of writing; none where it is no day."""
    found = _DATE.match(text)
    if not found:
        return None
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
    return day if day.year >= _EARLIEST else None
