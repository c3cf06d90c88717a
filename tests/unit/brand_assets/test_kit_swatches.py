"""Swatch files: ASE and ACO in all their spaces, hostile ones refused, what they bring."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.kit.exchange.from_swatches import plan_swatches
from brand_assets.kit.exchange.plan import State
from brand_assets.kit.exchange.swatches import Space, Use, read_swatches
from portal.foundation.errors import Invalid
from tests.factories.swatches import GROUP_END, AcoColour, aco_file, ase_colour, ase_file, ase_group
from tests.unit.brand_assets.test_kit_tokens import INKS, demo_definition, sentence_of

ASE = ase_file(
    ase_colour("Papier", b"RGB ", (1.0, 0.5, 0.25), 0),
    ase_group("Haus"),
    ase_colour("HKS 65 K", b"CMYK", (0.6, 0.0, 1.0, 0.0), 1),
    ase_colour("Lab", b"LAB ", (0.5, 40.0, -30.0)),
    GROUP_END,
    ase_colour("Grau", b"Gray", (0.25,)),
    ase_colour("Neu", b"XYZ ", (0.1, 0.2, 0.3)),
)
COLOURS: tuple[AcoColour, ...] = (
    ("Rot", 0, (65535, 0, 0, 0)),
    ("Hell", 1, (21845, 65535, 65535, 0)),
    ("Cyan", 2, (0, 65535, 65535, 65535)),
    ("Lab", 7, (5000, 4000, 65536 - 3000, 0)),
    ("Grau", 8, (7500, 0, 0, 0)),
    ("Breit", 9, (10000, 0, 5000, 0)),
    ("HKS", 10, (1, 2, 3, 4)),
)
ACO = aco_file(*COLOURS)


def test_ase_holds_groups_spaces_and_uses() -> None:
    found = read_swatches(ASE)
    assert found.unread == 1
    assert [(one.name, one.group, one.use) for one in found.swatches] == [
        ("Papier", "", Use.GLOBAL),
        ("HKS 65 K", "Haus", Use.SPOT),
        ("Lab", "Haus", Use.PROCESS),
        ("Grau", "", Use.PROCESS),
    ]
    paper, spot, lab, grey = found.swatches
    assert paper.values == (1.0, 0.5, 0.25)
    assert spot.values == (60, 0, 100, 0)
    assert lab.values == (50, 40, -30)
    assert (grey.space, grey.values) == (Space.GREY, (75,))


def test_aco_of_both_versions_says_the_same() -> None:
    first, second = read_swatches(aco_file(*COLOURS, version=1)), read_swatches(ACO)
    assert [one.values for one in first.swatches] == [one.values for one in second.swatches]
    assert {one.name for one in first.swatches} == {""}
    assert second.unread == first.unread == 1
    assert [(one.name, one.space) for one in second.swatches][:3] == [
        ("Rot", Space.RGB),
        ("Hell", Space.RGB),
        ("Cyan", Space.CMYK),
    ]
    values = {one.name: tuple(round(v, 2) for v in one.values) for one in second.swatches}
    assert values == {
        "Rot": (1, 0, 0),
        "Hell": (0, 1, 0),
        "Cyan": (100, 0, 0, 0),
        "Lab": (50, 40, -30),
        "Grau": (75,),
        "Breit": (100, 0, 50, 0),
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ASEF",
        b"\xff\xd8\xff\xe0 a photo",
        ASE[:40],
        ACO[:33],
        b"ASEF" + struct.pack(">HHI", 1, 0, 4_000_000_000),
        struct.pack(">HH", 1, 60_000),
        struct.pack(">HH", 1, 0),
        ase_file(),
        ase_file(struct.pack(">HI", 1, 0xFFFFFFFF)),
        ase_file(ase_colour("NaN", b"RGB ", (float("nan"), 0, 0))),
        b"\0" * 2_000_001,
    ],
    ids=[
        *("empty", "magic", "jpeg", "cut ase", "cut aco", "many", "many aco", "none", "none ase"),
        *("huge block", "nan", "too large"),
    ],
)
def test_bad_swatches_are_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        read_swatches(data)
    assert str(refusal.value).endswith(".")


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([ASE, ACO]), st.integers(0, 200), st.binary(min_size=1, max_size=6))
def test_no_damage_to_swatches_is_a_crash(data: bytes, at: int, noise: bytes) -> None:
    damaged = data[:at] + noise + data[at + len(noise) :]
    planned = sentence_of(lambda: plan_swatches(read_swatches(damaged), demo_definition(), INKS))
    assert planned.endswith(".")


def test_swatches_come_in_with_their_own_inks() -> None:
    plan = plan_swatches(read_swatches(ASE), demo_definition(), INKS)
    by_name = {one.part.token: one for one in plan.colours}
    assert set(by_name) == {"Papier", "HKS-65-K", "Lab", "Grau"}
    spot = by_name["HKS-65-K"].part
    assert (spot.spot, spot.cmyk) == ("HKS 65 K", (60, 0, 100, 0))
    assert spot.srgb != "#6FB529"
    assert by_name["Grau"].part.cmyk == (0, 0, 0, 75)
    assert by_name["Papier"].part.srgb == "#FF8040"
    assert "maker" in plan.left_out[0].reason.en


def test_the_kits_own_inks_are_the_same_and_others_a_change() -> None:
    file = read_swatches(
        ase_file(
            ase_colour("Tanne", b"CMYK", (0.9, 0.4, 0.8, 0.55)),
            ase_colour("Mohn", b"CMYK", (0.0, 1.0, 1.0, 0.0)),
        )
    )
    states = {
        one.part.token: one.state for one in plan_swatches(file, demo_definition(), INKS).colours
    }
    assert states == {"Tanne": State.SAME, "Mohn": State.CHANGED}


def test_registration_is_not_chosen() -> None:
    file = read_swatches(ase_file(ase_colour("[Registration]", b"CMYK", (1.0, 1.0, 1.0, 1.0))))
    (one,) = plan_swatches(file, demo_definition(), INKS).colours
    assert one.part.token == "Registration"
    assert not one.chosen
    assert "400" in one.notes[0].en


def test_lab_keeps_its_colour_on_paper() -> None:
    (found,) = INKS.from_lab([(45.0, 60.0, 40.0)])
    assert found.off < 3
