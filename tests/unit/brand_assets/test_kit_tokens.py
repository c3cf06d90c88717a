"""Design tokens: what is read of them, what they bring into a kit, and the way back out."""

import functools
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.kit.definition import KitDefinition, KitDraft
from brand_assets.kit.exchange.colour_text import read_colour
from brand_assets.kit.exchange.from_tokens import plan_tokens
from brand_assets.kit.exchange.inks import InkMaker
from brand_assets.kit.exchange.json_text import read_json
from brand_assets.kit.exchange.plan import ImportPlan, State, take
from brand_assets.kit.exchange.to_tokens import tokens_json
from brand_assets.kit.exchange.tokens import TokenFault, read_tokens
from portal.foundation.errors import Invalid
from tests.factories.kit import BRAND

PRIMER = Path(__file__).parents[2] / "data" / "primer"
PROFILE = (BRAND / "colour" / "FOGRA39-coated.icc").read_bytes()
INKS = InkMaker(PROFILE, 280)


def sentence_of(work: Callable[[], object]) -> str:
    """Return what a refusal says; a full stop where nothing is refused."""
    try:
        work()
    except Invalid as refusal:
        return str(refusal)
    return "."


@functools.cache
def demo_definition() -> KitDefinition:
    return KitDefinition.model_validate_json((BRAND / "kit.json").read_bytes())


def without(kit: KitDraft, **parts: object) -> KitDraft:
    return KitDraft.model_validate({**kit.model_dump(by_alias=True), **parts})


def planned(text: object, kit: KitDraft | None = None) -> ImportPlan:
    data = text if isinstance(text, str) else json.dumps(text)
    return plan_tokens(read_tokens([read_json(data.encode())]), kit or demo_definition(), INKS)


def colour_of(value: object) -> str | None:
    found = read_colour(value)
    return found.hex if found else None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("#6fb529", "#6FB529"),
        ("#fb0", "#FFBB00"),
        ("#07452fff", "#07452F"),
        ("rgb(217, 36, 19)", "#D92413"),
        ("rgb(100% 0% 0% / 50%)", "#FF0000"),
        ("hsl(120deg, 100%, 25%)", "#008000"),
        ({"colorSpace": "srgb", "components": [1, 0.5, 0]}, "#FF8000"),
        (
            {"colorSpace": "hsl", "components": [213.3, 12.7, 13.9], "hex": "#1f2328"},
            "#1F2328",
        ),
        ({"colorSpace": "hwb", "components": [0, 0, 0]}, "#FF0000"),
        ({"colorSpace": "lab", "components": [54.29, 80.8, 69.89]}, "#FF0000"),
        ({"colorSpace": "oklch", "components": [0.62796, 0.25768, 29.2339]}, "#FF0000"),
        ({"colorSpace": "xyz-d65", "components": [0.4124, 0.2126, 0.0193]}, "#FF0000"),
        ({"colorSpace": "srgb-linear", "components": ["none", 1, 0]}, "#00FF00"),
        ({"colorSpace": "rec2020", "components": [1, 0, 0], "hex": "#ff2000"}, "#FF2000"),
        ({"r": 0.5, "g": 0, "b": 1}, "#8000FF"),
        ("red", None),
        ("#12345", None),
        ({"colorSpace": "srgb", "components": [1, 0]}, None),
        ({"colorSpace": "rec2020", "components": [1, 0, 0]}, None),
        ({"colorSpace": "srgb", "components": [True, 0, 0]}, None),
        (7, None),
    ],
)
def test_colours_are_read_in_all_their_spellings(value: object, expected: str | None) -> None:
    assert colour_of(value) == expected


def test_a_colour_beyond_srgb_is_told() -> None:
    found = read_colour({"colorSpace": "display-p3", "components": [1, 0, 0]})
    assert found is not None
    assert found.clipped


def test_groups_give_their_type_and_aliases_are_followed() -> None:
    tree = read_tokens(
        [
            {
                "brand": {
                    "$type": "color",
                    "$root": {"$value": "#07452F"},
                    "light": {"$value": "{brand}", "$description": "Grün"},
                    "again": {"$value": "{brand.light}"},
                },
                "size": {"$type": "dimension", "text": {"$value": {"value": 16, "unit": "px"}}},
                "head": {"$type": "typography", "$value": {"fontSize": "{size.text}"}},
            }
        ]
    )
    assert not tree.faults
    values = {".".join(token.path): token.value for token in tree.tokens}
    assert values["brand"] == values["brand.again"] == "#07452F"
    assert values["head"] == {"fontSize": {"value": 16, "unit": "px"}}
    light = next(token for token in tree.tokens if token.path[-1] == "light")
    assert (light.type, light.alias_of, light.description) == ("color", ("brand",), "Grün")


def test_circles_and_lost_aliases_are_told_one_by_one() -> None:
    tree = read_tokens(
        [
            {
                "$type": "color",
                "a": {"$value": "{b}"},
                "b": {"$value": "{a}"},
                "c": {"$value": "{nowhere}"},
                "d": {"$value": "#fff"},
                "e": {"$type": "typography", "$value": {"fontSize": "{e}"}},
            }
        ]
    )
    faults = {".".join(one.path): one.fault for one in tree.faults}
    assert faults == {
        "a": TokenFault.CIRCLE,
        "b": TokenFault.CIRCLE,
        "c": TokenFault.UNKNOWN_ALIAS,
        "e": TokenFault.CIRCLE,
    }
    assert [token.path for token in tree.tokens] == [("d",)]


def test_the_older_form_without_dollar_signs_is_read() -> None:
    tree = read_tokens(
        [
            {
                "color": {
                    "value": {"value": "#123456", "type": "color", "comment": "Blau"},
                    "ink": {"value": "{color.value.value}", "type": "color"},
                }
            }
        ]
    )
    assert not tree.faults
    assert [token.value for token in tree.tokens] == ["#123456", "#123456"]
    assert tree.tokens[0].description == "Blau"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Line 1"),
        ('{"a":\n{"$value": }}', "Line 2"),
        ("[]", "no groups"),
        ("{}", "no design tokens"),
        ('{"a": {"b": 1}}', "no design tokens"),
        ('{"a": ' * 60 + "1" + "}" * 60, "too deep"),
        ('{"a": ' * 3000 + "1" + "}" * 3000, "too deep"),
        ("{a: " * 60 + "1" + "}" * 60, "too deep"),
        ('{"a": {"$value": NaN}}', "no number"),
        ("{a: {$value: 1e999}}", "no number"),
        ("{a: {$value: 'x}", "Line 1"),
    ],
)
def test_what_are_no_tokens_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_tokens([read_json(text.encode())])


def test_too_large_and_not_utf8_is_refused() -> None:
    with pytest.raises(Invalid, match="4 MB"):
        read_json(b" " * 4_000_001)
    with pytest.raises(Invalid, match="UTF-8"):
        read_json(b'{"a": "\xff"}')


def test_json5_says_what_json_says() -> None:
    text = """// tokens
    { a: {'$value': "x\\u00e4", n: [1, -2.5, .5, 0x1F, +3,],}, /* end */ }"""
    assert read_json(text.encode()) == {"a": {"$value": "xä", "n": [1, -2.5, 0.5, 31, 3]}}


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=12) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "$value",
                        "$type",
                        "value",
                        "type",
                        "a",
                        "color",
                        "hex",
                        "components",
                        "colorSpace",
                        "fontSize",
                        "alpha",
                        "$extensions",
                        "heimspiel.kit",
                    ]
                )
                | st.text(max_size=4),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_no_data_is_a_crash(data: object) -> None:
    def read() -> None:
        plan = plan_tokens(read_tokens([{"t": data, "$type": "color"}]), demo_definition(), INKS)
        assert len({one.key for one in plan.entries()}) == len(plan.entries())

    assert sentence_of(read).endswith(".")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="{}[]:,'\"\\/*ab1.e+-$ \n", max_size=60))
def test_no_text_is_a_crash(text: str) -> None:
    assert sentence_of(lambda: read_json(text.encode())).endswith(".")


def test_what_is_there_already_stays() -> None:
    plan = planned({"$type": "color", "Tanne": {"$value": "#07452f"}})
    (one,) = plan.colours
    assert one.state is State.SAME
    assert one.part == demo_definition().colours[0]
    assert not plan.chosen_keys()


def test_another_value_under_a_known_name_is_a_change() -> None:
    plan = planned({"$type": "color", "tanne": {"$value": "#104030"}})
    (one,) = plan.colours
    assert (one.state, one.part.token, one.part.srgb) == (State.CHANGED, "Tanne", "#104030")
    assert one.part.cmyk != (90, 40, 80, 55)
    assert one.part.role.de == "Text, Fuß, Logo"
    assert plan.chosen_keys() == {"colour:Tanne"}


def test_names_that_clash_and_colours_that_repeat_are_told() -> None:
    plan = planned(
        {
            "color": {
                "$type": "color",
                "blue": {"5": {"$value": "#0969da"}},
                "link": {"$value": "{color.blue.5}"},
                "grün 1": {"$value": "#118833"},
                "gruen-1": {"$value": "#118844"},
                "veil": {"$value": "#00000080"},
                "fir": {"$value": "#07452F"},
            }
        }
    )
    by_name = {one.part.token: one for one in plan.colours}
    assert set(by_name) == {"blue-5", "gruen-1", "color-gruen-1", "veil", "fir"}
    assert "color.link" in by_name["blue-5"].notes[0].en
    assert "taken" in by_name["color-gruen-1"].notes[-1].en
    assert by_name["veil"].part.srgb == "#7F7F7F"
    assert not by_name["veil"].chosen
    assert "Tanne" in by_name["fir"].notes[-1].en
    assert not by_name["fir"].chosen


def test_inks_follow_the_profile() -> None:
    black, grey, blue, white = INKS.from_screen(
        [(0, 0, 0), (0.5, 0.5, 0.5), (0.035, 0.41, 0.855), (1, 1, 1)]
    )
    assert black.cmyk == (0, 0, 0, 100)
    assert white.cmyk == (0, 0, 0, 0)
    assert grey.cmyk[:3] == (0, 0, 0)
    assert 50 < grey.cmyk[3] < 70
    assert blue.cmyk[0] > 70
    assert blue.cmyk[2] < 20
    assert blue.off > 10 > grey.off


@settings(max_examples=25, deadline=None)
@given(st.tuples(*[st.floats(0, 1)] * 3))
def test_no_proposal_has_too_much_ink(rgb: tuple[float, float, float]) -> None:
    (found,) = InkMaker(PROFILE, 240).from_screen([rgb])
    assert sum(found.cmyk) <= 240
    assert all(0 <= one <= 100 for one in found.cmyk)


def test_without_a_profile_the_plain_formula_holds() -> None:
    plain = InkMaker(None, 280)
    assert plain.from_screen([(1, 0, 0), (0, 0, 0)])[0].cmyk == (0, 100, 100, 0)
    assert plain.on_screen([(0, 100, 100, 0)]) == [(1, 0, 0)]


def test_an_exported_kit_comes_back_as_it_was() -> None:
    kit = demo_definition()
    text = tokens_json(kit, 3)
    again = planned(text)
    assert {one.state for one in again.entries()} == {State.SAME}
    empty = without(kit, colours=(), text_styles=())
    plan = planned(text, empty)
    written = json.loads(empty.model_dump_json(by_alias=True))
    take(written, plan, plan.chosen_keys())
    back = KitDefinition.model_validate(written)
    assert back.colours == kit.colours
    assert back.text_styles == kit.text_styles
    assert {one.family for one in kit.fonts} == {"Vollkorn", "Inter"}
    assert not plan.families


def test_an_exported_colour_that_somebody_changed_is_a_change() -> None:
    tokens = json.loads(tokens_json(demo_definition(), 3))
    tokens["color"]["Mohn"]["$value"] = "#cc0000"
    changed = [one for one in planned(tokens).colours if one.state is State.CHANGED]
    assert [(one.part.token, one.part.srgb) for one in changed] == [("Mohn", "#CC0000")]


def test_typography_becomes_styles_in_the_fonts_that_there_are() -> None:
    plan = planned(
        {
            "$type": "typography",
            "lead": {
                "$value": {
                    "fontFamily": ["Vollkorn", "serif"],
                    "fontWeight": "semi-bold",
                    "fontSize": "1.5rem",
                    "lineHeight": {"value": 30, "unit": "px"},
                    "letterSpacing": "0.02em",
                }
            },
            "code": {
                "$value": {
                    "fontFamily": "monospace",
                    "fontWeight": 700,
                    "fontSize": 12,
                    "lineHeight": "150%",
                }
            },
            "odd": {"$value": {"fontSize": {"value": 2, "unit": "em"}}},
        }
    )
    lead, code = plan.styles
    assert lead.part.font == "Vollkorn-SemiBold.ttf"
    assert lead.part.screen_sizes == (24, 24)
    assert lead.part.print_sizes == (18, 18)
    assert (lead.part.leading, lead.part.tracking) == (1.25, 20)
    assert lead.chosen
    assert (code.part.font, code.part.leading) == ("Inter-Bold.otf", 1.5)
    assert not code.chosen
    assert "px, rem" in plan.left_out[0].reason.en


def test_a_real_package_brings_its_colours_and_styles() -> None:
    files = [read_json(path.read_bytes()) for path in sorted(PRIMER.glob("*.json5"))]
    tree = read_tokens(files)
    assert len(tree.tokens) == 211
    assert not tree.faults
    plan = plan_tokens(tree, demo_definition(), INKS)
    colours = {one.part.token: one for one in plan.colours}
    assert colours["blue-5"].part.srgb == "#0969DA"
    assert "fgColor.link" in colours["blue-5"].notes[0].en
    assert not colours["transparent"].chosen
    assert 90 <= len(plan.chosen_keys()) <= 120
    styles = {one.part.name: one.part for one in plan.styles}
    assert styles["text-body-medium"].screen_sizes == (14, 14)
    assert styles["text-title-large"].font == "Inter-SemiBold.otf"
    assert plan.families[0] == "Mona Sans"
