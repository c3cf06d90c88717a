"""Owns the facts about barcodes: right modules, the fewest symbols, read back from the picture."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import text

from brand_assets.design_facts import BarcodeFacts, CodeProblem
from brand_assets.typesetting.codes.barcodes import encode
from brand_assets.typesetting.codes.code128 import FNC1, symbols_of
from brand_assets.typesetting.codes.symbols import Refused, Symbol, check_digit
from brand_assets.typesetting.display_list import DrawGlyphs, FillPath
from brand_assets.typesetting.document import DocumentError
from brand_assets.typesetting.setting import SetDocument
from brand_assets.typesetting.shapes.paths import polygons
from brand_assets.typesetting.values import TextValue
from tests.factories.documents import drawn_text, facts_of, frame, set_frames
from tests.factories.reading import painted, read_all

PAGE: dict[str, Any] = {"medium": "print", "unit": "mm", "width": 90, "height": 90}
EAN_WIDTH = 113 * 0.33
"""An EAN-13 at 100 %, quiet zones included, in mm."""


def _code(symbology: str, data: str, **more: Any) -> SetDocument:
    base: dict[str, Any] = {"colour": "Schwarz", "ground": "Weiss", "style": "Text"}
    base |= {"x": 10, "y": 30, "w": EAN_WIDTH, "h": 25.93}
    made = frame("barcode", symbology=symbology, data=data, **(base | more))
    return set_frames(made, **PAGE)


def _facts(found: SetDocument) -> BarcodeFacts:
    facts = facts_of(found).barcode
    assert facts is not None
    return facts


def _symbol(symbology: str, data: str) -> Symbol:
    found = encode(symbology, data)
    assert isinstance(found, Symbol)
    return found


@pytest.mark.parametrize("first", range(10))
def test_every_first_digit_of_an_ean_reads_back(first: int) -> None:
    digits = f"{first}{(first + 1) * 73_856_093_093 % 10**11:011d}"
    full = digits + check_digit(digits)
    found = _code("ean13", digits)
    assert _facts(found).data == full
    assert read_all(painted(found, 300)) == [("EAN-13", full)]


def test_the_sets_of_an_ean_are_those_of_the_standard() -> None:
    modules = _symbol("ean13", "466666666666").modules
    assert len(modules) == 95
    assert modules[:3] == modules[-3:] == "101"
    assert modules[45:50] == "01010"
    left = [modules[3 + 7 * place : 10 + 7 * place] for place in range(6)]
    odd, even, right = "0101111", "0000101", "1010000"
    assert left == [odd, even, odd, odd, even, even]
    assert modules[50:57] == right


@pytest.mark.parametrize("percent", [80, 100, 200])
@pytest.mark.parametrize("rotation", [0, 90, 180, -90, 12])
def test_an_ean_reads_back_at_its_sizes(percent: int, rotation: int) -> None:
    size = {"w": EAN_WIDTH * percent / 100, "h": 25.93 * percent / 100}
    found = _code("ean13", "4006381333931", x=7, y=20, rotation=rotation, **size)
    assert _facts(found).module == pytest.approx(0.33 * percent / 100)
    assert read_all(painted(found, 300)) == [("EAN-13", "4006381333931")]


@pytest.mark.parametrize("seed", range(5))
def test_ean_8_reads_back(seed: int) -> None:
    digits = f"{(seed + 1) * 7_385_609 % 10**7:07d}"
    found = _code("ean8", digits, w=81 * 0.264, h=17)
    assert read_all(painted(found, 300)) == [("EAN-8", digits + check_digit(digits))]


TEXTS = [
    "Heimspiel-2027/04",
    "0123456789",
    "12345",
    "A1234",
    "ABC123456def",
    "Zeile\t1\nZeile\x012",
    "~}|{`@",
    "x" * 20,
    "12AB3456",
]


@pytest.mark.parametrize("said", TEXTS)
@pytest.mark.parametrize("rotation", [0, 90])
def test_code_128_reads_back(said: str, rotation: int) -> None:
    modules = len(_symbol("code128", said).modules) + 20
    found = _code("code128", said, x=5, y=35, w=min(80, modules * 0.33), h=14, rotation=rotation)
    assert read_all(painted(found, 400)) == [("Code 128", said)]


def test_every_symbol_of_code_128_reads_back() -> None:
    small = "".join(map(chr, range(1, 128)))
    for start in range(0, len(small), 16):
        said = small[start : start + 16].strip()
        found = _code("code128", said, x=2, w=86, h=14, style=None)
        assert read_all(painted(found, 500)) == [("Code 128", said)]
    pairs = "".join(f"{pair:02d}" for pair in range(100))
    for start in range(0, len(pairs), 40):
        said = pairs[start : start + 40]
        found = _code("code128", said, x=2, w=86, h=14)
        assert len(symbols_of(said)) == 21
        assert read_all(painted(found, 500)) == [("Code 128", said)]


def _fewest(data: str) -> int:
    """The least number of symbols, found by trying all ways."""
    states = {(0, name): 1 for name in "ABC"}
    for place in range(len(data)):
        for _ in range(2):
            for name in "ABC":
                for other in "ABC":
                    cost = states.get((place, other), 10**6) + 1
                    if cost < states.get((place, name), 10**6):
                        states[place, name] = cost
        for name in "ABC":
            cost = states.get((place, name), 10**6)
            for length, more in _ways(data, place, name):
                key = (place + length, name)
                states[key] = min(states.get(key, 10**6), cost + more)
    return min(states.get((len(data), name), 10**6) for name in "ABC")


def _ways(data: str, place: int, name: str) -> list[tuple[int, int]]:
    sign = data[place]
    if sign == FNC1:
        return [(1, 1)]
    if name == "C":
        return [(2, 1)] if len(data) > place + 1 and data[place : place + 2].isdigit() else []
    held = {"A": ord(sign) < 96, "B": ord(sign) >= 32}
    if held[name]:
        return [(1, 1)]
    return [(1, 2)]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(text("0123456789aA\t" + FNC1, min_size=1, max_size=24))
def test_code_128_takes_the_fewest_symbols(data: str) -> None:
    assert len(symbols_of(data)) == _fewest(data)


def test_known_rows_of_code_128() -> None:
    assert symbols_of("1234") == [105, 12, 34]
    assert symbols_of("AB") == [104, 33, 34]
    assert symbols_of("\tA") == [103, 73, 33]
    assert symbols_of("a\tb") == [104, 65, 98, 73, 66]
    assert symbols_of(FNC1 + "0104") == [105, 102, 1, 4]


def test_gs1_128_reads_back_with_its_elements() -> None:
    said = "(01)04012345678901(10)AB-12(21)77"
    found = _code("gs1_128", said, x=2, w=86, h=14)
    assert read_all(painted(found, 500)) == [("Code 128", said)]
    assert drawn_text(found) == said


def test_digits_stand_below_and_guard_bars_stand_out() -> None:
    found = _code("ean13", "4006381333931", margin_signs=True)
    ground, bars, *words = found.display.pages[0].items
    assert isinstance(ground, FillPath)
    assert isinstance(bars, FillPath)
    runs = [item for item in words if isinstance(item, DrawGlyphs)]
    assert ["".join(glyph.text for glyph in run.glyphs) for run in runs] == [
        "4",
        "006381",
        "333931",
        ">",
    ]
    lows = sorted({round(max(y for _, y in bar), 3) for bar in polygons(bars.path)})
    module = 0.33 * 72 / 25.4
    assert len(lows) == 2
    assert lows[1] - lows[0] == pytest.approx(5 * module, abs=0.01)
    # Each digit has its own seven modules.
    left = (10 + 11 * 0.33) * 72 / 25.4
    for place, glyph in enumerate(runs[1].glyphs):
        cell = left + (3 + 7 * place) * module
        assert cell <= glyph.x
        assert glyph.x + glyph.advance <= cell + 7 * module
    assert all(abs(run.size - runs[0].size) < 1e-6 for run in runs[:3])


def test_without_words_all_bars_have_the_whole_height() -> None:
    found = _code("ean13", "4006381333931", style=None)
    bars = found.display.pages[0].items[1]
    assert isinstance(bars, FillPath)
    assert {round(max(y for _, y in bar), 3) for bar in polygons(bars.path)} == {
        round(55.93 * 72 / 25.4, 3)
    }
    assert len(found.display.pages[0].items) == 2


def test_bars_get_thinner_for_a_press_that_spreads_ink() -> None:
    def dark(reduction: float) -> float:
        bars = _code("ean13", "4006381333931", reduction=reduction).display.pages[0].items[1]
        assert isinstance(bars, FillPath)
        xs = [[x for x, _ in bar] for bar in polygons(bars.path)]
        return sum(max(bar) - min(bar) for bar in xs)

    module = 0.33 * 72 / 25.4
    assert dark(0) - dark(0.2) == pytest.approx(30 * 0.2 * module)
    found = _code("ean13", "4006381333931", reduction=0.3)
    assert read_all(painted(found, 300)) == [("EAN-13", "4006381333931")]


@pytest.mark.parametrize(
    ("symbology", "data", "problem", "hint"),
    [
        ("ean13", "4006381333932", CodeProblem.CHECK_DIGIT, "1"),
        ("ean13", "400638133393", None, ""),
        ("ean13", "4 006381-333931", None, ""),
        ("ean13", "40063813339", CodeProblem.LENGTH, "13"),
        ("ean13", "400638133393X", CodeProblem.CHARACTERS, "X"),
        ("ean13", "\u0664" * 13, CodeProblem.CHARACTERS, "\u0664"),
        ("ean8", "96385075", CodeProblem.CHECK_DIGIT, "4"),
        ("code128", "Grün", CodeProblem.CHARACTERS, "ü"),
        ("code128", "x" * 81, CodeProblem.TOO_LONG, "80"),
        ("gs1_128", "0104012345678901", CodeProblem.ELEMENTS, ""),
        ("gs1_128", "(01)04012345678902", CodeProblem.CHECK_DIGIT, "1"),
        ("gs1_128", "(01)0401", CodeProblem.ELEMENT_LENGTH, "(01): 14"),
        ("gs1_128", "(11)27AB01", CodeProblem.CHARACTERS, "AB"),
        ("gs1_128", "(310)123456", CodeProblem.ELEMENTS, ""),
        ("gs1_128", "(10)" + "A" * 50, CodeProblem.TOO_LONG, "48"),
        ("gs1_128", "(10)A B", CodeProblem.CHARACTERS, " "),
    ],
)
def test_data_is_checked(symbology: str, data: str, problem: CodeProblem | None, hint: str) -> None:
    found = _code(symbology, data)
    facts = _facts(found)
    assert facts.problem is problem
    assert facts.hint == hint
    assert bool(found.display.pages[0].items) is (problem is None)


def test_a_barcode_shows_its_field() -> None:
    made = frame("barcode", symbology="ean13", field="ean", colour="Schwarz")
    found = set_frames(made, values={"ean": TextValue("4006381333931 ")})
    assert facts_of(found).fields == ("ean",)
    assert _facts(found).data == "4006381333931"
    assert set_frames(made).display.pages[0].items == ()


def test_all_that_can_be_coded_is_in_the_font() -> None:
    assert _facts(_code("code128", "Baer ~{}|^`")).missing_glyphs == ""
    assert isinstance(encode("code128", "\u2602"), Refused)


@pytest.mark.parametrize(
    "wrong",
    [{"symbology": "upc"}, {"quiet": 99}, {"reduction": 0.9}, {"data": None}, {"field": "x"}],
    ids=str,
)
def test_barcodes_beyond_their_limits_are_refused(wrong: dict[str, Any]) -> None:
    base = {"symbology": "ean13", "data": "4006381333931", "colour": "Schwarz"}
    with pytest.raises(DocumentError):
        set_frames(frame("barcode", **(base | wrong)))


@pytest.mark.parametrize(("w", "h"), [(0.01, 20_000), (20_000, 0.01), (1, 1)])
def test_any_size_sets(w: float, h: float) -> None:
    facts = _facts(_code("ean13", "4006381333931", w=w, h=h, quiet=0, margin_signs=True))
    assert facts.height > 0
