"""Owns what a draft's form changes: the document and fields that come of it, and its problems."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from brand_assets.design_facts import KitValues
from brand_assets.typesetting.document import AdDocument
from campaigns.ad_templates.canonical import Unusable
from campaigns.ad_templates.draft_content import DraftProblem
from campaigns.ad_templates.draft_groups import Group, field_groups, frame_groups
from campaigns.ad_templates.draft_inputs import Input, Path, Problem, read_input
from campaigns.ad_templates.fields import FieldDefinition, write_fields
from campaigns.ad_templates.rules import read_raw
from portal.foundation.errors import N_

_PAIRS = ("help",)


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A draft as its form shows it; `definitions` are of the fields that it shows or brings.

    `brought` are the fields that the draft brings already: with them a changed one is kept.
    """

    document: AdDocument
    stored: Mapping[str, Any]
    brought: tuple[FieldDefinition, ...]
    definitions: tuple[FieldDefinition, ...]
    frames: tuple[Group, ...]
    fields: tuple[Group, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """All frames and fields."""
        return (*self.frames, *self.fields)

    @property
    def undescribed(self) -> tuple[str, ...]:
        """The fields that the document shows and nobody has described."""
        known = {entry.key for entry in self.definitions}
        return tuple(key for key in self.document.fields() if key not in known)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a form means: the draft's new source, what cannot be used, and which groups changed."""

    source: dict[str, Any]
    problems: Mapping[str, Problem] = field(default_factory=dict)
    touched: tuple[str, ...] = ()


def open_form(
    document: AdDocument,
    stored: Mapping[str, Any],
    brought: Sequence[FieldDefinition],
    known: Sequence[FieldDefinition],
    look: tuple[KitValues, str],
) -> DraftForm:
    """Return the form of a draft in a kit and a language.

    `known` are the fields of a campaign that is set with the template; what the draft brings goes
    before them.
    """
    kit, language = look
    by_key = {entry.key: entry for entry in known} | {entry.key: entry for entry in brought}
    wanted = dict.fromkeys((*document.fields(), *(entry.key for entry in brought)))
    definitions = tuple(by_key[key] for key in wanted if key in by_key)
    return DraftForm(
        document=document,
        stored=stored,
        brought=tuple(brought),
        definitions=definitions,
        frames=frame_groups(document, kit, language),
        fields=field_groups(definitions),
    )


def read_form(form: DraftForm, sent: Mapping[str, str]) -> Changed:
    """Return what was entered; an input that says what it said before changes nothing."""
    problems: dict[str, Problem] = {}
    document = copy.deepcopy(dict(form.stored))
    fields = {entry.key: write_fields([entry])[0] for entry in form.definitions}
    touched = []
    for group in form.groups:
        target = _target(form, group, document, fields)
        values = _values(group, sent, problems)
        for path, value in values.items():
            _put(target, path, value)
        if values:
            touched.append(group.key)
        _refuse_turned_sizes(group, target, problems)
        _refuse_half_words(group, target, problems)
    _refuse_defaults(fields, touched, problems)
    kept = {entry.key for entry in form.brought} | {key.partition(":")[2] for key in touched}
    brings = [written for key, written in fields.items() if key in kept]
    return Changed({"document": document, "fields": brings}, problems, tuple(touched))


def _values(group: Group, sent: Mapping[str, str], problems: dict[str, Problem]) -> dict[Path, Any]:
    values: dict[Path, Any] = {}
    for entry in group.inputs:
        text = entry.sent(sent)
        if text == entry.value:
            continue
        try:
            values[entry.path] = read_input(entry, text)
        except Unusable as unusable:
            problems[entry.name] = Problem(unusable.message, unusable.params)
    return values


def _target(
    form: DraftForm, group: Group, document: dict[str, Any], fields: dict[str, Any]
) -> dict[str, Any]:
    kind, _, key = group.key.partition(":")
    if kind == "field":
        found: dict[str, Any] = fields[key]
        return found
    frames = document["pages"][group.page]["frames"]
    frame: dict[str, Any] = next(one for one in frames if one["id"] == key)
    return frame


def _put(target: dict[str, Any], path: Path, value: Any) -> None:
    """Set a value where it stands; None takes it away, so that its default applies."""
    place: Any = target
    for step in path[:-1]:
        if isinstance(place, dict) and place.get(step) is None:
            place[step] = {}
        place = place[step]
    last = path[-1]
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value


def _refuse_turned_sizes(
    group: Group, target: Mapping[str, Any], problems: dict[str, Problem]
) -> None:
    for entry in group.inputs:
        if entry.path[-1] != "size_min" or entry.name in problems:
            continue
        place: Any = target
        for step in entry.path[:-1]:
            place = place[step]
        if place["size_min"] > place["size_max"]:
            problems[entry.name] = Problem(
                N_("The smallest type is larger than the largest. Change one of the two.")
            )


def _refuse_half_words(group: Group, target: dict[str, Any], problems: dict[str, Problem]) -> None:
    """Refuse a help in one language alone; without any it goes."""
    for name in _PAIRS:
        said = target.get(name)
        if not isinstance(said, dict):
            continue
        missing = [language for language in ("de", "en") if not said.get(language)]
        if len(missing) == len(("de", "en")):
            target[name] = None
        elif missing:
            message = N_("Enter it in both languages, or in neither.")
            problems[f"{group.key}:{name}.{missing[0]}"] = Problem(message)


def _refuse_defaults(
    fields: Mapping[str, Any], touched: Iterable[str], problems: dict[str, Problem]
) -> None:
    """Refuse a text to begin with that the field itself would not take."""
    for group in touched:
        kind, _, key = group.partition(":")
        if kind != "field" or any(name.startswith(f"{group}:") for name in problems):
            continue
        definition = FieldDefinition.model_validate(fields[key])
        _, found = read_raw([definition], {key: definition.default})
        for one in found:
            problems[f"{group}:default"] = Problem(one.message, one.params)


def place_problems(
    form: DraftForm, changed: Changed, found: Iterable[DraftProblem]
) -> tuple[dict[str, Problem], tuple[DraftProblem, ...]]:
    """Return the problems of the parser by input or group, and those that belong to none."""
    placed: dict[str, Problem] = {}
    others = []
    for problem in found:
        place = _place(form, changed, problem.path.split("."))
        if place is None:
            others.append(problem)
        else:
            placed.setdefault(place, Problem(problem.message, problem.params))
    return placed, tuple(others)


def _place(form: DraftForm, changed: Changed, path: Sequence[str]) -> str | None:
    group, rest = _group_at(form, changed, path)
    if group is None:
        return None
    inputs = [one for one in group.inputs if _leads(one, rest)]
    return inputs[0].name if inputs else group.key


def _group_at(
    form: DraftForm, changed: Changed, path: Sequence[str]
) -> tuple[Group | None, Sequence[str]]:
    by_key = {group.key: group for group in form.groups}
    match path:
        case ["pages", page, "frames", frame, *rest] if page.isdigit() and frame.isdigit():
            frame_id = changed.source["document"]["pages"][int(page)]["frames"][int(frame)]["id"]
            return by_key.get(f"frame:{frame_id}"), rest
        case ["fields", number, *rest] if number.isdigit():
            return by_key.get(f"field:{changed.source['fields'][int(number)]['key']}"), rest
    return None, ()


def _leads(entry: Input, rest: Sequence[str]) -> bool:
    """Whether a path of the parser, which names kinds in between, is that of an input."""
    steps = iter(rest)
    return all(str(step) in steps for step in entry.path)
