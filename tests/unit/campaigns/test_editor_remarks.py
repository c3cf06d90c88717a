"""What stands beside a field in the editor: each rule once, as the tightest format has it."""

from brand_assets.design_facts import Bilingual, Finding, Mend, MendKind, Severity
from campaigns.proofs.editor import _remarks


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
