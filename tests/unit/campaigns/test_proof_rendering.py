"""Owns the facts about rendering proofs: codes are read back from the pictures that are kept."""

from typing import Any

import pytest

from brand_assets.cd_rules import CheckContext, check_pages
from brand_assets.design_facts import Severity
from brand_assets.typesetting.setting import SetDocument
from campaigns.proofs.rendering import FileSpec, Rendering, render_proof
from campaigns.proofs.rules import FileKind
from tests.factories.documents import frame, set_frames
from tests.factories.facts import a_context
from tests.factories.kit import demo_kit, demo_photos

PLACE: dict[str, Any] = {"x": 40, "y": 40, "w": 30, "h": 30}
PAGE: dict[str, Any] = {"medium": "print", "unit": "mm", "width": 148, "height": 210, "bleed": 3}
CODE = frame("qr", "code", data="HTTPS://HALMGRUEN.EXAMPLE/L/ABCD2345", colour="Tanne", **PLACE)
COVER = frame("rect", "cover", x=45, y=45, w=14, h=14, colour="Mohn")


def _rendered(found: SetDocument, *, on_screen: bool = False) -> Rendering:
    spec = FileSpec(on_screen, 1080, 1080) if on_screen else FileSpec(on_screen)
    return render_proof(found, demo_kit(), demo_photos()[0], spec)


def _rules(rendering: Rendering, context: CheckContext) -> dict[str, Severity]:
    return {f.rule: f.severity for f in check_pages(rendering.facts, demo_kit(), context)}


@pytest.mark.parametrize("rotation", [0, 45])
def test_a_proof_tells_that_its_code_reads(rotation: float) -> None:
    made = _rendered(set_frames(CODE | {"rotation": rotation}, **PAGE))
    code = made.facts[0].frame("code").qr
    assert code is not None
    assert code.read is True
    assert "code.read" not in _rules(made, a_context())
    assert [file.kind for file in made.files] == [FileKind.PREVIEW_JPEG, FileKind.PRESS_PDF]


def test_a_proof_whose_code_does_not_read_blocks() -> None:
    made = _rendered(set_frames(CODE, COVER, **PAGE))
    assert _rules(made, a_context())["code.read"] is Severity.BLOCKS


def test_a_small_code_on_a_large_sheet_is_looked_at_closely() -> None:
    large = {"medium": "poster", "width": 594, "height": 841}
    made = _rendered(set_frames(CODE | {"w": 20, "h": 20}, **(PAGE | large)))
    code = made.facts[0].frame("code").qr
    assert code is not None
    assert code.module * 1080 / 594 < 2
    assert code.read is True


def test_pictures_for_channels_are_read_too() -> None:
    made = _rendered(set_frames(CODE | {"w": 120, "h": 120}), on_screen=True)
    code = made.facts[0].frame("code").qr
    assert code is not None
    assert code.read is True
    assert [file.kind for file in made.files] == [FileKind.PREVIEW_JPEG, FileKind.CHANNEL_JPEG]
