"""Owns the sheet around a page: its boxes, and which marks are to stand outside the bleed."""

from dataclasses import dataclass

from brand_assets.typesetting.display_list import PageList
from brand_assets.typesetting.pdf.objects import numbers

MM = 72 / 25.4
LEAST_FOR_WORDS = 10.0
"""The slug in mm that a line of words needs beside targets and bar."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in the slug outside the bleed, switched on one by one.

    `slug` is its width on each side, `offset` how far marks stay off the bleed, both in mm.
    `slug_line` tells title, page, inks and printing condition, with `order` (an order or ad key)
    and `date` where they are given; it is set in `font` of the kit.
    """

    crop: bool = False
    registration: bool = False
    colour_bar: bool = False
    slug_line: bool = False
    slug: float = 10.0
    offset: float = 1.0
    order: str = ""
    date: str = ""
    font: str | None = None

    def __post_init__(self) -> None:
        least = LEAST_FOR_WORDS if self.slug_line else 0.0
        if not (0 <= self.offset <= self.slug / 2 and least <= self.slug <= 100):  # noqa: PLR2004
            raise ValueError(f"marks do not fit a slug of {self.slug} mm, {self.offset} mm off")

    @property
    def any(self) -> bool:
        """Whether anything stands in the slug."""
        return self.crop or self.registration or self.colour_bar or self.slug_line


NO_MARKS = Marks()
ALL_MARKS = Marks(crop=True, registration=True, colour_bar=True, slug_line=True)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The boxes of one page in pt, origin at the bottom left of the media."""

    width: float
    height: float
    bleed: float
    slug: float

    @classmethod
    def around(cls, page: PageList, marks: Marks, *, bleed: bool) -> "Sheet":
        """Return the sheet for a page, with or without its bleed."""
        slug = marks.slug * MM if marks.any else 0.0
        return cls(page.width, page.height, page.bleed if bleed else 0.0, slug)

    @property
    def origin(self) -> float:
        """How far the trim stands from the edge of the media on each side."""
        return self.bleed + self.slug

    @property
    def media(self) -> tuple[float, float]:
        """Width and height of the media."""
        return self.width + 2 * self.origin, self.height + 2 * self.origin

    def boxes(self) -> str:
        """Return the entries of MediaBox, BleedBox and TrimBox."""
        full_width, full_height = self.media
        parts = []
        for key, inset in (("MediaBox", 0.0), ("BleedBox", self.slug), ("TrimBox", self.origin)):
            corners = (inset, inset, full_width - inset, full_height - inset)
            parts.append(f"/{key} [{numbers(corners, 5)}]")
        return " ".join(parts)

    def page_space(self) -> str:
        """Return the operators that put the origin at the top left of the trim, y down."""
        top = self.height + self.origin
        clip = (
            -self.bleed,
            -self.bleed,
            self.width + 2 * self.bleed,
            self.height + 2 * self.bleed,
        )
        return f"1 0 0 -1 {numbers((self.origin, top), 5)} cm\n{numbers(clip, 5)} re W n\n"
