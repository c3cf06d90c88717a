"""Owns the rules about barcodes: data that can be coded, bars wide enough, digits in the font."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import FrameRule
from brand_assets.design_facts import (
    BarcodeFacts,
    Bilingual,
    CodeProblem,
    Finding,
    FrameKind,
    Mend,
    MendKind,
    Severity,
    figure,
)

EAN_MODULE = 0.33
"""The module of an EAN at 100 %, in mm."""
EAN = frozenset({"ean13", "ean8"})
LEAST_EAN = {"print": 0.264, "newspaper": 0.33, "poster": 0.33, "screen": 2.0}
LEAST_128 = {"print": 0.25, "newspaper": 0.33, "poster": 0.33, "screen": 2.0}
LARGEST_EAN = 2 * EAN_MODULE
_ROUNDING = 0.0005
_NAMES = {"ean13": "EAN-13", "ean8": "EAN-8", "code128": "Code 128", "gs1_128": "GS1-128"}


class BarcodeRule(FrameRule):
    """A frame rule for barcodes."""

    kinds = (FrameKind.BARCODE,)

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames that have data for a barcode."""
        return [p for p in super().subjects(ad) if p.facts.barcode is not None]

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Hand the facts of the code to the rule."""
        code = subject.facts.barcode
        return self.judge_code(subject, code, ad) if code else None

    def judge_code(self, placed: PlacedFrame, code: BarcodeFacts, ad: Ad) -> Finding | None:
        """Return what is wrong with one code."""
        raise NotImplementedError


class BarcodeData(BarcodeRule):
    """What a barcode should say can be coded, and its check digit is right."""

    id = "barcode.data"
    severity = Severity.BLOCKS
    clause = "ISO/IEC 15420 (EAN), ISO/IEC 15417 (Code 128), GS1 General Specifications"
    about = Bilingual(
        "Die Nummer eines Strichcodes ist vollständig, und ihre Prüfziffer stimmt.",
        "The number of a barcode is complete, and its check digit is right.",
    )

    def judge_code(self, placed: PlacedFrame, code: BarcodeFacts, ad: Ad) -> Finding | None:
        """Say what is wrong with the data, and what would be right."""
        if code.problem is not None:
            message = _wrong(code)
        elif code.missing_glyphs:
            message = Bilingual(
                f"Die Schrift unter dem Strichcode hat diese Zeichen nicht: {code.missing_glyphs}",
                f"The font below the barcode does not have: {code.missing_glyphs}",
            )
        else:
            return None
        mends: tuple[Mend, ...] = ()
        if placed.field is not None:
            label = Bilingual("Nummer berichtigen", "Correct the number")
            mends = (Mend(MendKind.OPEN_FIELD, label),)
        return self.frame_finding(placed, message, mends=mends)


def _wrong(code: BarcodeFacts) -> Bilingual:
    name, data, hint = _NAMES[code.symbology], code.data, code.hint
    sentences = {
        CodeProblem.CHECK_DIGIT: Bilingual(
            f"Die Prüfziffer von {data} stimmt nicht: Richtig wäre am Ende {hint}. "
            "Prüfen Sie die Nummer.",
            f"The check digit of {data} is wrong: it should end in {hint}. Check the number.",
        ),
        CodeProblem.LENGTH: Bilingual(
            f"Eine {name} hat {hint} Ziffern, „{data}“ hat {len(data)}.",
            f'An {name} has {hint} digits, "{data}" has {len(data)}.',
        ),
        CodeProblem.CHARACTERS: Bilingual(
            f"Ein Strichcode {name} kann diese Zeichen nicht: {hint}",
            f"A barcode {name} cannot say these characters: {hint}",
        ),
        CodeProblem.TOO_LONG: Bilingual(
            f"Ein Strichcode {name} fasst höchstens {hint} Zeichen.",
            f"A barcode {name} holds at most {hint} characters.",
        ),
        CodeProblem.ELEMENTS: Bilingual(
            "GS1-128 besteht aus Datenbezeichnern in Klammern mit ihren Werten, "
            "zum Beispiel (01)04012345678901(10)AB12.",
            "GS1-128 is made of application identifiers in brackets with their values, "
            "for example (01)04012345678901(10)AB12.",
        ),
        CodeProblem.ELEMENT_LENGTH: Bilingual(
            f"„{data}“ ist zu lang oder zu kurz; so viele Ziffern gehören hinter {hint}.",
            f'"{data}" is too long or too short; digits needed after {hint}.',
        ),
    }
    return sentences[code.problem or CodeProblem.CHARACTERS]


class BarcodeModule(BarcodeRule):
    """The bars are wide enough for scanners, and an EAN is not larger than its standard allows."""

    id = "barcode.module"
    severity = Severity.BLOCKS
    clause = "GS1 General Specifications: EAN at 80 to 200 %, module by medium"
    about = Bilingual(
        "Die Striche eines Strichcodes sind breit genug für Scanner, eine EAN steht zu 80 bis "
        "200 % ihrer Größe.",
        "The bars of a barcode are wide enough for scanners, an EAN stands at 80 to 200 % of "
        "its size.",
    )

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames in which a barcode was drawn."""
        for placed in super().subjects(ad):
            if placed.facts.barcode and placed.facts.barcode.problem is None:
                yield placed

    def judge_code(self, placed: PlacedFrame, code: BarcodeFacts, ad: Ad) -> Finding | None:
        """Compare the module with the limits of the medium."""
        limits = LEAST_EAN if code.symbology in EAN else LEAST_128
        least = limits.get(ad.context.medium, limits["print"])
        if code.module < least - _ROUNDING:
            return self._too_fine(placed, code, least, ad)
        on_paper = placed.page.unit == "mm" and code.symbology in EAN
        if on_paper and ad.context.medium != "poster" and code.module > LARGEST_EAN + _ROUNDING:
            percent = code.module / EAN_MODULE * 100
            return self.frame_finding(
                placed,
                Bilingual(
                    f"Die EAN steht zu {figure(percent, 'de')} % ihrer Größe, erlaubt sind 200 %.",
                    f"The EAN stands at {figure(percent, 'en')} % of its size, allowed are 200 %.",
                ),
                severity=Severity.CHECK,
                figures={"percent": percent},
            )
        return None

    def _too_fine(self, placed: PlacedFrame, code: BarcodeFacts, least: float, ad: Ad) -> Finding:
        unit, where = placed.page.unit, ad.context.where()
        figures = {"module": code.module, "least": least}
        german = english = ""
        if code.symbology in EAN and unit == "mm":
            figures["percent"] = percent = code.module / EAN_MODULE * 100
            german = f" ({figure(percent, 'de')} % der EAN)"
            english = f" ({figure(percent, 'en')} % of the EAN)"
        return self.frame_finding(
            placed,
            Bilingual(
                f"{where.de} ist der feinste Strich des Strichcodes nur "
                f"{figure(code.module, 'de', 3)} {unit} breit{german}, nötig sind "
                f"{figure(least, 'de', 3)} {unit}.",
                f"{where.en}, the finest bar of the barcode is only "
                f"{figure(code.module, 'en', 3)} {unit} wide{english}, "
                f"{figure(least, 'en', 3)} {unit} are needed.",
            ),
            figures=figures,
        )
