"""Owns the first page of a brand sheet: the name, the claim, the logo and the colours at once."""

from brand_assets.design_facts import Bilingual, KitValues, contrast
from brand_assets.kit.definition import ColourPart, KitDefinition, LogoPart
from brand_assets.kit.sheet.logo_pages import proportion
from brand_assets.kit.sheet.pages import BLEED, HEIGHT, INNER, MARGIN, WIDTH, Sheet, joined, short

_BAND = 118.0
_LOGO_WIDTH = 92.0
_LOGO_HEIGHT = 34.0
_MOST_STRIPES = 9


def add_cover(sheet: Sheet, kit: KitDefinition, values: KitValues) -> None:
    """Add the cover; a kit without a logo begins with its name."""
    page, look = sheet.blank(), sheet.look
    top = HEIGHT - _BAND
    stripes = _stripes(kit, look.paper)
    width = (WIDTH + 2 * BLEED) / max(len(stripes), 1)
    for index, colour in enumerate(stripes):
        page.rect(-BLEED + index * width, top, width, _BAND + BLEED, colour.token)
    logo = _logo(kit, look.paper)
    if logo is not None:
        wide = proportion(values.logos[logo.key].svg)
        height = max(min(_LOGO_WIDTH / wide, _LOGO_HEIGHT), logo.min_height_mm)
        page.logo(logo.key, MARGIN + 2, 28.0, height * wide, height)
    title = look.title
    page.text((MARGIN, 84, INNER, title.height(2)), short(sheet.title, 60), title)
    y = 84 + title.height(2) + 2
    claim = kit.claims.get("main") or next(iter(kit.claims.values()), None)
    if claim is not None:
        sub = look.section
        page.text((MARGIN, y, INNER, sub.height(2)), short(claim.bilingual(), 110), sub)
    page.text((MARGIN, top - 22, INNER, look.strong.height()), sheet.edition, look.strong)
    page.text((MARGIN, top - 16, INNER, look.text.height(2)), _contents(kit), look.text)


def _stripes(kit: KitDefinition, paper: str) -> list[ColourPart]:
    """Return the colours that stand for the brand: no tints, nothing as light as the paper."""
    ground = next(one for one in kit.colours if one.token == paper)
    own = [
        colour
        for colour in kit.colours
        if colour.made_of is None and contrast(colour.rgb, ground.rgb) > 1.3  # noqa: PLR2004
    ]
    vivid = sorted(own, key=lambda one: min(one.rgb) - max(one.rgb))[:_MOST_STRIPES]
    return [colour for colour in own if colour in vivid]


def _logo(kit: KitDefinition, paper: str) -> LogoPart | None:
    fitting = [logo for logo in kit.logos if not logo.grounds or paper in logo.grounds]
    return fitting[0] if fitting else None


def _contents(kit: KitDefinition) -> Bilingual:
    counts = (
        (len(kit.colours), Bilingual("Farbe", "colour"), Bilingual("Farben", "colours")),
        (len(kit.text_styles), Bilingual("Stil", "text style"), Bilingual("Stile", "text styles")),
        (len(kit.logos), Bilingual("Logo", "logo"), Bilingual("Logos", "logos")),
    )
    named = [
        Bilingual(f"{number} {words.de}", f"{number} {words.en}")
        for number, one, many in counts
        for words in (one if number == 1 else many,)
        if number
    ]
    told = joined(named, ", ")
    return Bilingual(
        f"{told.de}. Alles hier wird in jeder Anzeige geprüft.",
        f"{told.en}. All of it is checked in every ad.",
    )
