"""Owns what holds for any story: it sets, none of its text is lost, its lines stay in columns."""

import re
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brand_assets.typesetting.document import read_document
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.values import TextValue
from tests.factories.documents import raw_document
from tests.factories.kit import demo_kit, demo_photos
from tests.factories.stories import columns_of, drawn_lines, field, list_of, paragraph, story

WORD = st.text("abcdefghijklmnopqrstuvwxyzäöüßABCÄÖÜ", min_size=1, max_size=14)
TEXT = st.lists(st.lists(WORD, min_size=1, max_size=25).map(" ".join), min_size=1, max_size=6).map(
    "\n".join
)
ANY = st.text(
    st.one_of(st.characters(max_codepoint=0x2FFF), st.sampled_from("\t\n\u2029\u00ad\u05d0")),
    max_size=120,
)
GAP = st.floats(0, 60)
TABS = st.lists(
    st.builds(
        lambda at, align, leader: {"at": at, "align": align, "leader": leader},
        st.integers(1, 300),
        st.sampled_from(["left", "right", "center", "decimal"]),
        st.sampled_from([None, ".", ". ", "\u0301"]),
    ),
    max_size=4,
    unique_by=lambda tab: tab["at"],
).map(lambda tabs: sorted(tabs, key=lambda tab: tab["at"]))
LOOK: dict[str, st.SearchStrategy[Any]] = {
    "size": st.floats(1, 60),
    "leading": st.floats(0.5, 4),
    "align": st.sampled_from(["left", "center", "right", "start", "end", "justify"]),
    "last_line": st.sampled_from(["left", "center", "right", "start", "end", "justify"]),
    "first_indent": st.floats(-60, 60),
    "left_indent": GAP,
    "right_indent": GAP,
    "space_before": GAP,
    "space_after": GAP,
    "keep_together": st.booleans(),
    "keep_with_next": st.booleans(),
    "orphans": st.integers(1, 10),
    "widows": st.integers(1, 10),
    "balance": st.booleans(),
    "hyphenate": st.booleans(),
    "tabs": TABS,
}
LOOKS = st.fixed_dictionaries({"key": st.just("body"), "style": st.just("Text")} | LOOK)
FRAMES = st.fixed_dictionaries(
    {"w": st.floats(300, 900), "h": st.floats(1, 600), "columns": st.integers(1, 6)},
    optional={
        "gutter": st.floats(0, 20),
        "balance": st.booleans(),
        "valign": st.sampled_from(["top", "middle", "bottom", "justify"]),
        "rotation": st.floats(-360, 360),
        "grid": st.builds(lambda step: {"step": step}, st.floats(0.5, 80)),
        "fit": st.just({"scale_min": 0.5, "leading_min": 0.8}),
        "rule": st.just({"width": 0.5, "colour": "Halm"}),
    },
)
QUICK = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def _letters(text: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", text)


@QUICK
@given(text=TEXT, frame=FRAMES, look=LOOKS)
def test_no_text_of_a_story_is_lost(text: str, frame: dict[str, Any], look: dict[str, Any]) -> None:
    frame = frame | {"rotation": 0}
    raw = raw_document(story(paragraph(field("a")), looks=[look], **frame))
    found = set_document(read_document(raw), {"a": TextValue(text)}, demo_kit(), demo_photos()[0])
    lines = drawn_lines(found)
    assert _letters("".join(line.text for line in lines)) == _letters(text)
    for column in columns_of(lines):
        assert all(upper.y <= lower.y + 1e-6 for upper, lower in pairwise(column))


@QUICK
@given(text=ANY, frame=FRAMES, look=LOOKS, listed=st.booleans())
def test_any_text_sets(
    text: str, frame: dict[str, Any], look: dict[str, Any], listed: bool
) -> None:
    block = list_of(field="a", inner={"hang": 5}) if listed else paragraph(field("a"))
    raw = raw_document(story(block, looks=[look], **frame))
    found = set_document(read_document(raw), {"a": TextValue(text)}, demo_kit(), demo_photos()[0])
    facts = found.facts[0].frame("a").text
    assert (facts is None) == (not found.display.pages[0].items)
    assert facts is None or facts.overflow_chars >= 0


@QUICK
@given(text=TEXT, columns=st.integers(1, 5), width=st.floats(150, 400))
def test_justified_lines_fill_their_columns(text: str, columns: int, width: float) -> None:
    look = {"key": "body", "style": "Text", "size": 8, "align": "justify"}
    whole = width * columns + 10 * (columns - 1)
    raw = raw_document(
        story(text, looks=[look], columns=columns, gutter=10, w=whole, h=90), width=4_000
    )
    found = set_document(read_document(raw), {}, demo_kit(), demo_photos()[0])
    lines = drawn_lines(found)
    for line in lines:
        left = min(round(line.x / (width + 10)), columns - 1) * (width + 10)
        assert abs(line.x - left) < 0.01
        assert line.right <= left + width + 0.06
        full = abs(line.right - left - width) < 0.06
        ends = any(one.endswith(line.text) for one in text.split("\n"))
        assert full or ends or " " not in line.text
