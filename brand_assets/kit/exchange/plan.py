"""Owns the plan of an import: what would come into a kit, beside what is there, to choose from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from brand_assets.design_facts import Bilingual, figure
from brand_assets.kit.definition import ColourPart, KitDraft, StylePart
from brand_assets.kit.exchange.inks import InkProposal
from brand_assets.kit.exchange.names import Namer

_MOST_NAMES = 4
FAR_OFF = 8.0
"""Delta E from which print is told to look different from the screen."""


class State(StrEnum):
    """What an import would do to the kit."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class ComingColour:
    """A colour that would come in, where it comes from, and what is there under its name."""

    part: ColourPart
    source: str
    state: State = State.NEW
    before: ColourPart | None = None
    notes: tuple[Bilingual, ...] = ()
    chosen: bool = True

    @property
    def key(self) -> str:
        """What chooses it."""
        return f"colour:{self.part.token}"


@dataclass(frozen=True, slots=True)
class ComingStyle:
    """A text style that would come in."""

    part: StylePart
    source: str
    state: State = State.NEW
    before: StylePart | None = None
    notes: tuple[Bilingual, ...] = ()
    chosen: bool = True

    @property
    def key(self) -> str:
        """What chooses it."""
        return f"style:{self.part.name}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the file that does not come in, and why."""

    source: str
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that an import would bring, and what it leaves out."""

    colours: tuple[ComingColour, ...] = ()
    styles: tuple[ComingStyle, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    families: tuple[str, ...] = ()
    """Families that the file names and the kit has no font of."""

    def entries(self) -> tuple[ComingColour | ComingStyle, ...]:
        """Return everything that may be chosen."""
        return (*self.colours, *self.styles)

    def chosen_keys(self) -> frozenset[str]:
        """Return what is chosen to begin with."""
        return frozenset(one.key for one in self.entries() if one.chosen)


@dataclass(slots=True)
class FoundColour:
    """A colour as a file has it, before it is set beside the kit.

    `wanted` is its name; `exact` says that the file names it for this very kit. `inks` are stated
    by the file or proposed; `same_as` are other names of the same colour in the file.
    """

    wanted: str
    path: tuple[str, ...]
    source: str
    srgb: str
    inks: InkProposal
    stated: bool = False
    spot: str | None = None
    exact: ColourPart | None = None
    role: str = ""
    same_as: list[str] = field(default_factory=list)
    notes: list[Bilingual] = field(default_factory=list)
    chosen: bool = True


def plan_colours(found: Iterable[FoundColour], draft: KitDraft) -> tuple[ComingColour, ...]:
    """Set the colours of a file beside those of a kit, each under a name of its own."""
    there = {colour.token.casefold(): colour for colour in draft.colours}
    by_numbers = {colour.srgb.upper(): colour.token for colour in reversed(draft.colours)}
    namer, coming = Namer(), []
    for one in found:
        name = namer.name(one.exact.token if one.exact else one.wanted, one.path)
        before = there.get(name.casefold())
        coming.append(_coming(one, name, before, by_numbers.get(one.srgb.upper())))
    return tuple(coming)


def _coming(
    one: FoundColour, name: str, before: ColourPart | None, twin: str | None
) -> ComingColour:
    notes = [*one.notes, *_alias_notes(one, name)]
    part = _part(one, before.token if before else name, before)
    if before is not None:
        state = State.SAME if _says_the_same(part, before, one) else State.CHANGED
        kept = before if state is State.SAME else part
        return ComingColour(
            kept, one.source, state, before, tuple(notes), state is State.CHANGED and one.chosen
        )
    if twin is not None and one.exact is None:
        notes.append(
            Bilingual(
                f"Dieselbe Bildschirmfarbe wie {twin} im Markenpaket.",
                f"The same screen colour as {twin} in the kit.",
            )
        )
    is_chosen = one.chosen and (twin is None or one.exact is not None)
    return ComingColour(part, one.source, State.NEW, None, tuple(notes), is_chosen)


def _alias_notes(one: FoundColour, name: str) -> list[Bilingual]:
    notes = []
    if one.same_as:
        end = " …" if len(one.same_as) > _MOST_NAMES else "."
        names = ", ".join(one.same_as[:_MOST_NAMES]) + end
        notes.append(Bilingual(f"Heißt in der Datei auch: {names}", f"Also called: {names}"))
    if name != (one.exact.token if one.exact else one.wanted):
        notes.append(
            Bilingual(
                f"Heißt hier {name}, weil der kürzere Name schon vergeben ist.",
                f"Called {name} here, since the shorter name is taken.",
            )
        )
    if not one.stated and one.inks.off >= FAR_OFF:
        off = one.inks.off
        notes.append(
            Bilingual(
                f"Wirkt im Druck anders als am Bildschirm (Abstand {figure(off, 'de')}).",
                f"Looks different in print than on screen (distance {figure(off, 'en')}).",
            )
        )
    return notes


def _part(one: FoundColour, token: str, before: ColourPart | None) -> ColourPart:
    if one.exact is not None:
        return one.exact.model_copy(update={"token": token})
    told = one.role or one.source
    role = before.role if before else {"de": told[:200], "en": told[:200]}
    data: dict[str, Any] = {
        "token": token,
        "role": role,
        "srgb": one.srgb,
        "cmyk": one.inks.cmyk,
        "spot": one.spot,
    }
    if before is not None:
        data |= {"overprint": before.overprint, "contrast_partner": before.contrast_partner}
    return ColourPart.model_validate(data)


def _says_the_same(part: ColourPart, before: ColourPart, one: FoundColour) -> bool:
    if one.exact is not None:
        same = part.model_copy(update={"srgb": before.srgb}) == before
        return same and part.srgb.upper() == before.srgb.upper()
    screen = part.srgb.upper() == before.srgb.upper()
    inks = part.cmyk == before.cmyk and (one.spot is None or one.spot == before.spot)
    return inks if one.stated else screen


def take(written: dict[str, Any], plan: ImportPlan, chosen: Collection[str]) -> None:
    """Write the chosen entries of a plan into the written form of a kit, in place."""
    colours = [_written(one.part) for one in plan.colours if one.key in chosen]
    styles = [_written(one.part) for one in plan.styles if one.key in chosen]
    _put(written.setdefault("colours", []), "token", colours)
    _put(written.setdefault("text_styles", []), "name", styles)


def _written(part: ColourPart | StylePart) -> dict[str, Any]:
    return part.model_dump(mode="json")


def _put(entries: list[Any], name: str, coming: Iterable[Mapping[str, Any]]) -> None:
    places = {entry[name]: index for index, entry in enumerate(entries)}
    for one in coming:
        if one[name] in places:
            entries[places[one[name]]] = dict(one)
        else:
            places[one[name]] = len(entries)
            entries.append(dict(one))
