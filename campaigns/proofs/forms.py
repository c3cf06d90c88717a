"""Owns what the editor sends: raw values by field, and what was looked at."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal.foundation.errors import N_, Invalid

MOST_FIELDS = 100


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Form = TypeVar("Form", bound=BaseModel)
Changes = Annotated[dict[str, Any], Field(max_length=MOST_FIELDS)]


class SaveForm(_Sent):
    """Raw values to save, and the row version that they were entered on."""

    changes: Changes
    row_version: int = Field(ge=1)


class StepForm(_Sent):
    """The row version on which somebody asked to take a change back."""

    row_version: int = Field(ge=1)


class PictureForm(_Sent):
    """Values not saved yet, and which page to show how wide."""

    changes: Changes = Field(default_factory=dict)
    page: int = Field(default=0, ge=0, le=99)
    width: int = Field(default=720, ge=80, le=2400)


def read_save(sent: object) -> SaveForm:
    """Read what a save sent; raises Invalid."""
    return _read(SaveForm, sent)


def read_step(sent: object) -> StepForm:
    """Read what undo or redo sent; raises Invalid."""
    return _read(StepForm, sent)


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
