"""Owns the facts about rules on texts of several looks: the worst part is judged."""

from dataclasses import replace

from brand_assets.cd_rules import check_pages
from tests.factories.facts import a_context, a_kit, a_page, a_text


def _findings(rule: str, **changes: object) -> list[str]:
    size = changes.pop("size", 9.0)
    assert isinstance(size, float)
    text = a_text()
    assert text.text is not None
    text = replace(text, text=replace(text.text, size=size, **changes))  # type: ignore[arg-type]  # any of its fields
    found = check_pages((a_page(text),), a_kit(), a_context())
    return [finding.message.de for finding in found if finding.rule == rule]


def test_the_colour_of_any_part_is_looked_up() -> None:
    found = _findings("colour.pair", more_colours=("Mohn", "Halm"))
    assert found == ["„Text“: Halm / Leinen ist nur für Flächen erlaubt."]


def test_the_contrast_of_the_palest_part_counts() -> None:
    assert _findings("colour.contrast") == []
    assert _findings("colour.contrast", more_colours=("Halm",)) == [
        "„Text“ hat nur Kontrast 2,3, nötig sind 4,5."
    ]


def test_the_ink_of_every_part_counts() -> None:
    found = _findings("colour.ink", more_colours=("Tiefschwarz",))
    assert found == ["Tiefschwarz: Farbauftrag 320 %, erlaubt sind 280 %."]


def test_the_smallest_part_is_judged() -> None:
    found = _findings("type.smallest", size=9.0, smallest=5.4)
    assert found == ["Im Druck ist „Text“ nur 5,4 pt groß, nötig sind 6,0 pt."]
    assert _findings("type.smallest", size=9.0, smallest=6) == []
