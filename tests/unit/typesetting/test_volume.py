"""Owns the proof that a document with too much text is refused, and that the count is right."""

import pytest

from brand_assets.typesetting.document import read_document
from brand_assets.typesetting.scene import SettingError
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.text.volume import MAX_CHARS, chars_of
from brand_assets.typesetting.values import HoursValue, OfferRow, PriceValue, RowsValue, TextValue
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos
from tests.golden.case import ad, frame, literal

_TEXT = {"style": "Text", "colour": "Tanne", "size_max": 9.0, "size_min": 9.0}
_FIELD = {"kind": "field", "field": "lang"}


def test_what_is_written_and_what_fields_show_is_counted() -> None:
    document = read_document(
        ad(frame("text", "t", (0, 0, 9, 9), parts=[literal("abcd"), _FIELD, _FIELD], **_TEXT))
    )
    assert chars_of(document, {}) == 4
    assert chars_of(document, {"lang": TextValue("xyz")}) == 4 + 2 * 3
    assert chars_of(document, {"lang": HoursValue(("ab", "c"))}) == 4 + 2 * 3
    row = OfferRow("abc", "d", PriceValue(1), "ef")
    assert chars_of(document, {"lang": RowsValue((row,) * 10)}) > 4 + 2 * 60
    assert chars_of(document, {"sonst": TextValue("xyz")}) == 4


def test_an_ad_of_the_brand_is_far_from_the_limit() -> None:
    values = ad_values("fruehling", stress=True)
    assert 500 < chars_of(template("fruehling-flyer-a5"), values) < MAX_CHARS / 10


def test_more_text_than_possible_is_refused() -> None:
    document = read_document(ad(frame("text", "t", (0, 0, 9, 9), parts=[_FIELD], **_TEXT)))
    photos = demo_photos()[0]
    long = {"lang": TextValue("a" * (MAX_CHARS + 1))}
    with pytest.raises(SettingError) as refused:
        set_document(document, long, demo_kit(), photos)
    assert refused.value.code == "too_much_text"
    assert set_document(document, {"lang": TextValue("a" * 5000)}, demo_kit(), photos).facts
