"""Owns telephone numbers: read as people write them, kept as DIN 5008 and ITU-T E.123 want them.

"(0681) 123 45-67" becomes "0681 12345-67", "0049 681 / 12345" becomes "+49 681 12345". Where no
gap says which figures are the area code, it is told for mobile numbers, services and the four
codes of two figures; other figures stay together.
"""

import re

from campaigns.ad_templates.fields import FieldDefinition, Json
from campaigns.ad_templates.kinds.common import Unusable, clean
from portal.foundation.errors import N_

_EXPECTED = N_("Please enter a phone number with its area code, such as 0681 12345-67.")
_MOST_SIGNS = 40
_LEAST, _MOST = 6, 15
_AREA_AND_NUMBER = 2
_ALLOWED = re.compile(r"\+?[\d\s()/.\u2010-\u2015-]+")
#: What is dialled from Germany for a line abroad, however it is set apart.
_ABROAD = re.compile(r"^[\s()/.-]*0\s*0[\s()/.-]*(?=[1-9])")
_SHORT = re.compile(r"11\d{1,4}")
_NATIONAL = re.compile(r"0[1-9]")
_DASHES = re.compile(r"[\u2010-\u2015]")
_GROUPS = re.compile(r"[\s()/.]+")
#: Country codes of one and two figures (ITU-T E.164); all others have three.
_ONE_FIGURE = ("1", "7")
_TWO_FIGURES = re.compile(
    "2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]",
)
#: Area codes of Germany that can be told without a gap.
_KNOWN_AREA = re.compile(r"0(?:1[567]\d|800|180[1-7]|700|900|30|40|69|89)")


def read_phone(_field: FieldDefinition, raw: Json) -> Json:
    """Read a telephone number into its one written form."""
    return written_phone(clean(raw, _MOST_SIGNS)) or None


def written_phone(typed: str) -> str:
    """Return a number as it is written in Germany; raises Unusable where it is none."""
    text = _DASHES.sub("-", " ".join(typed.split()))
    text = re.sub(r"^(?:tel(?:efon)?|fon|phone)\b[.:\s]*", "", text, flags=re.IGNORECASE)
    if not text:
        return ""
    if not _ALLOWED.fullmatch(text):
        raise Unusable(_EXPECTED)
    text = _ABROAD.sub("+", text)
    if text.startswith("+"):
        return _international(text[1:])
    return _national(text)


def _international(text: str) -> str:
    text = re.sub(r"\(\s*0\s*\)", " ", text).strip()
    figures = re.sub(r"\D", "", text)
    if figures.startswith("0") or not _LEAST + 1 <= len(figures) <= _MOST:
        raise Unusable(_EXPECTED)
    country = _country(figures)
    rest = text
    for figure in country:
        rest = rest[rest.index(figure) + 1 :]
    groups, extension = _grouped(rest)
    if country == "49" and len(groups) == 1:
        area, *number = _apart("0" + groups[0])
        groups = [area.removeprefix("0"), *number]
    return f"+{country} {_joined(groups, extension)}"


def _country(figures: str) -> str:
    if figures.startswith(_ONE_FIGURE):
        return figures[0]
    return figures[:2] if _TWO_FIGURES.match(figures) else figures[:3]


def _national(text: str) -> str:
    figures = re.sub(r"\D", "", text)
    if _SHORT.fullmatch(figures):
        return figures
    if not _NATIONAL.match(figures) or not _LEAST <= len(figures) <= _MOST:
        raise Unusable(_EXPECTED)
    groups, extension = _grouped(text)
    return _joined(_apart(groups[0]) if len(groups) == 1 else groups, extension)


def _grouped(text: str) -> tuple[list[str], str]:
    """Return the figures before and after gaps, and those after the hyphen of an extension."""
    text = text.strip(" -")
    parts = [part for part in text.split("-") if re.search(r"\d", part)]
    extension = ""
    area_is_apart = len(parts) > _AREA_AND_NUMBER or _GROUPS.search(
        (parts or [""])[0].strip(" ()/.")
    )
    if len(parts) > 1 and area_is_apart:
        extension = re.sub(r"\D", "", parts.pop())
    groups = [group for part in parts for group in _GROUPS.split(part) if group]
    return groups, extension


def _apart(figures: str) -> list[str]:
    """Return area code and number where the code can be told."""
    known = _KNOWN_AREA.match(figures)
    if known and len(figures) > known.end():
        return [figures[: known.end()], figures[known.end() :]]
    return [figures]


def _joined(groups: list[str], extension: str) -> str:
    number = " ".join(filter(None, (groups[0], "".join(groups[1:]))))
    return f"{number}-{extension}" if extension else number
