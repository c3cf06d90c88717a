"""Owns what holds for any text: it sets, none of it is lost, and files give it back."""

import re
import unicodedata
from typing import Any

import pypdfium2 as pdfium
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.text.directions import directions
from brand_assets.typesetting.text.faces import face_of
from brand_assets.typesetting.text.fallbacks import IGNORABLE
from brand_assets.typesetting.text.lines import first_fit
from brand_assets.typesetting.text.paragraphs import line_clusters, paragraph
from brand_assets.typesetting.text.run import Run
from brand_assets.typesetting.text.typography import settable
from brand_assets.typesetting.values import TextValue
from tests.factories.documents import document, facts_of, frame
from tests.factories.fonts import wide_kit
from tests.factories.kit import demo_photos

_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x300, 0x36F),
    (0x370, 0x3FF),
    (0x400, 0x4FF),
    (0x591, 0x5F4),
    (0x600, 0x6FF),
    (0x1F300, 0x1FAFF),
    (0x2000, 0x206F),
    (0xFE00, 0xFE0F),
    (0x00, 0x1F),
    (0x7F, 0x9F),
    (0x1E900, 0x1E95F),
)
ANY = st.text(st.one_of([st.characters(min_codepoint=a, max_codepoint=b) for a, b in _RANGES]))
_PLAIN = "".join(chr(c) for c in (*range(0x21, 0x7F), *range(0xC0, 0x180), *range(0x410, 0x450)))
TO_THE_RIGHT = st.lists(st.text(_PLAIN.replace("-", ""), min_size=1, max_size=12), max_size=12).map(
    " ".join
)
LOOKS = st.fixed_dictionaries(
    {},
    optional={
        "bold": st.booleans(),
        "colour": st.sampled_from(["Mohn", "Halm"]),
        "scale": st.floats(0.1, 4),
        "raised": st.floats(-2, 2),
        "position": st.sampled_from(["super", "sub"]),
        "tracking": st.floats(-200, 1000),
        "features": st.lists(st.sampled_from(["tnum", "onum", "smcp", "liga=0"]), max_size=3),
        "underline": st.booleans(),
        "strike": st.booleans(),
        "marks": st.lists(st.sampled_from(["bold", "super", "sub"]), max_size=3),
    },
)
FRAMES = st.fixed_dictionaries(
    {"w": st.floats(1, 400), "h": st.floats(1, 400)},
    optional={
        "align": st.sampled_from(["left", "center", "right", "start", "end"]),
        "valign": st.sampled_from(["top", "middle", "bottom", "caps"]),
        "direction": st.sampled_from(["auto", "ltr", "rtl"]),
        "rotation": st.floats(-360, 360),
        "balance": st.booleans(),
        "tracking": st.floats(-200, 1000),
        "leading_range": st.just([0.9, 1.5]),
        "tracking_range": st.just([-30, 5]),
        "max_lines": st.integers(1, 5),
        "step": st.floats(0.002, 0.5),
    },
)
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def _set(texts: list[tuple[str, dict[str, Any]]], language: str, **more: Any) -> SetDocument:
    parts = [{"kind": "field", "field": f"f{n}"} | look for n, (_, look) in enumerate(texts)]
    values = {f"f{n}": TextValue(text) for n, (text, _) in enumerate(texts)}
    page = document(frame("text", parts=parts, **more))
    return set_document(page, values, wide_kit(), demo_photos()[0], language)


@RELAXED
@given(
    st.lists(st.tuples(ANY, LOOKS), min_size=1, max_size=4),
    FRAMES,
    st.sampled_from(["de", "en", "ar"]),
)
def test_any_text_sets_and_can_be_written(
    texts: list[tuple[str, dict[str, Any]]], more: dict[str, Any], language: str
) -> None:
    found = _set(texts, language, **more)
    pdf = write_pdf(found.display, wide_kit(), demo_photos()[0], PdfOptions(mode=Mode.SCREEN))
    with pdfium.PdfDocument(pdf) as read:
        assert len(read) == 1


@RELAXED
@given(st.lists(ANY, min_size=1, max_size=4), st.floats(0.5, 60))
def test_every_character_is_in_one_cluster_and_in_one_line(texts: list[str], width: float) -> None:
    kit = wide_kit()
    face = face_of(kit.fonts["Inter-Regular.otf"])
    others = tuple(face_of(kit.fonts[key]) for key in kit.font_fallbacks)
    runs = tuple(Run(settable(text), face, others, ("kern",)) for text in texts)
    shaped = paragraph(runs, "de")
    places = [at for cluster in shaped.clusters for at in range(cluster.start, cluster.end)]
    assert places == sorted(set(places))
    left = set(range(len(shaped.text))) - set(places)
    assert all(shaped.text[at] in IGNORABLE for at in left)
    lines = first_fit(shaped.measured, width)
    seen = [cluster.start for line in lines for cluster in line_clusters(shaped, line)]
    seen = [start for start in seen if start >= 0]
    assert len(seen) == len(set(seen))
    dropped = {cluster.start for cluster in shaped.clusters} - set(seen)
    assert all(shaped.text[at].isspace() for at in dropped)


@RELAXED
@given(ANY, st.sampled_from(["auto", "ltr", "rtl"]))
def test_every_character_has_a_level(text: str, direction: Any) -> None:
    found = directions(settable(text), "de", direction)
    if found is not None:
        assert len(found.levels) == len(settable(text))
        assert all(level >= found.base(at) for at, level in enumerate(found.levels))


def _normal(text: str) -> str:
    """Text as files give it back: composed, without spaces and line ends, which are drawn."""
    return unicodedata.normalize("NFC", re.sub(r"[\s\u200b\ufffe\x02-]", "", text))


@RELAXED
@given(
    st.lists(
        st.tuples(
            TO_THE_RIGHT,
            st.fixed_dictionaries(
                {},
                optional={
                    "bold": st.booleans(),
                    "colour": st.just("Mohn"),
                    "position": st.sampled_from(["super", "sub"]),
                    "underline": st.booleans(),
                },
            ),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_files_give_back_what_runs_to_the_right(texts: list[tuple[str, dict[str, Any]]]) -> None:
    found = _set(texts, "en", w=390, h=390, size_max=12)
    facts = facts_of(found).text
    if facts is None or facts.overflow_chars or facts.missing_glyphs:
        return
    pdf = write_pdf(found.display, wide_kit(), demo_photos()[0], PdfOptions(mode=Mode.SCREEN))
    with pdfium.PdfDocument(pdf) as read:
        text = read[0].get_textpage().get_text_bounded()
    assert _normal(text) == _normal(facts.text)
