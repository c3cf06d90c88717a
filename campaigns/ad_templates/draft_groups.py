"""Owns which inputs a draft's form has: those of each frame, and those of each field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from brand_assets.design_facts import Bilingual, KitValues
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.frames import (
    AnyFrame,
    FromField,
    Literally,
    PriceFrame,
    TableFrame,
    TextFrame,
    TypedFrame,
    Words,
    fields_of,
)
from campaigns.ad_templates.draft_inputs import (
    YES,
    Input,
    InputKind,
    Path,
    Section,
    shown_number,
)
from campaigns.ad_templates.fields import TEXT_KINDS, FieldDefinition
from portal.foundation.errors import N_

LARGEST_TYPE = 2000
LONGEST_TEXT = 2000
_LABELS = {
    "de": (N_("Fixed text, German"), N_("Before the value, German"), N_("After it, German")),
    "en": (N_("Fixed text, English"), N_("Before the value, English"), N_("After it, English")),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The inputs of one frame (on a page, showing fields) or of one field."""

    key: str
    name: Bilingual
    kind: str
    inputs: tuple[Input, ...]
    page: int = 0
    fields: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What it is called on the page."""
        return self.key.replace(":", "-").replace(".", "-")

    @property
    def holds_type(self) -> bool:
        """Whether it is a frame with type, not an area or a logo."""
        return self.kind in _TYPED

    def parts(self) -> list[tuple[Section, list[Input]]]:
        """Return the inputs by what they are about."""
        found: dict[Section, list[Input]] = {}
        for one in self.inputs:
            found.setdefault(one.section, []).append(one)
        return list(found.items())


def frame_groups(document: AdDocument, kit: KitValues, language: str) -> tuple[Group, ...]:
    """Return the frames of which something can be changed in a form, page by page."""
    groups = (
        Group(
            key=f"frame:{frame.id}",
            name=Bilingual(frame.name.de, frame.name.en),
            kind=frame.kind,
            inputs=tuple(_of_frame(frame, kit, language, document.unit == "px")),
            page=number,
            fields=fields_of(frame),
        )
        for number, page in enumerate(document.pages)
        for frame in page.frames
    )
    return tuple(group for group in groups if group.inputs)


def field_groups(definitions: Sequence[FieldDefinition]) -> tuple[Group, ...]:
    """Return the fields of which something can be changed in a form."""
    return tuple(
        Group(
            key=f"field:{entry.key}",
            name=entry.label,
            kind=entry.kind,
            inputs=tuple(_of_field(entry)),
        )
        for entry in definitions
    )


def _of_frame(frame: AnyFrame, kit: KitValues, language: str, in_px: bool) -> Iterator[Input]:
    group = f"frame:{frame.id}"
    if isinstance(frame, TextFrame):
        yield from _texts(group, frame)
    if isinstance(frame, TypedFrame):
        styles = tuple(kit.text_styles)
        yield _chosen(group, "style", N_("Text style"), frame.style, styles)
    tokens = (("colour", N_("Colour"), kit.colours), ("variant", N_("Logo"), kit.logos))
    for name, label, offered in tokens:
        value = getattr(frame, name, None)
        if isinstance(value, str) and frame.kind in ("rect", "path", "callout", "logo", *_TYPED):
            yield _chosen(group, name, label, value, tuple(offered))
    if isinstance(frame, TypedFrame):
        yield from _fit(group, frame, language, "px" if in_px else "pt")


_TYPED = ("text", "price", "table")


def _chosen(group: str, name: str, label: str, value: str, offered: tuple[str, ...]) -> Input:
    choices = offered if value in offered else (value, *offered)
    return Input(group, (name,), InputKind.CHOICE, Section.STYLE, label, value, choices)


def _texts(group: str, frame: TextFrame) -> Iterator[Input]:
    fixed = sum(isinstance(part, Literally) for part in frame.parts)
    number = 0
    for place, part in enumerate(frame.parts):
        path: Path = ("parts", place)
        if isinstance(part, Literally):
            number += 1
            yield from _words(group, (*path, "text"), part.text, 0, number if fixed > 1 else 0)
        elif isinstance(part, FromField):
            for position, name in enumerate(("before", "after"), start=1):
                said = getattr(part, name)
                if said is not None:
                    yield from _words(group, (*path, name), said, position, place + 1)


def _words(group: str, path: Path, said: Words, position: int, number: int) -> Iterator[Input]:
    for language, labels in _LABELS.items():
        yield Input(
            group,
            (*path, language),
            InputKind.LINES,
            Section.CONTENT,
            labels[position],
            getattr(said, language),
            most=LONGEST_TEXT,
            number=number,
        )


def _fit(
    group: str, frame: TextFrame | PriceFrame | TableFrame, language: str, unit: str
) -> Iterator[Input]:
    size = Input(group, (), InputKind.SIZE, Section.FIT, "", least=1, most=LARGEST_TYPE, unit=unit)
    yield from _sizes(size, (), (frame.size_max, frame.size_min), language)
    if isinstance(frame, TextFrame):
        yield _count(group, "max_lines", N_("Lines at most"), frame.max_lines, 500)
        for number, other in enumerate(frame.alternatives):
            elsewhere = replace(size, section=Section.OTHER_PLACE, number=number + 1)
            sizes = (other.size_max, other.size_min)
            yield from _sizes(elsewhere, ("alternatives", number), sizes, language)


def _sizes(size: Input, path: Path, sizes: tuple[float, float], language: str) -> Iterator[Input]:
    labels = (N_("Largest type"), N_("Smallest type"))
    for name, label, value in zip(("size_max", "size_min"), labels, sizes, strict=True):
        yield replace(size, path=(*path, name), label=label, value=shown_number(value, language))


def _count(group: str, name: str, label: str, value: int | None, most: int) -> Input:
    shown = "" if value is None else str(value)
    return Input(
        group,
        (name,),
        InputKind.COUNT,
        Section.FIT,
        label,
        shown,
        least=1,
        most=most,
        optional=True,
    )


def _of_field(entry: FieldDefinition) -> Iterator[Input]:
    group = f"field:{entry.key}"
    line = Input(group, (), InputKind.LINE, Section.WORDS, "", most=LONGEST_TEXT)
    labels = {"de": N_("Label, German"), "en": N_("Label, English")}
    helps = {"de": N_("Help, German"), "en": N_("Help, English")}
    for key, label in labels.items():
        value = getattr(entry.label, key)
        yield replace(line, path=("label", key), label=label, value=value, most=120)
    for key, label in helps.items():
        value = getattr(entry.help, key) if entry.help else ""
        yield replace(line, path=("help", key), label=label, value=value, optional=True)
    if not entry.computed:
        yield from _rights(group, entry)
    if entry.kind in TEXT_KINDS:
        longest = _count(group, "max_chars", N_("Characters at most"), entry.max_chars, 5000)
        yield replace(longest, section=Section.LIMITS)
        yield Input(
            group,
            ("default",),
            InputKind.LINES,
            Section.LIMITS,
            N_("Text to begin with"),
            entry.default or "",
            most=LONGEST_TEXT,
            optional=True,
            help=N_("For campaigns that have set no text of their own."),
        )


def _rights(group: str, entry: FieldDefinition) -> Iterator[Input]:
    checks: Mapping[str, tuple[str, bool]] = {
        "locked": (N_("Outlets may change it"), not entry.locked),
        "required": (N_("It has to be filled in"), entry.required),
    }
    for name, (label, is_set) in checks.items():
        value = YES if is_set else ""
        yield Input(
            group,
            (name,),
            InputKind.CHECK,
            Section.RIGHTS,
            label,
            value,
            turned=name == "locked",
        )
