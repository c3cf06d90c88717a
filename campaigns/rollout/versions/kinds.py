"""Owns the words of carrying over: policies, conflicts, states, and the usage events about them."""

from enum import StrEnum

from portal.foundation.errors import N_
from portal.foundation.usage_kinds import declare_kind

TRIAL_JOB = "rollout.version_trial"
CARRY_JOB = "rollout.carry_versions"
TELL_JOB = "rollout.version_mail"

CARRIED_OVER = declare_kind(
    "template.carried_over",
    "Eine Kampagne ging auf eine neue Version einer Vorlage über.",
    "A campaign went over to a new version of a template.",
    value_unit="ads",
    attributes={"policy": "at_once or until", "conflicts": "entries that need their owner"},
)
ENTRY_SETTLED = declare_kind(
    "localisation.entry_settled",
    "Ein Eintrag, der nach einem Wechsel der Vorlage nicht mehr passte, wurde geklärt.",
    "An entry that no longer fitted after a change of template was settled.",
    attributes={"kind": "why it did not fit", "how": "taken, dismissed or mended"},
)


class VersionPolicy(StrEnum):
    """With which version new orders are made after a new one was published."""

    AT_ONCE = "at_once"
    UNTIL = "until"


class CarryState(StrEnum):
    """Where one campaign stands on its way to a new version."""

    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"


class ConflictKind(StrEnum):
    """Why an ad needs its owner under the new version."""

    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    OUTSIDE = "outside"
    CHOICE_GONE = "choice_gone"
    PHOTO_GONE = "photo_gone"
    LOCKED = "locked"
    GONE = "gone"
    MISSING = "missing"
    MUST_CHANGE = "must_change"
    BLOCKED = "blocked"

    @property
    def parks(self) -> bool:
        """Whether a value had to be taken out of its field."""
        return self not in (self.MISSING, self.MUST_CHANGE, self.BLOCKED)


class Settlement(StrEnum):
    """How an entry was settled."""

    TAKEN = "taken"
    DISMISSED = "dismissed"
    MENDED = "mended"


CONFLICT_WORDS = {
    ConflictKind.UNREADABLE: N_("The field holds something else now."),
    ConflictKind.TOO_LONG: N_("The text is too long for the new field."),
    ConflictKind.OUTSIDE: N_("The value lies outside of what is possible now."),
    ConflictKind.CHOICE_GONE: N_("This choice is no longer offered."),
    ConflictKind.PHOTO_GONE: N_("This picture is no longer offered."),
    ConflictKind.LOCKED: N_("Head office sets this field now."),
    ConflictKind.GONE: N_("The new template has no such field."),
    ConflictKind.MISSING: N_("The new template needs this entry, and it is still missing."),
    ConflictKind.MUST_CHANGE: N_("The new template asks for an entry of your own here."),
    ConflictKind.BLOCKED: N_("With the new template, something keeps the ad from being ordered."),
}
