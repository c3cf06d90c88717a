"""Owns the making of a brand sheet: the document, and the file that the typesetter sets of it."""

from dataclasses import dataclass
from datetime import date

from brand_assets.cd_rules import CheckContext, check_ad
from brand_assets.design_facts import Bilingual, Finding, KitValues
from brand_assets.kit.definition import KitDefinition
from brand_assets.kit.sheet.colour_pages import add_colours, add_pairs
from brand_assets.kit.sheet.cover import add_cover
from brand_assets.kit.sheet.logo_pages import add_logos
from brand_assets.kit.sheet.look import choose_look
from brand_assets.kit.sheet.pages import BLEED, HEIGHT, MARGIN, WIDTH, Flow, Sheet
from brand_assets.kit.sheet.type_pages import add_type
from brand_assets.kit.sheet.word_pages import add_words
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.frames import Words as Text
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.setting import set_document

FORMAT = "brand-sheet-a4"


@dataclass(frozen=True, slots=True)
class BrandSheet:
    """The file, and what the rules of the kit find in its own sheet."""

    pdf: bytes
    pages: int
    findings: tuple[Finding, ...]


def sheet_document(kit: KitDefinition, values: KitValues, language: str) -> AdDocument:
    """Return the sheet of a kit as a document, with the wordings of one language."""
    name = kit.name.bilingual()
    edition = Bilingual(
        f"Markenblatt, Fassung {values.version}", f"Brand sheet, version {values.version}"
    )
    sheet = Sheet(choose_look(kit), name, edition)
    add_cover(sheet, kit, values)
    add_colours(sheet, kit)
    flow = Flow(sheet)
    add_pairs(flow, kit)
    add_logos(flow, kit, values)
    add_type(flow, kit)
    add_words(flow, kit, "en" if language == "en" else "de")
    return AdDocument(
        key="brand-sheet",
        title=Text(de=f"{name.de}: {edition.de}", en=f"{name.en}: {edition.en}"),
        format_key=FORMAT,
        medium="print",
        unit="mm",
        width=WIDTH,
        height=HEIGHT,
        bleed=BLEED,
        margin=MARGIN / 2,
        pages=sheet.finished(),
    )


def make_sheet(
    kit: KitDefinition, values: KitValues, language: str, mode: Mode = Mode.PRESS
) -> BrandSheet:
    """Set the sheet of a kit and check it by the kit's own rules."""
    document, photos = sheet_document(kit, values, language), MemoryPhotos(values.profile)
    found = set_document(document, {}, values, photos, language)
    # Rules that ask for a day judge rights and campaigns, which a sheet has none of.
    context = CheckContext("print", date.min, locale=language, format_key=FORMAT)
    report = check_ad(found.facts, values, context)
    pdf = write_pdf(found.display, values, photos, PdfOptions(mode=mode))
    return BrandSheet(pdf, len(document.pages), report.findings)
