"""Owns the pages of a sheet while they are filled: frames in reading order, heads and feet."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from brand_assets.design_facts import Bilingual
from brand_assets.kit.sheet.look import PT, SheetLook, Type
from brand_assets.typesetting.document import Page
from brand_assets.typesetting.frames import AnyFrame, Literally, LogoFrame, RectFrame, TextFrame
from brand_assets.typesetting.frames import Words as Text

WIDTH, HEIGHT, BLEED, MARGIN = 210.0, 297.0, 3.0, 18.0
INNER = WIDTH - 2 * MARGIN
TOP = 50.0
BOTTOM = HEIGHT - 24.0
HAIRLINE = 0.2
MOST_SIGNS = 1_900
_LONGEST_WORD = 18
_ADVANCE = 0.58
_BREAK = "\u200b"


Place = tuple[float, float, float, float]
"""Left, top, width and height in mm."""


@dataclass(frozen=True, slots=True)
class TextLook:
    """Where a text stands in its place, and its colour where that is not the ink."""

    colour: str | None = None
    align: str = "left"
    valign: str = "top"


PLAIN = TextLook()


def both(text: str) -> Bilingual:
    """Return a text that is the same in both languages."""
    return Bilingual(text, text)


def joined(parts: list[Bilingual], between: str = " · ") -> Bilingual:
    """Return texts one after the other."""
    return Bilingual(
        between.join(part.de for part in parts), between.join(part.en for part in parts)
    )


def short(words: Bilingual, most: int) -> Bilingual:
    """Return a text cut at a word, for places that hold no more."""
    de, en = (shortened(text, most) for text in (words.de, words.en))
    return Bilingual(de, en)


def shortened(text: str, most: int) -> str:
    """Return a text cut at a word, or within one that is too long itself."""
    if len(text) <= most:
        return text
    at_word = textwrap.shorten(text, most, placeholder=" …")
    return at_word if len(at_word) > most // 2 else f"{text[: most - 1]}…"


def breakable(text: str) -> str:
    """Let words that no measure holds break, as names of colours without a hyphen."""
    words = []
    for word in text.split(" "):
        steps = range(0, len(word), _LONGEST_WORD)
        is_long = len(word) > _LONGEST_WORD and "-" not in word
        words.append(_BREAK.join(word[i : i + _LONGEST_WORD] for i in steps) if is_long else word)
    return " ".join(words)


@dataclass(slots=True)
class SheetPage:
    """One page in the making."""

    number: int
    look: SheetLook
    ground: str | None = None
    frames: list[AnyFrame] = field(default_factory=list)

    def _id(self) -> str:
        return f"p{self.number}-{len(self.frames) + 1}"

    def rect(self, x: float, y: float, w: float, h: float, colour: str, radius: float = 0) -> None:
        """Add a flat surface."""
        self.frames.append(
            RectFrame(
                id=self._id(),
                name=Text(de="Fläche", en="Surface"),
                x=x,
                y=y,
                w=w,
                h=h,
                colour=colour,
                radius=radius,
            )
        )

    def outline(self, x: float, y: float, w: float, h: float, colour: str) -> None:
        """Add a thin line just outside of a box."""
        thin = HAIRLINE
        self.rect(x - thin, y - thin, w + 2 * thin, thin, colour)
        self.rect(x - thin, y + h, w + 2 * thin, thin, colour)
        self.rect(x - thin, y, thin, h, colour)
        self.rect(x + w, y, thin, h, colour)

    def line(self, y: float, x: float = MARGIN, w: float = INNER) -> None:
        """Add a hairline across."""
        self.rect(x, y, w, HAIRLINE, self.look.line)

    def logo(self, key: str, x: float, y: float, w: float, h: float) -> None:
        """Add a logo."""
        name = Text(de=f"Logo {key}", en=f"Logo {key}")
        self.frames.append(LogoFrame(id=self._id(), name=name, x=x, y=y, w=w, h=h, variant=key))

    def text(self, place: Place, words: Bilingual, used: Type, look: TextLook = PLAIN) -> None:
        """Add a text that may shrink as far as its type may."""
        self.told(place, [(words, used)], look)

    def told(
        self, place: Place, parts: Sequence[tuple[Bilingual, Type]], look: TextLook = PLAIN
    ) -> None:
        """Add a text of lines in types of their own, all in the size of the first."""
        x, y, w, h = place
        parts = [(words, used) for words, used in parts if words.de.strip() and words.en.strip()]
        if not parts:
            return
        first, used = parts[0]
        self.frames.append(
            TextFrame.model_validate(
                {
                    "id": self._id(),
                    "name": Text(de=first.de[:60], en=first.en[:60]),
                    "x": x,
                    "y": y,
                    "w": w,
                    "h": h,
                    "style": used.style,
                    "colour": look.colour or self.look.ink,
                    "size_max": used.size,
                    "size_min": min(used.size, used.least),
                    "leading": used.leading,
                    "align": look.align,
                    "valign": look.valign,
                    "parts": tuple(_part(*one, begins=one is parts[0]) for one in parts),
                }
            )
        )


def _part(words: Bilingual, used: Type, *, begins: bool) -> Literally:
    lead = "" if begins else "\n"
    de, en = (lead + breakable(text[:MOST_SIGNS]) for text in (words.de, words.en))
    return Literally(text=Text(de=de, en=en), style=used.style)


@dataclass(slots=True)
class Sheet:
    """All pages of a sheet; `most` is how many a document may have."""

    look: SheetLook
    title: Bilingual
    edition: Bilingual
    most: int = 32
    pages: list[SheetPage] = field(default_factory=list)

    def add(self, head: Bilingual, lead: Bilingual | None = None) -> SheetPage:
        """Begin a page with a heading; a page of the same heading goes on without its lead."""
        page = self.blank()
        heading = self.look.heading
        height = heading.height() + 1
        page.text((MARGIN, 29 - height, INNER, height), head, heading, TextLook(valign="bottom"))
        if lead is not None:
            page.text((MARGIN, 32, INNER * 0.72, 12.5), lead, self.look.text)
        page.line(TOP - 5)
        return page

    def blank(self) -> SheetPage:
        """Begin a page that is nothing but paper."""
        page = SheetPage(len(self.pages) + 1, self.look)
        page.rect(-BLEED, -BLEED, WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED, self.look.paper)
        self.pages.append(page)
        return page

    @property
    def is_full(self) -> bool:
        """Whether a document holds no further page."""
        return len(self.pages) >= self.most

    def finished(self) -> tuple[Page, ...]:
        """Return the pages with their feet."""
        total = len(self.pages)
        for page in self.pages[1:]:
            self._foot(page, total)
        return tuple(Page(frames=tuple(page.frames)) for page in self.pages)

    def _foot(self, page: SheetPage, total: int) -> None:
        y, text = HEIGHT - 16.0, self.look.text
        page.line(y - 3)
        page.text((MARGIN, y, INNER * 0.8, text.height()), self._edition(), text)
        number = both(f"{page.number} / {total}")
        page.text(
            (WIDTH - MARGIN - 30, y, 30, text.height()), number, text, TextLook(align="right")
        )

    def _edition(self) -> Bilingual:
        return joined([self.title, self.edition])


class Flow:
    """Rows one below the other over sections and pages, as long as the sheet has room."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._page: SheetPage | None = None
        self._head, self._lead = both(""), both("")
        self._y = BOTTOM

    @property
    def look(self) -> SheetLook:
        """How the sheet looks."""
        return self._sheet.look

    def section(self, head: Bilingual, lead: Bilingual, least: float = 30.0) -> None:
        """Begin a section: below the last one where there is room for some of it."""
        self._head, self._lead = head, lead
        look = self._sheet.look
        title = look.section
        height = 12 + title.height() + look.text.height(2)
        if self._page is None or self._y + height + least > BOTTOM:
            self._page = None
            return
        self._y += 12
        self._page.text((MARGIN, self._y, INNER, title.height()), head, title)
        self._y += title.height() + 1
        longest = max(len(lead.de), len(lead.en))
        lines = math.ceil(longest * _ADVANCE * look.text.size * PT / INNER)
        self._page.text((MARGIN, self._y, INNER, look.text.height(max(lines, 1))), lead, look.text)
        self._y += look.text.height(lines) + 2 if longest else 0
        self._page.line(self._y)
        self._y += 4

    def room(self, height: float) -> tuple[SheetPage, float] | None:
        """Return the page and the place for a row of this height; None where the sheet is full."""
        if self._page is None or self._y + height > BOTTOM:
            if self._sheet.is_full:
                return None
            self._page, self._y = self._sheet.add(self._head, self._lead), TOP
        place = self._page, self._y
        self._y += height
        return place
