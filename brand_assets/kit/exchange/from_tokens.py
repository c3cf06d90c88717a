"""Owns what design tokens bring into a kit: colours with proposed inks, and text styles."""

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from brand_assets.design_facts import Bilingual
from brand_assets.kit.definition import ColourPart, KitDraft
from brand_assets.kit.exchange.colour_text import ScreenColour, read_colour
from brand_assets.kit.exchange.inks import InkMaker, InkProposal
from brand_assets.kit.exchange.names import token_name
from brand_assets.kit.exchange.plan import FoundColour, ImportPlan, LeftOut, plan_colours
from brand_assets.kit.exchange.styles import plan_styles
from brand_assets.kit.exchange.tokens import DesignToken, FaultyToken, TokenFault, TokenTree

EXTENSION = "heimspiel.kit"
"""Under which name our own export says what tokens have no words for."""
_OPAQUE = 0.999
_FAULTS = {
    TokenFault.UNKNOWN_ALIAS: Bilingual(
        "verweist auf {about}, das in den Dateien fehlt. Wählen Sie auch dessen Datei.",
        "points to {about}, which is not in the files. Choose its file as well.",
    ),
    TokenFault.CIRCLE: Bilingual(
        "verweist im Kreis auf sich selbst.", "points to itself in a circle."
    ),
    TokenFault.NO_TYPE: Bilingual("hat keinen Typ ($type).", "has no type ($type)."),
}
_UNREADABLE = Bilingual(
    "Die Farbe ist in einem Farbraum angegeben, der hier nicht gelesen wird.",
    "The colour is stated in a colour space that is not read here.",
)
_OTHER_TYPES = Bilingual(
    "Dafür hat ein Markenpaket keinen Platz.", "A brand kit has no place for these."
)


def plan_tokens(tree: TokenTree, draft: KitDraft, inks: InkMaker) -> ImportPlan:
    """Return what the tokens would bring into the kit."""
    found, unread = _colours(tree)
    _propose(found, inks)
    styles = plan_styles(tree, draft, EXTENSION)
    left_out = [*map(_faulty, tree.faults), *unread, *styles.left_out, *_without_place(tree)]
    return ImportPlan(
        plan_colours((one for one, _ in found), draft),
        styles.coming,
        tuple(left_out),
        styles.families,
    )


_Found = list[tuple[FoundColour, ScreenColour]]


def _colours(tree: TokenTree) -> tuple[_Found, list[LeftOut]]:
    """Return each colour once: names that only point to it, or repeat it, are told with it."""
    read = [(token, _read(token)) for token in tree.of_type("color")]
    unread = [LeftOut(".".join(token.path), _UNREADABLE) for token, seen in read if seen is None]
    known = [(token, seen) for token, seen in read if seen is not None]
    known.sort(key=lambda one: (one[1].alpha < _OPAQUE, one[0].alias_of is not None))
    found: _Found = []
    firsts: dict[tuple[str, bool], FoundColour] = {}
    for token, colour in known:
        seen = colour.on_white()
        exact = _exact(token, seen)
        key = (seen.hex, colour.alpha < _OPAQUE)
        if key in firsts and exact is None:
            firsts[key].same_as.append(".".join(token.path))
            continue
        one = _found(token, colour, exact)
        firsts.setdefault(key, one)
        found.append((one, seen))
    return found, unread


def _read(token: DesignToken) -> ScreenColour | None:
    colour = read_colour(token.value)
    if colour is None or token.alpha is None:
        return colour
    return ScreenColour(colour.rgb, token.alpha, colour.clipped)


def _found(token: DesignToken, colour: ScreenColour, exact: ColourPart | None) -> FoundColour:
    one = FoundColour(
        wanted=token_name(token.path),
        path=token.path,
        source=".".join(token.path),
        srgb=colour.on_white().hex,
        inks=InkProposal(exact.cmyk if exact else (0, 0, 0, 0), 0.0),
        stated=exact is not None,
        exact=exact,
        role=token.description.strip()[:200],
    )
    if colour.alpha < _OPAQUE:
        one.chosen = False
        one.notes.append(
            Bilingual(
                f"Zu {colour.alpha:.0%} deckend; hier auf Weiß gemischt.".replace("%", " %"),
                f"Covers by {colour.alpha:.0%}; mixed with white here.",
            )
        )
    if colour.clipped:
        one.notes.append(
            Bilingual(
                "Liegt außerhalb von sRGB und wurde hineingezogen.",
                "Lies outside of sRGB and was brought inside.",
            )
        )
    return one


def _exact(token: DesignToken, seen: ScreenColour) -> ColourPart | None:
    """Return the colour as our own export wrote it, where nobody changed its value since."""
    own = token.extensions.get(EXTENSION)
    if not isinstance(own, Mapping) or "colour" not in own:
        return None
    try:
        part = ColourPart.model_validate(own["colour"])
    except ValidationError:
        return None
    return part if part.srgb.upper() == seen.hex else None


def _propose(found: _Found, inks: InkMaker) -> None:
    asked = [(one, seen) for one, seen in found if not one.stated]
    for (one, _), proposal in zip(asked, inks.from_screen([c.rgb for _, c in asked]), strict=True):
        one.inks = proposal


def _faulty(token: FaultyToken) -> LeftOut:
    words = _FAULTS[token.fault]
    about = f"{{{token.about}}}"
    return LeftOut(
        ".".join(token.path),
        Bilingual(words.de.replace("{about}", about), words.en.replace("{about}", about)),
    )


def _without_place(tree: TokenTree) -> Iterable[LeftOut]:
    known = {"color", "typography", "fontFamily", "fontWeight"}
    counts: dict[str, int] = {}
    for token in tree.tokens:
        if token.type not in known:
            counts[token.type] = counts.get(token.type, 0) + 1
    return [LeftOut(f"{count} × {kind}", _OTHER_TYPES) for kind, count in sorted(counts.items())]
