"""Owns the words of a check: how it stands, what findings mean, and what is tight, in short."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal, gettext, ngettext

from brand_assets.cd_rules import RULES_BY_ID
from campaigns.rollout.everyone.extremes import Datum, End
from campaigns.rollout.everyone.rules import Standing, Verdict
from campaigns.rollout.everyone.sums import Sums
from portal.foundation.errors import N_

STANDING_WORDS = {
    Standing.FAILED: N_("The check did not come to its end. Start it again."),
    Standing.CANCELLED: N_("The check was cancelled. Start it again, then publish."),
    Standing.OTHER_CONTENT: N_(
        "The campaign, a template or an outlet has changed since the check. Check again."
    ),
}
VERDICT_WORDS = {
    Verdict.ERROR: N_("Error"),
    Verdict.TO_ENTER: N_("Outlet still enters"),
    Verdict.OWN: N_("Outlet's own entry"),
    Verdict.LOOK: N_("To look at"),
}
VERDICT_STATES = {
    Verdict.ERROR: "crit",
    Verdict.TO_ENTER: "open",
    Verdict.OWN: "warn",
    Verdict.LOOK: "warn",
}
DATUM_WORDS = {
    Datum.NAME: N_("Name"),
    Datum.PLACE: N_("Place"),
    Datum.OWNER: N_("Owner"),
    Datum.STREET: N_("Street"),
    Datum.CITY: N_("Postcode and city"),
    Datum.PHONE: N_("Phone"),
    Datum.EMAIL: N_("E-mail"),
    Datum.HOURS: N_("Opening hours"),
}
END_WORDS = {End.LONGEST: N_("Longest"), End.SHORTEST: N_("Shortest")}
_RULE_WORDS = {
    "text.overflow": N_("Text does not fit"),
    "field.required": N_("Entry is missing"),
    "field.must_change": N_("Entry still has to be changed"),
    "field.value": N_("Entry cannot be read"),
    "type.smallest": N_("Text is too small"),
    "type.glyphs": N_("The brand's font lacks a character"),
    "photo.resolution": N_("Picture is too coarse"),
    "asset.right": N_("Picture may not be used"),
    "qr.readable": N_("QR code cannot be read"),
    "page.safe_margin": N_("Too close to the edge"),
    "kit.lacks": N_("Ad cannot be set"),
}

_SMALLEST_TOLD = 0.005


def rule_text(rule_id: str, language: str) -> str:
    """Return a rule in a few words, else as the sentence that it is about."""
    known = _RULE_WORDS.get(rule_id)
    if known is not None:
        return str(gettext(known))
    rule = RULES_BY_ID.get(rule_id)
    return rule.about.in_language(language) if rule else rule_id


def sentence(sums: Sums) -> str:
    """Return what came of a check in one sentence."""
    errors, waiting = sums.by_verdict[Verdict.ERROR], sums.by_verdict[Verdict.TO_ENTER]
    outlets = number(sums.outlets)
    if not errors:
        first = gettext(
            "The ads of all %(outlets)s outlets can be set without an error", outlets=outlets
        )
    elif errors == sums.outlets > 1:
        first = gettext("All %(outlets)s outlets have errors", outlets=outlets)
    else:
        first = ngettext(
            "Of %(outlets)s outlets, %(count)s has errors",
            "Of %(outlets)s outlets, %(count)s have errors",
            errors,
            outlets=outlets,
            count=number(errors),
        )
    if not waiting:
        return f"{first}."
    rest = ngettext(
        "%(count)s still enters something itself",
        "%(count)s still enter something themselves",
        waiting,
        count=number(waiting),
    )
    return f"{first}; {rest}."


def tight_text(frame: Mapping[str, Any]) -> str:
    """Return how tight a frame is: what of its room is taken, and how far its text can shrink."""
    if frame["overflow"]:
        return str(
            ngettext("%(num)d character too long", "%(num)d characters too long", frame["overflow"])
        )
    used = gettext("%(share)s %% of its room taken", share=round(frame["used"] * 100))
    if frame["size_left"] < _SMALLEST_TOLD:
        smallest = gettext("already at its smallest size")
        return f"{used}, {smallest}"
    left = gettext("can shrink by %(share)s %%", share=round(frame["size_left"] * 100))
    return f"{used}, {left}"


def number(value: float) -> str:
    """Return a number as it is written in the reader's language."""
    return str(format_decimal(value))
