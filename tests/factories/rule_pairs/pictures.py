"""Owns the pairs of the rules about photos, drawings and logos."""

from dataclasses import replace
from datetime import date
from typing import Any

from brand_assets.cd_rules.context import WithdrawnPhoto
from brand_assets.design_facts import AssetRight, KitValues
from brand_assets.typesetting.values import PhotoValue
from tests.factories.documents import frame, text_frame
from tests.factories.kit import demo_kit
from tests.factories.rule_pairs.made import Made, Pair, ad, picture, words

ROOM: dict[str, Any] = {"x": 20, "y": 20, "w": 40, "h": 30}
GARDEN, BEETLE = picture("Garden.jpg"), picture("LadyBird.jpg")


def photo(sha256: str = GARDEN, medium: str = "print", **value: Any) -> Made:
    """Return an ad with a photo that somebody chose."""
    one = frame("photo", "bild", field="bild", locked=False, **ROOM)
    return ad(one, medium=medium, values={"bild": PhotoValue(sha256, **value)})


def _right(**right: Any) -> dict[str, AssetRight]:
    return {GARDEN: AssetRight("own", **right)}


def _drawing(name: str, **more: Any) -> Made:
    return ad(frame("artwork", "zeichnung", asset=picture(name), **(ROOM | more)))


def logo(*others: dict[str, Any], ground: str = "Leinen", kit: KitValues | None = None) -> Made:
    """Return an ad with a logo as the last frame of those given."""
    full = frame("rect", "grund", x=-3, y=-3, w=154, h=216, colour=ground)
    return ad(full, *others, kit=kit)


def _placed(**more: Any) -> dict[str, Any]:
    return frame("logo", "logo", **({"variant": "positiv"} | ROOM | {"w": 70, "h": 12} | more))


def _for_screens() -> KitValues:
    kit = demo_kit()
    only = replace(kit.logos["positiv"], media=("screen",))
    return replace(kit, logos={**kit.logos, "positiv": only})


_UNTIL = date(2027, 5, 15)
PICTURES: dict[str, Pair] = {
    "photo.resolution": (
        words("Ein Foto mit 300 dpi im Druck.", "A photo at 300 dpi in print."),
        photo(),
        photo(zoom=12),
    ),
    "photo.focal_point": (
        words("Der Käfer ist im Ausschnitt.", "The beetle is inside the crop."),
        photo(BEETLE),
        photo(BEETLE, zoom=4, pos_x=1.0),
    ),
    "photo.alternative": (
        words("„Beet mit Tulpen“ als Alternativtext.", '"Bed of tulips" as alternative text.'),
        photo(medium="screen").told(asset_rights=_right(alternative="Beet mit Tulpen")),
        photo(medium="screen").told(asset_rights=_right(alternative="")),
    ),
    "asset.right": (
        words("Ein Foto, dessen Rechte bis nach der Aktion gelten.", "A photo with rights to it."),
        photo().told(asset_rights=_right(ends=_UNTIL)),
        photo().told(asset_rights=_right(ends=_UNTIL), last_day=date(2027, 5, 22)),
    ),
    "asset.withdrawn": (
        words("Alle Fotos des Entwurfs stehen noch darin.", "All photos of the draft are in it."),
        photo(),
        photo().told(withdrawn=(WithdrawnPhoto("bild", "Beet", date(2027, 5, 1)),)),
    ),
    "artwork.colours": (
        words("Eine Zeichnung in Tanne.", "A drawing in Tanne."),
        _drawing("leaf"),
        _drawing("foreign"),
    ),
    "artwork.shape": (
        words("Eine Zeichnung in ihren Proportionen.", "A drawing in its proportions."),
        _drawing("leaf"),
        _drawing("leaf", fit="fill", w=60),
    ),
    "logo.clear_space": (
        words("Ein Logo mit freiem Schutzraum.", "A logo with its clear space free."),
        logo(_placed()),
        logo(text_frame("Aktion", "aktion", x=20, y=33, size_max=12, h=8), _placed()),
    ),
    "logo.smallest": (
        words("Ein Logo von 12 mm Höhe.", "A logo 12 mm high."),
        logo(_placed()),
        logo(_placed(h=5)),
    ),
    "logo.shape": (
        words("Ein Logo, das gerade steht.", "A logo that stands upright."),
        logo(_placed()),
        logo(_placed(rotation=8)),
    ),
    "logo.colours": (
        words("Ein Logo in seinen Farben.", "A logo in its own colours."),
        logo(_placed()),
        logo(_placed(opacity=0.5)),
    ),
    "logo.variant": (
        words("Ein Logo, das für den Druck gedacht ist.", "A logo that is meant for print."),
        logo(_placed()),
        logo(_placed(), kit=_for_screens()),
    ),
    "logo.ground": (
        words("Das positive Logo auf Leinen.", "The positive logo on Leinen."),
        logo(_placed()),
        logo(_placed(), ground="Tanne"),
    ),
}
