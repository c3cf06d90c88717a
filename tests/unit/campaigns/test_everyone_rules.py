"""Holds what a proof against everyone means: how tight texts sit, and which findings are errors."""

import zipfile
from xml.etree import ElementTree

import pytest

from brand_assets.design_facts import (
    Bilingual,
    Box,
    Finding,
    FrameFacts,
    FrameKind,
    PageFacts,
    Severity,
    TextFacts,
)
from campaigns.rollout.everyone.results import SaidOnce
from campaigns.rollout.everyone.rules import (
    MOST_OF_A_FRAME,
    MOST_TIGHT,
    Entry,
    Verdict,
    added_notes,
    errors_digest,
    merged_tightest,
    size_left,
    tight_frames,
    tight_key,
    used_room,
    verdict_of,
)
from campaigns.rollout.everyone.shortening import SaidShort, in_short
from portal.foundation.spreadsheets import Cell, write_csv
from portal.foundation.workbooks import write_xlsx

BOX = Box(10, 10, 50, 8)


def text(said: str, size: float = 8.0, overflow: int = 0, room: int | None = None) -> TextFacts:
    return TextFacts(said, "fliess", "Tanne", size, 6.0, 8.0, 1, overflow, room)


def page(*frames: tuple[str, TextFacts, tuple[str, ...]]) -> PageFacts:
    drawn = tuple(
        FrameFacts(name, FrameKind.TEXT, BOX, BOX, fields=fields, text=facts)
        for name, facts, fields in frames
    )
    return PageFacts("flyer-a5", "print", "mm", 0, 148, 210, 3, drawn)


@pytest.mark.parametrize(
    ("facts", "used"),
    [
        (text("acht Zei", room=16), 0.5),
        (text("ganz voll", room=9), 1.0),
        (text("zwanzig Zeichen lang", overflow=10, room=10), 2.0),
        (text("passt nirgends", overflow=14, room=0), 14.0),
        (text("", room=20), None),
        (text("Tabelle ohne Auskunft"), None),
    ],
)
def test_how_much_of_its_room_a_text_takes(facts: TextFacts, used: float | None) -> None:
    assert used_room(facts) == used


def test_how_far_a_text_can_still_shrink() -> None:
    assert size_left(text("a", size=8.0)) == 0.25
    assert size_left(text("a", size=6.0)) == 0.0


def test_only_what_differs_from_outlet_to_outlet_counts_as_tight() -> None:
    found = tight_frames(
        [
            page(
                ("fest", text("immer gleich", room=12), ()),
                ("adresse", text("Am Weidengrund 12", room=34), ("address",)),
                ("name", text("Halmgrün Hamburg", overflow=4, room=12), ("name",)),
            )
        ]
    )
    assert [(one.frame, one.field, one.used) for one in found] == [
        ("name", "name", 16 / 12),
        ("adresse", "address", 0.5),
    ]


def tight(frame: str, said: str, used: float, alike: int = 1) -> dict[str, object]:
    one = tight_frames([page((frame, text(said, room=100), (frame,)))])[0]
    return {
        "key": tight_key("flyer-a5", one),
        "used": used,
        "size_left": 0.0,
        "format": "flyer-a5",
        "page": 0,
        "frame": frame,
        "alike": alike,
    }


def test_the_ten_tightest_are_the_same_in_whatever_batches_they_come() -> None:
    every = [
        tight(f"f{n % 7}", f"Text {n % 30}", 0.3 + (n % 30) / 100 + (n % 7) / 1000)
        for n in range(420)
    ]
    at_once = merged_tightest([], every)
    in_batches: list[dict[str, object]] = []
    for start in range(0, len(every), 11):
        in_batches = merged_tightest(in_batches, every[start : start + 11])
    assert in_batches == at_once
    assert len(at_once) == MOST_TIGHT
    assert [one["alike"] for one in at_once] == [2] * MOST_TIGHT
    used = [one["used"] for one in at_once]
    assert used == sorted(used, reverse=True)
    frames = [one["frame"] for one in at_once]
    assert max(frames.count(one) for one in frames) <= MOST_OF_A_FRAME


def finding(rule: str, severity: Severity = Severity.BLOCKS, field: str | None = None) -> Finding:
    return Finding(rule, severity, Bilingual("so", "so"), field=field)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (finding("text.overflow", field="headline"), Verdict.ERROR),
        (finding("text.overflow"), Verdict.ERROR),
        (finding("text.overflow", field="own"), Verdict.OWN),
        (finding("field.required", field="headline"), Verdict.TO_ENTER),
        (finding("field.must_change", field="headline"), Verdict.TO_ENTER),
        (finding("field.required", field="locked"), Verdict.ERROR),
        (finding("field.required"), Verdict.ERROR),
        (finding("text.overflow", field="once_own"), Verdict.ERROR),
        (finding("price.from", Severity.CHECK, "own"), Verdict.LOOK),
        (finding("wording.preferred", Severity.NOTE), None),
    ],
)
def test_an_error_is_what_head_office_gives_and_cannot_be_ordered(
    found: Finding, verdict: Verdict | None
) -> None:
    entry = Entry(open=frozenset({"headline", "own"}), own=frozenset({"own", "once_own"}))
    assert verdict_of(found, entry) is verdict


def test_an_exception_holds_for_the_same_errors_in_any_order() -> None:
    one, two = ("text.overflow", "flyer-a5", 0, "name", "name"), ("qr.target", "post", 1, "qr", "")
    assert errors_digest([]) == ""
    assert errors_digest([one, two]) == errors_digest([two, one, one])
    assert errors_digest([one]) != errors_digest([one, two])


def test_notes_are_counted_by_rule() -> None:
    assert added_notes({"a": 2}, ["a", "b"]) == {"a": 3, "b": 1}


def test_tables_hold_no_formulas() -> None:
    rows: list[list[Cell]] = [["Filiale", "Prozent"], ["=1+1", 97], ["Müller & Söhne <1>\x01", 3.5]]
    assert "'=1+1" in write_csv(rows)
    with write_xlsx("Probe [1]", rows) as book, zipfile.ZipFile(book) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))  # noqa: S314 - our own file
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    cells = [(c.get("t"), "".join(c.itertext())) for c in sheet.iter(f"{space}c")]
    assert cells[2:] == [
        ("inlineStr", "=1+1"),
        (None, "97"),
        ("inlineStr", "Müller & Söhne <1>\ufffd"),
        (None, "3.5"),
    ]
    assert not list(sheet.iter(f"{space}f"))


def test_one_place_in_many_formats_is_told_once() -> None:
    frame = {"de": "Überschrift", "en": "Headline"}

    def said(verdict: Verdict, text: str, formats: list[str], *frames: dict[str, str]) -> SaidOnce:
        return SaidOnce(verdict, {"de": text, "en": text}, formats, list(frames))

    found = [
        said(Verdict.ERROR, "8 zu lang", ["a3"], frame),
        said(Verdict.ERROR, "9 zu lang", ["post", "a3"], frame),
        said(Verdict.LOOK, "Eng", ["post"], frame),
        said(Verdict.ERROR, "Kein Bild", ["a3"]),
        said(Verdict.ERROR, "Kein Preis", ["a3"]),
    ]
    assert in_short(found, "en") == [
        SaidShort(Verdict.ERROR, "8 zu lang", "Headline", ("a3", "post")),
        SaidShort(Verdict.LOOK, "Eng", "Headline", ("post",)),
        SaidShort(Verdict.ERROR, "Kein Bild", "", ("a3",)),
        SaidShort(Verdict.ERROR, "Kein Preis", "", ("a3",)),
    ]
