"""Owns what the dozen outlets of the demonstration do: read from demo/main_job.json."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from campaigns.ad_templates.fields import Json

SPRING = "fruehlingspflanztage"


class Story(StrEnum):
    """What happens to an outlet's ad on its way."""

    PLAIN = "plain"
    MENDED = "mended"
    SMALL_PHOTO = "small_photo"
    DECIDED = "decided"
    SENT_BACK = "sent_back"
    CHANGED_AFTER_APPROVAL = "changed_after_approval"
    ABOVE_BUDGET = "above_budget"
    ON_BEHALF = "on_behalf"
    LEFT_WAITING = "left_waiting"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Case(_Strict):
    """One outlet: who acts, what is typed, what mends it, and what is ordered.

    `campaign` is the name of its file. `quantities` are pieces by format key. `reason` is what the
    approver says when sending back.
    """

    outlet: str
    account: str
    campaign: str = SPRING
    story: Story
    title: str
    values: Mapping[str, Json] = Field(default_factory=dict)
    mend: Mapping[str, Json] = Field(default_factory=dict)
    quantities: Annotated[Mapping[str, int], Field(min_length=1)]
    finishing: Mapping[str, str] = Field(default_factory=dict)
    photo: str | None = None
    reason: str = ""
    helper: str | None = None


class MainJob(_Strict):
    """All of them, with the people of head office by the part they play."""

    cast: Mapping[str, str]
    cases: tuple[Case, ...]


def read_main_job(path: Path) -> MainJob:
    """Read the cases; raises pydantic's ValidationError where the file is wrong."""
    return MainJob.model_validate_json(path.read_text(encoding="utf-8"))
