"""Owns the facts about the inks of a finished file."""

import pytest

from brand_assets.typesetting.pdf_writer import PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.preflight.inks import inks_of
from brand_assets.typesetting.setting import set_document
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")


@pytest.mark.parametrize(
    ("name", "spot", "inks"),
    [
        ("fruehling-flyer-a5", SpotMode.ALTERNATE, PROCESS),
        ("fruehling-flyer-a5", SpotMode.SEPARATION, (*PROCESS, "HKS 65 K")),
        ("fruehling-anzeige-91x120", SpotMode.ALTERNATE, ("Black",)),
        # The logo of the newspaper ad is black: the spot ink has nothing to print there.
        ("fruehling-anzeige-91x120", SpotMode.SEPARATION, ("Black",)),
    ],
)
def test_inks_are_those_that_print(name: str, spot: SpotMode, inks: tuple[str, ...]) -> None:
    photos, _ = demo_photos()
    found = set_document(template(name), ad_values("fruehling"), demo_kit(), photos)
    data = write_pdf(found.display, demo_kit(), photos, PdfOptions(spot=spot))
    assert inks_of(data) == inks
