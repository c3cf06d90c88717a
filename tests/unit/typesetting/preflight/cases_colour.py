"""Owns the files that show the rules about colour, ink and spot inks."""

from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from tests.factories.foreign_pdf import BLEED, BRAND, screen
from tests.factories.pdf_faults import Fault, ink, paints, sets
from tests.unit.typesetting.preflight.pair import (
    Pair,
    content,
    in_press,
    on_screen,
    srgb,
    stated,
    text,
    with_drawing,
)

SQUARE = "60 60 40 40 re f"
TWO_RECIPES = Dictionary(A=ink("Gold", 0, 0.3, 1, 0), B=ink("Gold", 0, 0.4, 1, 0))
TWO_TONES = Dictionary(A=ink("Gold", 0, 0.3, 1, 0), B=ink("Silber", 0, 0, 0, 0.4))
TWO_NAMES = Dictionary(A=ink("PANTONE 185 C", 0, 0.9, 0.8, 0), B=ink("Pantone 185 CV", 0, 1, 1, 0))
TWO_INKS = Dictionary(A=ink("PANTONE 185 C", 0, 0.9, 0.8, 0), B=ink("PANTONE 186 C", 0, 1, 1, 0))
BOTH = "/A cs 1 scn 60 60 9 9 re f /B cs 1 scn 80 60 9 9 re f"
EVERYWHERE = Dictionary(A=ink("All", 1, 1, 1, 1))
DIE = Dictionary(A=ink("CutContour", 0, 1, 0, 0))
OVERPRINT: dict[str, Any] = {"OP": True, "op": True, "OPM": 1}


def _calibrated(operators: str, channels: int) -> Fault:
    def fault(document: Pdf) -> None:
        spaces = {
            3: srgb(document),
            4: Array(
                [
                    Name.ICCBased,
                    document.make_stream(
                        (BRAND / "colour" / "FOGRA39-coated.icc").read_bytes(), N=4
                    ),
                ]
            ),
        }
        paints(operators, ColorSpace=Dictionary(Own=spaces[channels]))(document)

    return fault


def _profile(channels: int) -> Fault:
    def fault(document: Pdf) -> None:
        space = srgb(document, channels)
        paints(f"/Own cs 1 0 0 sc {SQUARE}", ColorSpace=Dictionary(Own=space))(document)

    return fault


def _mixture(*, described: bool) -> Fault:
    def fault(document: Pdf) -> None:
        program = b"{ dup 0.3 mul 3 1 roll 0 0 4 1 roll pop }"
        tint = document.make_stream(program, FunctionType=4, Domain=[0, 1, 0, 1], Range=[0, 1] * 4)
        parts = [Name.DeviceN, Array([Name.Black, Name.Gold]), Name.DeviceCMYK, tint]
        if described:
            colorants = Dictionary(Gold=ink("Gold", 0, 0.3, 1, 0))
            parts.append(Dictionary(Colorants=colorants))
        space = Dictionary(Own=Array(parts))
        paints(f"/Own cs 0.5 1 scn {SQUARE}", ColorSpace=space)(document)

    return fault


def _group(space: Name) -> Fault:
    return sets("/Group", Dictionary(S=Name.Transparency, CS=space))


GOLD_ON_SCREEN = Dictionary(
    A=Array(
        [
            Name.Separation,
            Name.Gold,
            Name.DeviceRGB,
            Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 0.8, 0], N=1),
        ]
    )
)
OUTSIDE = f"/A cs 1 scn {BLEED[2] + 2} 60 3 40 re f"

COLOUR = (
    Pair("device-rgb", content(f"1 0 0 rg {SQUARE}"), content(f"0 1 1 0 k {SQUARE}")),
    Pair(
        "icc-rgb",
        in_press(_calibrated(f"/Own cs 1 0 0 sc {SQUARE}", 3)),
        content(f"/A cs 1 scn {SQUARE}", ColorSpace=Dictionary(A=ink("Gold", 0, 0.3, 1, 0))),
    ),
    Pair(
        "icc-cmyk",
        in_press(_calibrated(f"/Own cs 0 1 1 0 sc {SQUARE}", 4)),
        content(f"/DeviceCMYK cs 0 1 1 0 sc {SQUARE}"),
    ),
    Pair("cmyk-on-screen", on_screen(paints(f"0 1 1 0 k {SQUARE}")), screen, "screen"),
    Pair(
        "spot-on-screen",
        on_screen(paints(f"/A cs 1 scn {SQUARE}", ColorSpace=GOLD_ON_SCREEN)),
        on_screen(paints(f"1 0.8 0 rg {SQUARE}")),
        "screen",
    ),
    Pair("transparency-space", in_press(_group(Name.DeviceRGB)), in_press(_group(Name.DeviceCMYK))),
    Pair("blend-mode", stated(SQUARE, BM=Name.Glow), stated(SQUARE, BM=Name.Multiply)),
    Pair("rendering-intent", content(f"/Vivid ri {SQUARE}"), content(f"/Perceptual ri {SQUARE}")),
    Pair("icc-profile", on_screen(_profile(1)), on_screen(_profile(3)), "screen"),
)

INK = (
    Pair("total-ink", content(f"1 1 1 0.2 k {SQUARE}"), content(f"0.6 0.4 0.4 1 k {SQUARE}")),
    Pair(
        "registration-colour",
        content("/A cs 1 scn 60 60 40 40 re f", ColorSpace=EVERYWHERE),
        content(OUTSIDE, ColorSpace=EVERYWHERE),
    ),
    Pair(
        "white-overprint",
        stated(f"0 0 0 0 k {SQUARE}", **OVERPRINT),
        stated(f"0 0 0 0 k {SQUARE}", OP=False, op=False),
    ),
    Pair(
        "overprint-mode",
        stated(f"0 1 0 0 k {SQUARE}", OP=True, op=True, OPM=0),
        stated(f"0 1 0 0 k {SQUARE}", **OVERPRINT),
    ),
    Pair(
        "gray-overprint",
        stated(f"0.5 g {SQUARE}", **OVERPRINT),
        stated(f"0 0 0 0.5 k {SQUARE}", **OVERPRINT),
    ),
    Pair(
        "black-overprint",
        with_drawing(text(9, 0, 0, 0, 1)),
        with_drawing(text(9, 0, 0, 0, 1, overprint=True)),
    ),
    Pair("transfer-functions", stated(SQUARE, TR=Name.Identity), stated(SQUARE, TR2=Name.Default)),
    Pair(
        "halftones",
        stated(SQUARE, HT=Dictionary(Type=Name.Halftone, HalftoneType=1)),
        stated(SQUARE, HT=Name.Default),
    ),
    Pair(
        "black-generation",
        stated(SQUARE, BG2=Dictionary(FunctionType=2, Domain=[0, 1], N=1)),
        stated(SQUARE, BG2=Name.Default),
    ),
)

SPOT = (
    Pair("spot-recipe", content(BOTH, ColorSpace=TWO_RECIPES), content(BOTH, ColorSpace=TWO_TONES)),
    Pair("spot-names", content(BOTH, ColorSpace=TWO_NAMES), content(BOTH, ColorSpace=TWO_INKS)),
    Pair(
        "technical-inks",
        content("/A CS 1 SCN 60 60 90 90 re S", ColorSpace=DIE),
        content(
            "/Own gs /A CS 1 SCN 60 60 90 90 re S",
            ColorSpace=DIE,
            ExtGState=Dictionary(Own=Dictionary(**OVERPRINT)),
        ),
    ),
    Pair("devicen-inks", in_press(_mixture(described=False)), in_press(_mixture(described=True))),
)
