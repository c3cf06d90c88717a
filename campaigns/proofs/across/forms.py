"""Owns what the table sends: cells to read, text that was pasted, entries to save."""

from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from campaigns.proofs.across.pasting import MOST_CHARS
from campaigns.proofs.across.saving import MOST_AT_ONCE, Entry, OutletEntries, Seen
from portal.foundation.errors import N_, Invalid

MOST_CELLS = 20_000
_MOST_TEXT = 10_000
Key = Annotated[str, Field(max_length=80)]
Text = Annotated[str, Field(max_length=_MOST_TEXT)]


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Form = TypeVar("Form", bound=BaseModel)


class CellForm(_Sent):
    """The text of one cell."""

    outlet: UUID
    field: Key
    text: Text


class ReadForm(_Sent):
    """Cells that were typed, or a text that was pasted at a cell."""

    source: UUID | None = None
    cells: Annotated[list[CellForm], Field(max_length=MOST_CELLS)] = Field(default_factory=list)
    pasted: Annotated[str, Field(max_length=MOST_CHARS)] = ""
    outlet: UUID | None = None
    field: Key | None = None

    @property
    def start(self) -> tuple[str, str] | None:
        """The cell at which it was pasted, where there is one."""
        return (str(self.outlet), self.field) if self.outlet and self.field else None


class EntryForm(_Sent):
    """What is wanted in one cell: a text, or (without one) the value of the source."""

    text: Text | None = None
    replaces: bool = False


class OutletForm(_Sent):
    """What is wanted for one outlet."""

    outlet: UUID
    version: int = Field(ge=0)
    cells: Annotated[dict[Key, EntryForm], Field(max_length=100)]

    def as_entries(self) -> OutletEntries:
        """Return it as the service takes it."""
        cells = {key: Entry(one.text, one.replaces) for key, one in self.cells.items()}
        return OutletEntries(self.outlet, self.version, cells)


class SourceForm(_Sent):
    """The ad that values are carried over from, as it was looked at."""

    id: UUID
    version: int = Field(ge=1)

    def as_seen(self) -> Seen:
        """Return it as the service takes it."""
        return Seen(self.id, self.version)


class SaveForm(_Sent):
    """Entries of some outlets, and which saving in many parts they belong to."""

    carry_over: UUID | None = None
    source: SourceForm | None = None
    outlets: Annotated[list[OutletForm], Field(min_length=1, max_length=MOST_AT_ONCE)]


def read_cells(sent: object) -> ReadForm:
    """Read which cells are to be read; raises Invalid."""
    return _read(ReadForm, sent)


def read_entries(sent: object) -> SaveForm:
    """Read what is to be saved; raises Invalid."""
    return _read(SaveForm, sent)


def _read(form: type[Form], sent: object) -> Form:
    try:
        return form.model_validate(sent)
    except ValidationError as error:
        raise Invalid(
            N_("The table sent what cannot be read. Reload the page and enter it again.")
        ) from error
