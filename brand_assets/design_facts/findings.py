"""Owns findings: what a check found, how bad it is, and how to mend it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from brand_assets.design_facts.words import Bilingual


class Severity(StrEnum):
    """How bad: `BLOCKS` stops proof and order, `CHECK` wants a person's look, `NOTE` tells."""

    BLOCKS = "blocks"
    CHECK = "check"
    NOTE = "note"


class MendKind(StrEnum):
    """What the editor can do about a finding."""

    SET_VALUE = "set_value"
    SHORTEN = "shorten"
    CHOOSE_PHOTO = "choose_photo"
    WIDEN_CROP = "widen_crop"
    OPEN_FIELD = "open_field"


@dataclass(frozen=True, slots=True)
class Mend:
    """A way out of a finding; `value` is the text to put in where the kind sets one."""

    kind: MendKind
    label: Bilingual
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found in one frame of one format.

    `field` is the key of the field that can mend it, None where only head office can. `figures`
    are the numbers behind the message (for example {"too_many": 3.0}).
    """

    rule: str
    severity: Severity
    message: Bilingual
    frame: str | None = None
    page: int = 0
    field: str | None = None
    format_key: str | None = None
    mends: tuple[Mend, ...] = ()
    figures: Mapping[str, float] = dataclasses.field(default_factory=dict)
