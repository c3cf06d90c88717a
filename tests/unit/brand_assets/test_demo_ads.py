"""The rules on real pages: the demonstration's ads are clean, and each spoilt one is caught."""

from datetime import date

import pytest

from brand_assets.cd_rules import CheckContext, check_ad
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.values import FieldValue, TextValue
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos, photos_with_subjects

OWNER = ("Jonas Petersen", "Am Weidengrund 12", "Hamburg")
FORMS = (
    *("flyer-a5", "plakat-a3", "anzeige-91x120"),
    *("post-1080", "story-1080x1920", "banner-300x250"),
)
TEXTS = ("headline", "angebote.titel", "angebote.text", "event.titel", "event.text")


def judged(name: str, **changes: FieldValue) -> dict[str, str]:
    campaign = name.partition("-")[0]
    values = ad_values(campaign) | {key.replace("_", "."): v for key, v in changes.items()}
    document, kit, photos = template(name), demo_kit(), photos_with_subjects()
    texts = {k: v.text for k in TEXTS if isinstance(v := values.get(k), TextValue)}
    context = CheckContext(document.medium, date(2027, 5, 10), values=texts, identity=OWNER)
    report = check_ad(set_document(document, values, kit, photos).facts, kit, context)
    assert report.tested >= 40
    return {finding.rule: finding.message.de for finding in report.findings}


@pytest.mark.parametrize("campaign", ["fruehling", "kraeuter"])
@pytest.mark.parametrize("form", FORMS)
def test_demo_ads_are_clean(campaign: str, form: str) -> None:
    assert judged(f"{campaign}-{form}") == {}


def test_long_headline_is_caught_with_its_count() -> None:
    long = TextValue("Jetzt wird es höchste Zeit für das Gewächshaus und alles andere. " * 3)
    found = judged("fruehling-anzeige-91x120", headline=long)
    assert "Zeichen zu lang." in found["text.overflow"]


def test_forbidden_word_is_caught() -> None:
    found = judged("fruehling-flyer-a5", headline=TextValue("Billige Beete."))
    assert found == {
        "wording.forbidden": "„Billige“ verwendet die Marke nicht. Besser: „Günstige“. "
        "Wir verkaufen gute Pflanzen zu guten Preisen."
    }


def test_glyph_that_no_font_has_is_caught() -> None:
    found = judged("fruehling-post-1080", headline=TextValue("Raus ins Beet 🌷."))
    assert "type.glyphs" in found


def test_missing_legal_line_is_caught() -> None:
    document = template("fruehling-flyer-a5")
    pages = tuple(
        replace_frames(page, [f for f in page.frames if f.id != "s2-rechtstext"])
        for page in document.pages
    )
    spoilt = document.model_copy(update={"pages": pages})
    kit, (photos, _) = demo_kit(), demo_photos()
    facts = set_document(spoilt, ad_values("fruehling"), kit, photos).facts
    report = check_ad(facts, kit, CheckContext("print", date(2027, 5, 10)))
    assert [f.rule for f in report.findings] == ["legal.line"]


def replace_frames(page: object, frames: list[object]) -> object:
    return page.model_copy(update={"frames": tuple(frames)})  # type: ignore[attr-defined] # a page
