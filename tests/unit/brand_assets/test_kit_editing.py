"""A form and a kit's JSON say the same, and what two people type meets without a loss."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from brand_assets.kit.definition import KitDraft
from brand_assets.kit.editing.acting import act, mix_tint, new_row
from brand_assets.kit.editing.comparing import ChangeKind, compare
from brand_assets.kit.editing.fields import shown_number, typed_number
from brand_assets.kit.editing.groups import Group
from brand_assets.kit.editing.merging import merge, splice
from brand_assets.kit.editing.rows import Rows, build, read_rows, rows_of
from brand_assets.kit.editing.sections import (
    COLOURS,
    LEGAL,
    LIMITS,
    PAIRS,
    RULES,
    SECTIONS,
    STYLES,
    WORDINGS,
    section_of,
)
from brand_assets.kit.editing.uses import Named, find_uses, rename_uses
from brand_assets.kit.editing.word_lists import read_list, write_list
from brand_assets.kit.rules import parse_draft
from portal.foundation.errors import Invalid

DEMO = Path(__file__).parents[3] / "demo" / "brand" / "kit.json"
GROUPS = [group for section in SECTIONS for group in section.groups]
Kit = dict[str, Any]


@pytest.fixture
def kit() -> Kit:
    """The demo kit with one of everything that it does not say by itself."""
    raw = json.loads(DEMO.read_text(encoding="utf-8"))
    raw["boilerplate"] = {"about": {"de": "Seit 1923.", "en": "Since 1923."}}
    raw["rules"] = [{"rule": "type.smallest", "on": False, "channels": ["print"]}]
    raw["colours"][0]["contrast_partner"] = "Weiss"
    raw["wordings"][0]["kind"] = "preferred"
    return KitDraft.model_validate(raw).model_dump(mode="json", by_alias=True)


def posted(group: Group, kit: Kit, **changes: Any) -> Rows:
    """Return what a browser sends back, with changes by row and field ("r0-token")."""
    rows = rows_of(group, group.load(kit))
    form: dict[str, list[str]] = {f"shown-{group.part}": [rows.digests()]}
    form[f"row-{group.part}"] = [row.id for row in rows.rows]
    for row in rows.rows:
        form |= {f"{row.id}.was": [row.was], f"{row.id}.seen": [json.dumps(row.base)]}
        for key, value in row.values.items():
            form[f"{row.id}-{key}"] = value if isinstance(value, list) else [value]
    form |= {
        name.replace("_", "-", 1): value if isinstance(value, list) else [value]
        for name, value in changes.items()
    }
    return read_rows(group, form)


def saved(rows: Rows, kit: Kit) -> list[dict[str, Any]]:
    """Return the entries of a group after its rows were taken into a kit."""
    entries = rows.group.load(kit)
    merge(rows, entries)
    stored = dict(zip(rows.group.names(entries), entries, strict=True))
    built = [build(rows.group, row, stored.get(row.was)) for row in rows.rows]
    assert rows.is_clean, [(row.errors, row.meanwhile) for row in rows.rows]
    return splice(rows, entries, built)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.part)
def test_a_form_sent_back_as_it_came_changes_nothing(group: Group, kit: Kit) -> None:
    after = copy.deepcopy(kit)
    group.store(after, saved(posted(group, kit), kit))
    assert KitDraft.model_validate(after).model_dump(mode="json", by_alias=True) == kit


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,5", 1.5), ("1.5", 1.5), (" \u22128 ", -8.0), ("acht", "acht"), ("1,5,0", "1,5,0")],
)
def test_numbers_are_typed_with_comma_or_point(typed: str, number: float | str) -> None:
    assert typed_number(typed) == number


def test_numbers_are_shown_without_idle_zeros() -> None:
    assert [shown_number(n) for n in (6.0, 9.5, 0.3333, 100)] == ["6", "9.5", "0.3333", "100"]


@pytest.mark.parametrize(
    ("group", "field", "typed", "said"),
    [
        (COLOURS, "srgb", "rosa", "Eine Farbe wie #07452F."),
        (COLOURS, "cyan", "120", "Höchstens 100."),
        (COLOURS, "cyan", "", "Eine Zahl, zum Beispiel 12 oder 1,5."),
        (COLOURS, "token", "Grün", "Buchstaben ohne Umlaute"),
        (COLOURS, "role_en", "", "Diese Angabe fehlt."),
        (PAIRS, "contrast", "viel", "Eine Zahl"),
        (STYLES, "leading", "0,1", "Mindestens 0.5."),
        (LIMITS, "min_text_pt", "x", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    group: Group, field: str, typed: str, said: str, kit: Kit
) -> None:
    field = "text_pt" if field == "min_text_pt" else field
    rows = posted(group, kit, **{f"r0_{field}": typed})
    build(group, rows.rows[0], group.load(kit)[0])
    assert set(rows.rows[0].errors) == {field}
    assert said in rows.rows[0].errors[field][0].de
    assert rows.rows[0].values[field] == typed


def test_what_nobody_typed_is_not_there(kit: Kit) -> None:
    rows = posted(STYLES, kit, r0_print_from="", r0_print_to="", r6_hyphens="")
    entries = saved(rows, kit)
    assert entries[0].get("print_sizes") is None
    assert entries[6].get("hyphenation") is None


def test_a_legal_line_asks_for_the_values_that_its_text_names(kit: Kit) -> None:
    rows = posted(LEGAL, kit, r0_de="Bei {outlet.name}.", r0_en="At {outlet.name}.")
    assert saved(rows, kit)[0]["fields"] == ["outlet.name"]


def test_two_people_in_different_fields_both_keep_theirs(kit: Kit) -> None:
    mine = posted(COLOURS, kit, r1_spot="HKS 66 K")
    theirs = copy.deepcopy(kit)
    theirs["colours"][1]["srgb"] = "#112233"
    theirs["colours"][2]["srgb"] = "#445566"
    theirs["colours"].append({**kit["colours"][0], "token": "Neu"})
    entries = saved(mine, theirs)
    assert (entries[1]["spot"], entries[1]["srgb"]) == ("HKS 66 K", "#112233")
    assert entries[2]["srgb"] == "#445566"
    assert entries[-1]["token"] == "Neu"


def test_two_people_in_one_field_are_shown_both_values(kit: Kit) -> None:
    mine = posted(COLOURS, kit, r1_srgb="#000001")
    theirs = copy.deepcopy(kit)
    theirs["colours"][1]["srgb"] = "#112233"
    merge(mine, COLOURS.load(theirs))
    assert mine.rows[1].meanwhile == {"srgb": "#112233"}
    assert mine.rows[1].values["srgb"] == "#000001"
    assert not mine.is_clean
    again = read_rows(COLOURS, {**_sent(mine), "r1-srgb": ["#000001"]})
    assert saved(again, theirs)[1]["srgb"] == "#000001"


def _sent(rows: Rows) -> dict[str, list[str]]:
    form = {"shown-colours": [rows.digests()], "row-colours": [row.id for row in rows.rows]}
    for row in rows.rows:
        form |= {f"{row.id}.was": [row.was], f"{row.id}.seen": [json.dumps(row.base)]}
        form |= {f"{row.id}-{k}": [v] for k, v in row.values.items() if isinstance(v, str)}
    return form


def test_what_one_removes_and_another_changes_comes_back_once(kit: Kit) -> None:
    mine = posted(COLOURS, kit)
    del mine.rows[3]
    theirs = copy.deepcopy(kit)
    theirs["colours"][3]["srgb"] = "#112233"
    merge(mine, COLOURS.load(theirs))
    assert [row.was for row in mine.rows][-1] == kit["colours"][3]["token"]
    assert not mine.is_clean


def test_what_another_removed_and_i_changed_is_told(kit: Kit) -> None:
    mine = posted(COLOURS, kit, r3_srgb="#000001")
    theirs = copy.deepcopy(kit)
    del theirs["colours"][3], theirs["colours"][4]
    merge(mine, COLOURS.load(theirs))
    assert not mine.is_clean
    assert [row.values["token"] for row in mine.rows if not row.was] == ["Mohn"]
    assert "Leinen" not in [row.values["token"] for row in mine.rows]


def test_rows_not_shown_keep_their_place(kit: Kit) -> None:
    entries = COLOURS.load(kit)
    rows = rows_of(COLOURS, entries, [2, 4])
    rows.rows.insert(1, new_row(rows, token="Dazu"))
    names = [
        e["token"] for e in splice(rows, entries, [{"token": "A"}, {"token": "B"}, {"token": "C"}])
    ]
    assert names[:6] == ["Tanne", "Halm", "A", "B", "Mohn", "C"]
    rows.rows.reverse()
    names = [
        e["token"] for e in splice(rows, entries, [{"token": "C"}, {"token": "B"}, {"token": "A"}])
    ]
    assert names[:6] == ["Tanne", "Halm", "C", "B", "A", "Mohn"]


def test_buttons_add_move_remove_and_mix(kit: Kit) -> None:
    rows = rows_of(COLOURS, COLOURS.load(kit))
    assert act([rows], "down:r0")
    assert act([rows], "remove:r2")
    assert act([rows], "add:colours")
    assert [row.was for row in rows.rows][:2] == ["Halm", "Tanne"]
    row = rows.rows[-1]
    row.values |= {"base": "Halm", "share": "40"}
    mix_tint(row, rows.rows)
    inks = [row.values[ink] for ink in ("cyan", "magenta", "yellow", "black")]
    assert (inks, row.values["srgb"]) == (["25", "0", "40", "0"], "#C5E1A9")
    for odd in ("1e400", "nan", "x"):
        next(r for r in rows.rows if r is not row).values["cyan"] = odd
        mix_tint(row, rows.rows)
    assert not act([rows], "")
    assert not act([rows], "explode:r0")
    assert not act([rows_of(LIMITS, LIMITS.load(kit))], "remove:r0")


def test_a_setting_has_the_numbers_of_its_rule() -> None:
    rows = Rows(RULES, [])
    assert act([rows], "add:rules", {"rules": {"rule": "type.smallest"}})
    keys = {one.key for one in RULES.fields_of(rows.rows[0].values)}
    assert any(key.startswith("number_") for key in keys)


def test_renaming_a_colour_renames_its_uses(kit: Kit) -> None:
    places = {(use.part, use.entry) for use in find_uses(kit, Named.COLOUR, "Halm")}
    assert {("colours", "Keim"), ("pairs", "Tanne/Halm")} <= places
    rename_uses(kit, Named.COLOUR, {"Halm": "Tanne", "Tanne": "Halm"})
    assert ("pairs", "Halm/Tanne") in {
        (use.part, use.entry) for use in find_uses(kit, Named.COLOUR, "Halm")
    }
    assert "Halm" in kit["logos"][1]["grounds"]
    rename_uses(kit, Named.FONT, {"Inter-Regular.otf": "Neu.otf"})
    assert find_uses(kit, Named.FONT, "Inter-Regular.otf") == []
    assert len(find_uses(kit, Named.FONT, "Neu.otf")) > 2


def test_every_problem_belongs_to_a_section(kit: Kit) -> None:
    kit["colours"][0]["contrast_partner"] = "Halm40x"
    kit["pairs"][0]["ground"] = "Rosa"
    kit["text_styles"][6]["hyphenation"]["languages"] = ["xx"]
    kit["wordings"][0]["suggestion"] = None
    kit["profile"] = None
    problems = parse_draft(kit).problems
    assert {section_of(p).key for p in problems} == {
        *("colours", "pairs", "styles", "wordings", "profile")
    }


def test_comparing_says_what_changed_entry_by_entry(kit: Kit) -> None:
    now = copy.deepcopy(kit)
    now["colours"][1]["srgb"] = "#112233"
    now["pairs"].pop()
    now["claims"]["second"] = {"de": "Blüht.", "en": "Blooms."}
    files = ({"fonts/Inter-Bold.otf": "a"}, {"fonts/Inter-Bold.otf": "b"})
    changes = {change.section.key: change.entries for change in compare(kit, now, files)}
    assert set(changes) == {"colours", "pairs", "fonts", "claims"}
    [colour] = changes["colours"]
    assert (colour.kind, colour.name, colour.swatches) == (
        ChangeKind.CHANGED,
        "Halm",
        ("#6FB529", "#112233"),
    )
    assert [(f.before, f.now) for f in colour.fields] == [("#6FB529", "#112233")]
    assert changes["pairs"][0].kind is ChangeKind.REMOVED
    assert changes["claims"][0].kind is ChangeKind.ADDED
    assert compare(kit, kit) == ()


def test_a_list_of_words_comes_back_as_it_went(kit: Kit) -> None:
    read = read_list(write_list(kit["wordings"]))
    assert read.problems == ()
    assert list(read.wordings) == kit["wordings"]


def test_a_list_is_no_way_into_a_spreadsheet() -> None:
    data = write_list([{"language": "de", "phrase": "=1+1", "suggestion": "@x"}])
    assert b";'=1+1;'@x;" in data
    assert read_list(data).wordings[0]["phrase"] == "=1+1"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"phrase\nbillig\n",
        b"\xff\xfe\x00",
        b"\x00" * 50,
        b'language;phrase\nde;"offen',
        b"x" * 2_000_001,
    ],
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        read_list(data)


def test_bad_lines_of_a_list_are_told_by_number() -> None:
    read = read_list(b"language,phrase,kind\nde,gut,forbidden\nfr,bon,\nde,,\nde,x,maybe\n")
    assert [problem.line for problem in read.problems] == [3, 4, 5]


@pytest.mark.parametrize("text", ["[]", "{", '{"token": 3, "x": [1]}', "1" * 5000, "[" * 5000])
def test_forged_hidden_fields_are_harmless(text: str, kit: Kit) -> None:
    rows = posted(WORDINGS, kit, **{"shown-wordings": text, "r0.seen": text})
    merge(rows, WORDINGS.load(kit))
    assert len(rows.rows) >= 1
