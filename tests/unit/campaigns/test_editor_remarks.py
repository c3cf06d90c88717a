"""What stands beside a field in the editor: each rule once, as the tightest format has it."""

from dataclasses import replace

from brand_assets.design_facts import Bilingual, Finding, FrameFacts, Mend, MendKind, Severity
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Section
from campaigns.localisation.resolving import ResolvedValues
from campaigns.proofs.checking import Check
from campaigns.proofs.editor import Room, _remarks, _rooms
from regions.partners.rules import OutletMasterData
from tests.factories.facts import a_page, a_text


def _too_long(place: str, too_many: int) -> Finding:
    label = Bilingual(f"Um {too_many} Zeichen kürzen", f"Shorten by {too_many}")
    return Finding(
        rule="text.overflow",
        severity=Severity.BLOCKS,
        message=Bilingual(f"{place} {too_many} Zeichen zu lang.", f"{place}: {too_many}"),
        field="headline",
        mends=(Mend(MendKind.SHORTEN, label),),
        figures={"too_many": float(too_many)},
    )


def test_one_mend_as_the_tightest_format_needs_it() -> None:
    (remark,) = _remarks([_too_long("Im Flyer", 4), _too_long("In der Anzeige", 8)])
    assert [mend.label.de for mend in remark.mends] == ["Um 8 Zeichen kürzen"]
    assert remark.messages[0].de == "In der Anzeige 8 Zeichen zu lang."


def test_what_blocks_stands_first() -> None:
    check = Finding("photo.resolution", Severity.CHECK, Bilingual("unscharf", "blurred"))
    remarks = _remarks([check, _too_long("Im Flyer", 1)])
    assert [remark.severity for remark in remarks] == [Severity.BLOCKS, Severity.CHECK]


def _resolved(text: str) -> ResolvedValues:
    label = Bilingual("Text", "Text")
    field = FieldDefinition(
        key="headline", kind=FieldKind.MULTILINE, label=label, section=Section.OFFER
    )
    outlet = OutletMasterData("1", "", "", "", "", "", "", "", "", "", ())
    return ResolvedValues((field,), {"headline": text}, {}, {}, outlet)


def _check(*frames: FrameFacts) -> Check:
    return Check("probe", (), (a_page(*frames),), "f" * 64)


def test_room_is_that_of_the_tightest_frame() -> None:
    frames = (a_text("Hallo", room_chars=40), a_text("Hallo", room_chars=12))
    assert _rooms([_check(*frames)], _resolved("Hallo")) == {"headline": Room(5, 12)}


def test_what_the_template_says_around_a_text_takes_its_room() -> None:
    frame = a_text("Heute neu:\nHallo", room_chars=40)
    assert _rooms([_check(frame)], _resolved("Hallo")) == {"headline": Room(5, 29)}


def test_a_frame_of_two_texts_tells_no_room() -> None:
    frame = replace(a_text("Hallo", room_chars=40), fields=("headline", "other"))
    assert _rooms([_check(frame)], _resolved("Hallo")) == {}
