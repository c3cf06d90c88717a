"""Owns the rules about colour spaces: RGB, CMYK, profiles, intents and blending."""

from collections.abc import Iterator

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import BOTH, PRESS, SCREEN, Hit, Question, rule
from brand_assets.typesetting.preflight.painted import Painted
from brand_assets.typesetting.preflight.profiles import read_profile
from brand_assets.typesetting.preflight.reading import ReadFile
from brand_assets.typesetting.preflight.spaces import PROCESS, RESERVED, Space, read_space
from brand_assets.typesetting.preflight.telling import tell_each_place

_INTENTS = ("Perceptual", "RelativeColorimetric", "Saturation", "AbsoluteColorimetric")
_BLENDS = frozenset(
    {
        "Normal",
        "Compatible",
        "Multiply",
        "Screen",
        "Overlay",
        "Darken",
        "Lighten",
        "ColorDodge",
        "ColorBurn",
        "HardLight",
        "SoftLight",
        "Difference",
        "Exclusion",
        "Hue",
        "Saturation",
        "Color",
        "Luminosity",
    }
)


def _spaces(item: Painted) -> Iterator[Space]:
    """Yield the spaces of an element, but not what a spot ink is only simulated with."""
    space = item.colour_space
    for beneath in space.beneath if space else ():
        yield beneath
        if beneath.family in ("Separation", "DeviceN"):
            return


def _is_icc_rgb(space: Space) -> bool:
    return space.family in ("CalRGB", "Lab") or (
        space.family == "ICCBased" and space.components == 3  # noqa: PLR2004 - RGB
    )


def _is_icc_cmyk(space: Space) -> bool:
    return space.family == "ICCBased" and space.components == len(PROCESS)


@rule("device-rgb", Severity.BLOCKS, PRESS)
def check_rgb(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report fills, lines, text, pictures and shadings in DeviceRGB, once for each place."""
    return tell_each_place(
        file,
        lambda item: bool((space := item.colour_space) and space.is_device_rgb),
        "Ein Element ({kind}) ist in RGB angelegt.",
        "An element ({kind}) is in RGB.",
    )


@rule("icc-rgb", Severity.CHECK, PRESS)
def check_icc_rgb(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report RGB with a profile, and Lab, which the printer's computer converts."""
    return tell_each_place(
        file,
        lambda item: any(_is_icc_rgb(space) for space in _spaces(item)),
        "Ein Element ({kind}) ist in RGB mit Profil oder in Lab angelegt; erst die Druckerei "
        "rechnet es um.",
        "An element ({kind}) is in RGB with a profile or in Lab; only the printer converts it.",
    )


@rule("icc-cmyk", Severity.CHECK, PRESS)
def check_icc_cmyk(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report CMYK with a profile of its own; with overprint in mode 1 the standard forbids it."""
    return tell_each_place(
        file,
        lambda item: any(_is_icc_cmyk(space) for space in _spaces(item)),
        "Ein Element ({kind}) ist in CMYK mit eigenem Profil angelegt und wird noch einmal "
        "umgerechnet.",
        "An element ({kind}) is in CMYK with a profile of its own and is converted once more.",
        lambda item: Severity.BLOCKS if item.overprint and item.overprint_mode == 1 else None,
    )


@rule("cmyk-on-screen", Severity.CHECK, SCREEN)
def check_cmyk(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report CMYK, which each program shows differently."""
    return tell_each_place(
        file,
        lambda item: any(s.is_cmyk and not s.inks for s in _spaces(item)),
        "Ein Element ({kind}) ist in CMYK angelegt.",
        "An element ({kind}) is in CMYK.",
    )


@rule("spot-on-screen", Severity.CHECK, SCREEN)
def check_spot(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report spot inks, which no screen has."""
    return tell_each_place(
        file,
        lambda item: any(RESERVED.isdisjoint(s.inks) and s.inks for s in _spaces(item)),
        "Ein Element ({kind}) ist in einer Sonderfarbe angelegt.",
        "An element ({kind}) is in a spot ink.",
    )


@rule("transparency-space", Severity.BLOCKS, PRESS)
def check_groups(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report transparency groups in RGB, on pages and in forms."""
    for page in file.pages:
        groups = {"page": page.obj.get("/Group"), **page.walk.groups}
        for place, group in groups.items():
            stated = group.get("/CS") if isinstance(group, pikepdf.Dictionary) else None
            space = None if stated is None else read_space(stated, None)
            if space and (space.is_device_rgb or _is_icc_rgb(space)):
                yield Hit(
                    Bilingual(
                        "Eine Transparenzgruppe rechnet in RGB.",
                        "A transparency group blends in RGB.",
                    ),
                    page.number,
                    place,
                    None if space.is_device_rgb else Severity.CHECK,
                )


@rule("blend-mode", Severity.BLOCKS, PRESS)
def check_blends(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report blend modes that are not of the standard."""
    for page in file.pages:
        for place, state in page.walk.states.items():
            stated = state.get("/BM", pikepdf.Name.Normal)
            names = stated.as_list() if isinstance(stated, pikepdf.Array) else [stated]
            unknown = [str(name)[1:] for name in names if str(name)[1:] not in _BLENDS]
            if unknown:
                yield Hit(
                    Bilingual(
                        f"Die Füllmethode „{unknown[0]}“ ist nicht genormt.",
                        f"The blend mode “{unknown[0]}” is not a standard one.",
                    ),
                    page.number,
                    place,
                )


@rule("rendering-intent", Severity.BLOCKS, PRESS)
def check_intents(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report rendering intents that are not among the four of the standard."""
    for page in file.pages:
        stated = dict(page.walk.intents)
        for place, state in page.walk.states.items():
            if "/RI" in state:
                stated.setdefault(str(state.RI), place)
        for name, place in stated.items():
            if name[1:] not in _INTENTS:
                yield Hit(
                    Bilingual(
                        f"Die Renderpriorität „{name[1:]}“ gibt es nicht.",
                        f"There is no rendering intent “{name[1:]}”.",
                    ),
                    page.number,
                    place,
                )


@rule("icc-profile", Severity.BLOCKS, BOTH)
def check_profiles(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report ICC profiles that are none, or are not for the colours that they stand for."""
    outputs = {intent.get("/DestOutputProfile", intent).objgen for intent in file.intents}
    for obj in file.objects:
        is_other = not isinstance(obj, pikepdf.Stream) or obj.objgen in outputs
        if is_other or "/N" not in obj or str(obj.get("/Type")) in ("/ObjStm", "/XRef"):
            continue
        problem = read_profile(obj.read_bytes()).problem_for(int(obj.N))
        if problem is not None:
            yield Hit(
                Bilingual(
                    f"Ein eingebettetes Farbprofil taugt nicht: {problem.de}.",
                    f"An embedded colour profile is no good: {problem.en}.",
                ),
                object=f"object {obj.objgen[0]}",
            )
