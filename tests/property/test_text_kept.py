"""Owns the promise that no text is lost: what was typed is what a PDF's text says."""

import unicodedata

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.typesetting.document import read_document
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import pdfium_lock
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.values import OfferRow, PriceValue, RowsValue, TextValue
from tests.factories.kit import demo_kit, demo_photos
from tests.golden.case import ad, frame

_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßABCÄÖÜ0123456789éàñçøşłğ.,:;!?%&()„“‚‘–€"
_WORDS = st.lists(st.text(_LETTERS, min_size=1, max_size=14), min_size=1, max_size=25)
_TEXTS = st.builds(lambda words, by: by.join(words), _WORDS, st.sampled_from([" ", "\n", "  "]))
_FIELD = {"kind": "field", "field": "text"}
_TYPE = {"style": "Text", "colour": "Tanne", "size_max": 14.0, "size_min": 6.0}


def _read(frames: list[object], values: dict[str, object], mode: Mode) -> str:
    document = read_document(ad(*frames))  # type: ignore[arg-type]  # data of any kind
    photos = demo_photos()[0]
    found = set_document(document, values, demo_kit(), photos)  # type: ignore[arg-type]
    pdf = write_pdf(found.display, demo_kit(), photos, PdfOptions(mode=mode))
    with pdfium_lock:
        opened = pdfium.PdfDocument(pdf)
        try:
            return str(opened[0].get_textpage().get_text_bounded())
        finally:
            opened.close()


def _plain(text: str) -> str:
    """Return the text without what layout decides: spaces, ends of lines, hyphens at them."""
    whole = unicodedata.normalize("NFKC", text)
    dropped = "-\u2010\u00ad\u0002\ufffe\u200b"
    return "".join(sign for sign in whole if not sign.isspace() and sign not in dropped)


@pytest.mark.parametrize("mode", list(Mode))
@settings(max_examples=30, deadline=None, derandomize=True)
@given(text=_TEXTS, balance=st.booleans())
def test_typed_text_is_in_the_file(mode: Mode, text: str, balance: bool) -> None:
    box = frame("text", "t", (2, 2, 144, 101), parts=[_FIELD], balance=balance, **_TYPE)
    assert _plain(_read([box], {"text": TextValue(text)}, mode)) == _plain(text)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(text=_TEXTS, columns=st.integers(1, 3), align=st.sampled_from(["left", "justify"]))
def test_running_text_is_in_the_file(text: str, columns: int, align: str) -> None:
    look = {"key": "a", "style": "Text", "size": 8.0, "align": align}
    blocks = [{"kind": "paragraph", "look": "a", "parts": [_FIELD]}]
    rest = {"colour": "Tanne", "looks": [look], "blocks": blocks, "columns": columns}
    story = frame("story", "s", (2, 2, 144, 101), **rest)
    found = _plain(_read([story], {"text": TextValue(text)}, Mode.PRESS))
    assert sorted(found) == sorted(_plain(text))
    if columns == 1:
        assert found == _plain(text)


_SIGNS = "abcdefghij äöüß0123456789,."
_ROWS = st.builds(
    OfferRow,
    st.text(_SIGNS, min_size=1, max_size=20),
    st.text(_SIGNS, max_size=8),
    st.integers(1, 999_999).map(PriceValue),
)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(rows=st.lists(_ROWS, min_size=1, max_size=6))
def test_every_offer_of_a_table_is_in_the_file(rows: list[OfferRow]) -> None:
    shared = {"style": "Klein", "size": 8.0}
    columns = [{"source": s, "share": 0.3} | shared for s in ("name", "size", "price")]
    table = {"field": "text", "columns": columns, "row_height": 9.0} | _TYPE
    box = frame("table", "t", (2, 2, 144, 90), **table)
    found = sorted(_plain(_read([box], {"text": RowsValue(tuple(rows))}, Mode.PRESS)))
    for row in rows:
        for sign in _plain(row.name + row.size):
            found.remove(sign)


def test_text_that_is_lost_would_be_noticed() -> None:
    box = frame("text", "t", (2, 2, 144, 101), parts=[_FIELD], **_TYPE)
    assert _plain(_read([box], {"text": TextValue("Der Topf")}, Mode.PRESS)) != _plain("Der Top")
