"""Owns the rules about the printing condition that a file is made for."""

from collections.abc import Iterator

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import PRESS, Hit, Question, rule
from brand_assets.typesetting.preflight.profiles import condition_of, read_profile
from brand_assets.typesetting.preflight.reading import ReadFile

_CMYK_INKS = 4
_NEWEST = 4


@rule("output-intent", Severity.BLOCKS, PRESS)
def check_intent(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report none, several, or an unnamed output intent."""
    if len(file.intents) != 1:
        count = len(file.intents)
        yield Hit(
            Bilingual(
                f"Es sind {count} Druckbedingungen angegeben, genau eine muss es sein.",
                f"It states {count} printing conditions where there must be exactly one.",
            )
        )
    elif not str(file.intents[0].get("/OutputConditionIdentifier", "")):
        yield Hit(
            Bilingual(
                "Die Druckbedingung hat keinen Namen (OutputConditionIdentifier).",
                "The printing condition has no name (OutputConditionIdentifier).",
            )
        )


@rule("output-profile", Severity.BLOCKS, PRESS)
def check_profile(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report a missing profile, or one that is not for printing in CMYK."""
    for intent in file.intents:
        stream = intent.get("/DestOutputProfile")
        if not isinstance(stream, pikepdf.Stream):
            yield Hit(
                Bilingual(
                    "Das Ausgabeprofil ist nicht eingebettet (DestOutputProfile fehlt).",
                    "The output profile is not embedded (DestOutputProfile is missing).",
                )
            )
        elif not _prints_cmyk(stream):
            yield Hit(
                Bilingual(
                    "Das eingebettete Ausgabeprofil ist kein CMYK-Druckerprofil.",
                    "The embedded output profile is no CMYK printer profile.",
                ),
                object=f"object {stream.objgen[0]}",
            )


def _prints_cmyk(stream: pikepdf.Stream) -> bool:
    profile = read_profile(stream.read_bytes())
    is_cmyk = profile.space == b"CMYK" and int(stream.get("/N", 0)) == _CMYK_INKS
    return is_cmyk and profile.device == b"prtr" and profile.version <= _NEWEST


@rule("output-condition", Severity.CHECK, PRESS)
def check_condition(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report a printing condition whose profile is for another one."""
    for intent in file.intents:
        stream = intent.get("/DestOutputProfile")
        if not isinstance(stream, pikepdf.Stream):
            continue
        described = read_profile(stream.read_bytes()).description
        named = str(intent.get("/OutputConditionIdentifier", ""))
        made_for, meant = condition_of(described), condition_of(named)
        if made_for and meant and made_for != meant:
            yield Hit(
                Bilingual(
                    f"Die Druckbedingung heißt „{named}“, das Profil „{described}“ ist aber für "
                    f"{made_for}.",
                    f"The printing condition is called “{named}”, but the profile “{described}” "
                    f"is for {made_for}.",
                )
            )
