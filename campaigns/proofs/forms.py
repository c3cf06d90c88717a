"""Owns what the editor sends: raw values by field, and what was looked at."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from campaigns.localisation.rules import Basis
from portal.foundation.errors import N_, Invalid

MOST_FIELDS = 100
MOST_DIGITS = 9
MOST_UNANSWERED = 5


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Form = TypeVar("Form", bound=BaseModel)
Changes = Annotated[dict[str, Any], Field(max_length=MOST_FIELDS)]


class SaveForm(_Sent):
    """Raw values to save, and the row version that they were entered on.

    `seen` says of a field the row version that its value was typed on, where it is another;
    `unanswered` are values that were sent before and of which no answer came.
    """

    changes: Changes
    row_version: int = Field(ge=1)
    seen: dict[str, Annotated[int, Field(ge=1)]] = Field(
        default_factory=dict, max_length=MOST_FIELDS
    )
    unanswered: dict[str, Annotated[list[Any], Field(max_length=MOST_UNANSWERED)]] = Field(
        default_factory=dict, max_length=MOST_FIELDS
    )

    @property
    def basis(self) -> Basis:
        """What was looked at when this was typed."""
        return Basis(self.row_version, self.seen, self.unanswered)


class StepForm(_Sent):
    """The row version on which somebody asked to take a change back."""

    row_version: int = Field(ge=1)


class AgainForm(_Sent):
    """An entry of the history whose earlier value is to be set again, and what was looked at."""

    step: int = Field(ge=1)
    field: str = Field(max_length=80)
    row_version: int = Field(ge=1)


class AsTypedForm(_Sent):
    """A field whose signs are to be left as typed, or mended again."""

    field: str = Field(max_length=80)
    typed: bool = True


class PictureForm(_Sent):
    """Values not saved yet, and which page to show how wide.

    `known` is the tag of the picture that is on the screen: it need not be sent again.
    """

    changes: Changes = Field(default_factory=dict)
    page: int = Field(default=0, ge=0, le=99)
    width: int = Field(default=720, ge=80, le=2400)
    known: str = Field(default="", max_length=80)


def read_save(sent: object) -> SaveForm:
    """Read what a save sent; raises Invalid."""
    return _read(SaveForm, sent)


def read_step(sent: object) -> StepForm:
    """Read what undo or redo sent; raises Invalid."""
    return _read(StepForm, sent)


def read_again(sent: object) -> AgainForm:
    """Read which earlier value is to be set again; raises Invalid."""
    return _read(AgainForm, sent)


def read_as_typed(sent: object) -> AsTypedForm:
    """Read which field is to be left as typed; raises Invalid."""
    return _read(AsTypedForm, sent)


def read_own_steps(sent: str) -> frozenset[int]:
    """Read the steps that a window took itself, such as 12,13; what is no number counts nothing."""
    parts = sent.split(",")[:MOST_FIELDS]
    return frozenset(read_step_number(part) for part in parts if part.isdecimal())


def read_step_number(sent: str) -> int:
    """Read the number of a step as a database can hold it; 0 where it is none."""
    if not (sent.isdecimal() and len(sent) <= MOST_DIGITS):
        return 0
    return int(sent)


def read_picture(sent: object) -> PictureForm:
    """Read what a picture was asked for with; raises Invalid."""
    return _read(PictureForm, sent)


def _read(form: type[Form], sent: object) -> Form:
    try:
        return form.model_validate(sent)
    except ValidationError as error:
        raise Invalid(
            N_("The editor sent what cannot be read. Reload the page; what you typed is kept.")
        ) from error
