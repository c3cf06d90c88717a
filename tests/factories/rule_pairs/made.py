"""Owns how a small document is made, set and judged for the pairs of rules."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from brand_assets.cd_rules import CheckContext, Report, check_ad
from brand_assets.design_facts import Bilingual, Finding, KitValues, PageFacts, RuleSetting
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.values import FieldValues
from campaigns.proofs.rendering import FileSpec, render_proof
from tests.factories.documents import document
from tests.factories.drawings import MOHN, TANNE, drawing
from tests.factories.kit import BRAND, demo_kit, demo_photos
from tests.factories.placed_pdf import supplied_pdf

DAY = date(2027, 5, 10)
SIZES = {"print": (148, 210), "newspaper": (91.5, 120), "poster": (297, 420), "screen": (400, 400)}


@dataclass(frozen=True)
class Made:
    """A document with its values, and the circumstances in which it is judged.

    `finished` judges what a proof tells, with codes read back and inks measured.
    """

    document: AdDocument
    values: FieldValues = field(default_factory=dict)
    context: CheckContext = field(default_factory=lambda: CheckContext("screen", DAY))
    kit: KitValues = field(default_factory=demo_kit)
    finished: bool = False

    def facts(self) -> tuple[PageFacts, ...]:
        """Return what the typesetter tells of the pages."""
        photos = pictures()[0]
        found = set_document(self.document, self.values, self.kit, photos)
        if not self.finished:
            return found.facts
        spec = FileSpec(on_screen=self.document.unit == "px")
        return render_proof(found, self.kit, photos, spec).facts

    def report(self) -> Report:
        """Return what all rules find."""
        return check_ad(self.facts(), self.kit, self.context)

    def findings(self, rule: str) -> list[Finding]:
        """Return what one rule finds."""
        return [found for found in self.report().findings if found.rule == rule]

    def with_setting(self, setting: RuleSetting) -> "Made":
        """Return the same judged by a kit that sets a rule."""
        return replace(self, kit=replace(self.kit, rule_settings=(setting,)))

    def told(self, **context: Any) -> "Made":
        """Return the same in other circumstances."""
        return replace(self, context=replace(self.context, **context))


Pair = tuple[Bilingual, Made, Made]


def ad(
    *frames: Mapping[str, Any],
    medium: str = "print",
    values: FieldValues | None = None,
    kit: KitValues | None = None,
    finished: bool = False,
    **size: Any,
) -> Made:
    """Return a document of one page in the usual size of its medium, with 3 mm bleed on paper."""
    width, height = SIZES[medium]
    bleed = 3 if medium in ("print", "poster") else 0
    size = {"width": width, "height": height, "bleed": bleed} | size
    unit = "px" if medium == "screen" else "mm"
    return Made(
        document(*frames, medium=medium, unit=unit, **size),
        values or {},
        CheckContext(medium, DAY),
        kit or demo_kit(),
        finished,
    )


def words(de: str, en: str) -> Bilingual:
    """Return what a passing document does, in both languages."""
    return Bilingual(de, en)


@functools.cache
def pictures() -> tuple[MemoryPhotos, dict[str, str]]:
    """Return the demonstration's photos with drawings and a print file, and hashes by name."""
    photos, names = MemoryPhotos(), {}
    for name in demo_photos()[1]:
        focal = (0.02, 0.5) if name == "LadyBird.jpg" else (0.5, 0.5)
        path = BRAND / "photos" / name
        names[name] = photos.add(path.read_bytes(), focal)
    leaf = '<rect width="120" height="80" fill="{}"/>'
    names["leaf"] = photos.add_artwork(drawing(leaf.format(TANNE)).encode())
    names["poppy"] = photos.add_artwork(drawing(leaf.format(MOHN)).encode())
    names["foreign"] = photos.add_artwork(drawing(leaf.format("#106050")).encode())
    names["print-file"] = photos.add_artwork(supplied_pdf())
    return photos, names


def picture(name: str) -> str:
    """Return the hash of one of them."""
    return pictures()[1][name]
