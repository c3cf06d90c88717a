"""Owns what swatches bring into a kit: their own inks where they state them, spot inks by name."""

from collections.abc import Sequence

from brand_assets.design_facts import Bilingual, figure
from brand_assets.kit.definition import KitDraft
from brand_assets.kit.exchange.colour_text import ScreenColour, Triple, rgb_from_lab, tuple3
from brand_assets.kit.exchange.inks import Cmyk, InkMaker, InkProposal
from brand_assets.kit.exchange.names import plain_name, token_name
from brand_assets.kit.exchange.plan import FoundColour, ImportPlan, LeftOut, plan_colours
from brand_assets.kit.exchange.swatches import Space, Swatch, SwatchFile, Use

_UNREAD = Bilingual(
    "Diese Farbfelder stehen in einem Farbraum, den nur ihr Hersteller kennt.",
    "These swatches are in a colour space that only its maker knows.",
)
_GAMUT = 0.002


def plan_swatches(file: SwatchFile, draft: KitDraft, inks: InkMaker) -> ImportPlan:
    """Return what the swatches would bring into the kit."""
    found: list[FoundColour] = []
    by_numbers: dict[tuple[str, Cmyk, str | None], FoundColour] = {}
    for swatch, colour in zip(file.swatches, _converted(file.swatches, draft, inks), strict=True):
        key = (colour.srgb, colour.inks.cmyk, colour.spot)
        same = by_numbers.setdefault(key, colour)
        if same is colour:
            found.append(colour)
        else:
            same.same_as.append(_source(swatch))
    left_out = (LeftOut(f"{file.unread} ×", _UNREAD),) if file.unread else ()
    return ImportPlan(plan_colours(found, draft), (), left_out)


def _converted(swatches: Sequence[Swatch], draft: KitDraft, inks: InkMaker) -> list[FoundColour]:
    """Convert the swatches space by space, each space at once."""
    found: dict[int, FoundColour] = {}
    for space in Space:
        places = [index for index, one in enumerate(swatches) if one.space is space]
        values = [swatches[index].values for index in places]
        for index, (colour, proposal) in zip(places, _both(space, values, inks), strict=True):
            found[index] = _found(swatches[index], colour, proposal, draft)
    return [found[index] for index in range(len(swatches))]


def _both(
    space: Space, values: Sequence[tuple[float, ...]], inks: InkMaker
) -> list[tuple[ScreenColour, InkProposal]]:
    if space in {Space.CMYK, Space.GREY}:
        stated = [_inks(one) for one in values]
        seen = [ScreenColour(rgb) for rgb in inks.on_screen(stated)]
        return [(c, InkProposal(i, 0.0)) for c, i in zip(seen, stated, strict=True)]
    colours = [tuple3(one) for one in values]
    if space is Space.LAB:
        return list(zip(map(_of_lab, colours), inks.from_lab(colours), strict=True))
    return list(zip(map(ScreenColour, colours), inks.from_screen(colours), strict=True))


def _inks(values: tuple[float, ...]) -> Cmyk:
    if len(values) == 1:
        return 0.0, 0.0, 0.0, values[0]
    cyan, magenta, yellow, key = values
    return cyan, magenta, yellow, key


def _of_lab(lab: Triple) -> ScreenColour:
    rgb = rgb_from_lab(lab)
    inside = tuple3([min(max(one, 0.0), 1.0) for one in rgb])
    clipped = any(abs(a - b) > _GAMUT for a, b in zip(rgb, inside, strict=True))
    return ScreenColour(inside, 1.0, clipped)


def _found(
    swatch: Swatch, colour: ScreenColour, proposal: InkProposal, draft: KitDraft
) -> FoundColour:
    name = plain_name(swatch.name)
    one = FoundColour(
        wanted=token_name([name]) if name else f"Swatch-{colour.hex[1:]}",
        path=tuple(filter(None, (swatch.group, swatch.name))),
        source=_source(swatch) or colour.hex,
        srgb=colour.hex,
        inks=proposal,
        stated=swatch.space in {Space.CMYK, Space.GREY},
        spot=swatch.name[:60] if swatch.use is Use.SPOT and swatch.name else None,
    )
    total, most = sum(proposal.cmyk), draft.limits.max_ink
    if total > most:
        one.chosen = False
        one.notes.append(
            Bilingual(
                f"Farbauftrag {figure(total, 'de')} %, erlaubt sind {figure(most, 'de')} %.",
                f"Total ink {figure(total, 'en')} %, allowed are {figure(most, 'en')} %.",
            )
        )
    if colour.clipped:
        one.notes.append(
            Bilingual(
                "Liegt außerhalb von sRGB; am Bildschirm steht die nächste Farbe.",
                "Lies outside of sRGB; the nearest colour stands for it on screen.",
            )
        )
    return one


def _source(swatch: Swatch) -> str:
    return " / ".join(filter(None, (swatch.group, swatch.name)))
