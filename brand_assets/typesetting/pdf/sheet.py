"""Owns the sheet around a page: its boxes, and the marks that stand outside the bleed."""

from dataclasses import dataclass

from brand_assets.typesetting.display_list import PageList
from brand_assets.typesetting.pdf.objects import name, number, numbers

MM = 72 / 25.4
MARK_LENGTH = 5 * MM
MARK_GAP = 1 * MM
MARK_WIDTH = 0.25
TARGET_RADIUS = 1.5 * MM
PATCH = 5 * MM
ALL_INKS = "X0"
_CIRCLE = 0.5523
_PATCHES = (
    (1, 0, 0, 0),
    (0, 1, 0, 0),
    (0, 0, 1, 0),
    (0, 0, 0, 1),
    (1, 1, 0, 0),
    (1, 0, 1, 0),
    (0, 1, 1, 0),
    (0, 0, 0, 0.5),
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in the slug outside the bleed; `slug` is its width in mm on each side."""

    crop: bool = False
    registration: bool = False
    colour_bar: bool = False
    slug: float = 10.0

    @property
    def any(self) -> bool:
        """Whether anything stands in the slug."""
        return self.crop or self.registration or self.colour_bar


NO_MARKS = Marks()


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

    def boxes(self) -> str:
        """Return the entries of MediaBox, BleedBox and TrimBox."""
        full_width = self.width + 2 * self.origin
        full_height = self.height + 2 * self.origin
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


def marks_content(sheet: Sheet, marks: Marks) -> str:
    """Return the operators of the marks, in the units of the media."""
    parts = [f"q\n/{ALL_INKS} CS 1 SCN {number(MARK_WIDTH)} w\n"]
    if marks.crop:
        parts.append(_crop_marks(sheet))
    if marks.registration:
        parts.append(_targets(sheet))
    if marks.colour_bar:
        parts.append(_colour_bar(sheet))
    return "".join(parts) + "Q\n"


def all_inks() -> str:
    """Return the Separation that prints on every plate."""
    return (
        f"[/Separation {name('All')} /DeviceCMYK << /FunctionType 2 /Domain [0 1]"
        " /C0 [0 0 0 0] /C1 [1 1 1 1] /N 1 >>]"
    )


def _crop_marks(sheet: Sheet) -> str:
    length = min(MARK_LENGTH, sheet.slug - MARK_GAP)
    near = sheet.slug - MARK_GAP
    far = near - length
    left, bottom = sheet.origin, sheet.origin
    right, top = left + sheet.width, bottom + sheet.height
    across, up = right + sheet.origin, top + sheet.origin
    lines = []
    for x in (left, right):
        lines += [(x, far, x, near), (x, up - near, x, up - far)]
    for y in (bottom, top):
        lines += [(far, y, near, y), (across - near, y, across - far, y)]
    return "".join(_line(line) for line in lines)


def _targets(sheet: Sheet) -> str:
    middle_x = sheet.origin + sheet.width / 2
    middle_y = sheet.origin + sheet.height / 2
    edge = sheet.slug / 2
    across = sheet.width + 2 * sheet.origin
    up = sheet.height + 2 * sheet.origin
    centres = ((middle_x, edge), (middle_x, up - edge), (edge, middle_y), (across - edge, middle_y))
    return "".join(_target(x, y) for x, y in centres)


def _target(x: float, y: float) -> str:
    r = TARGET_RADIUS
    k = r * _CIRCLE
    circle = (
        f"{numbers((x + r, y))} m "
        f"{numbers((x + r, y + k, x + k, y + r, x, y + r))} c "
        f"{numbers((x - k, y + r, x - r, y + k, x - r, y))} c "
        f"{numbers((x - r, y - k, x - k, y - r, x, y - r))} c "
        f"{numbers((x + k, y - r, x + r, y - k, x + r, y))} c S\n"
    )
    arm = 1.5 * r
    return circle + _line((x - arm, y, x + arm, y)) + _line((x, y - arm, x, y + arm))


def _colour_bar(sheet: Sheet) -> str:
    """Return patches of the inks and their overprints, in the slug under the left half."""
    side = min(PATCH, sheet.slug - 2 * MARK_GAP, (sheet.width / 2 - 8 * MM) / len(_PATCHES))
    bottom = (sheet.slug - side) / 2
    start = sheet.origin + 2 * MM
    return "".join(
        f"{numbers(cmyk)} k {numbers((start + index * side, bottom, side, side))} re f\n"
        for index, cmyk in enumerate(_PATCHES)
    )


def _line(ends: tuple[float, float, float, float]) -> str:
    return f"{numbers(ends[:2])} m {numbers(ends[2:])} l S\n"
