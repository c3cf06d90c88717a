"""Owns documents at random: whatever the JSON Schema of ad documents admits, with names of the kit.

The strategies follow the schema itself, so a new kind of frame or a new attribute is tried as soon
as it exists.
"""

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from brand_assets.typesetting.document import json_schema
from tests.factories.ads import ad_values
from tests.factories.kit import demo_kit, demo_photos

Json = Any
_MOST_ITEMS = 5
_SOURCES = ("field", "data", "asset", "items")
"""Keys of which most objects take exactly one."""
_PAIRS = (("size_min", "size_max"), ("rows_min", "rows_max"))
_FEATURES = ["tnum", "onum", "smcp", "frac", "ss01", "kern", "liga"]
_LETTERS = (
    "aäßéfil ABÄ 0123456789 €%.,;:!?–-'\"„“‚‘ \u00ad\u200b\u2066\u2069\u202e\u0301"
    "\n\t日本\u05e9\u05dc\u05d5\u05dd\u0645\u0631\u062d\u0628\u0627Жψ😀👩🏽‍🌾\ufffc\x00\x07"
)
_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><defs>
<linearGradient id="g"><stop stop-color="#07452F"/><stop offset="1" stop-color="#FBB602"/>
</linearGradient><clipPath id="c"><circle cx="9" cy="9" r="8"/></clipPath></defs>
<g clip-path="url(#c)" opacity=".5"><rect width="40" height="20" fill="url(#g)"/></g>
<path d="M1 1L39 19" stroke="#D92413" stroke-width="2" stroke-dasharray="3 1"/></svg>"""
_PATHS = (
    "M0 0L50 0L50 50Z",
    "M0 0C10 90 90 10 20 20S5 5 9 9Z M3 3H90V90H3Z",
    "M-20000 -20000L20000 20000",
    "m0 0 q 5 5 10 0 t 8 8 z",
    "M1e-9 1e-9L1e9 1e9Z",
    "M5 5",
)


@functools.cache
def document_schema() -> Mapping[str, Json]:
    """Return the schema that documents at random follow."""
    return json_schema()


def frame_kinds() -> tuple[str, ...]:
    """Return all kinds of frames that the schema knows."""
    return tuple(_frames_schema()["discriminator"]["mapping"])


def _frames_schema() -> Mapping[str, Json]:
    found: Mapping[str, Json] = _resolved({"$ref": "#/$defs/Page"})["properties"]["frames"]["items"]
    return found


def frames_of(kind: str) -> st.SearchStrategy[Json]:
    """Return frames of one kind, their ids still to be made different."""
    return _following({"$ref": _frames_schema()["discriminator"]["mapping"][kind]}, "")


def documents(frames: st.SearchStrategy[list[Json]]) -> st.SearchStrategy[Json]:
    """Return documents of one or two pages with such frames, on paper and on screens."""
    return st.builds(
        _document,
        st.lists(frames, min_size=1, max_size=2),
        st.booleans(),
        _number({"minimum": 1, "maximum": 20_000}),
        _number({"minimum": 1, "maximum": 20_000}),
        st.booleans(),
    )


def _document(
    pages: list[list[Json]], on_screen: bool, width: float, height: float, black: bool
) -> Json:
    for number, page in enumerate(pages):
        for index, frame in enumerate(page):
            frame["id"] = f"f{number}-{index}"
    rest = {"medium": "screen", "unit": "px"} if on_screen else {"medium": "print", "unit": "mm"}
    if not on_screen:
        rest["bleed"] = 3.0  # type: ignore[assignment]  # data of any kind
    return {
        "key": "zufall",
        "title": {"de": "Zufall", "en": "Chance"},
        "format_key": "zufall",
        "width": width,
        "height": height,
        "black_only": black,
        "pages": [{"frames": page} for page in pages],
        **rest,
    }


def _resolved(schema: Mapping[str, Json]) -> Mapping[str, Json]:
    while "$ref" in schema:
        schema = document_schema()["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _following(schema: Mapping[str, Json], name: str) -> st.SearchStrategy[Json]:
    """Return data that a schema admits; `name` is the key that it is of."""
    schema = _resolved(schema)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return st.one_of([_following(choice, name) for choice in choices])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _MAKERS[schema["type"]](schema, name)


def _object(schema: Mapping[str, Json], _: str) -> st.SearchStrategy[Json]:
    properties = schema.get("properties", {})
    sources = [key for key in _SOURCES if key in properties]
    required = set(schema.get("required", ())) | ({"kind"} & set(properties))
    made = {key: _following(value, key) for key, value in properties.items()}
    whole = st.fixed_dictionaries(
        {key: made[key] for key in made if key in required},
        optional={key: made[key] for key in made if key not in required},
    )
    if len(sources) < 2 or required & set(sources):
        return whole.map(_in_order)
    one = st.one_of([_one_source(key, properties[key]) for key in sources])
    return st.builds(functools.partial(_with_source, sources), whole.map(_in_order), one)


def _one_source(key: str, schema: Mapping[str, Json]) -> st.SearchStrategy[tuple[str, Json]]:
    value = _following(schema, key).filter(lambda one: one not in (None, [], ""))
    return st.tuples(st.just(key), value)


def _with_source(sources: list[str], whole: Json, one: tuple[str, Json]) -> Json:
    """Return an object with one of the sources that it may have only one of."""
    rest = {key: value for key, value in whole.items() if key not in sources}
    return rest | {one[0]: one[1]}


def _in_order(whole: Json) -> Json:
    """Return an object whose smaller sizes are the smaller ones, so that most are sound."""
    for low, high in _PAIRS:
        if low in whole and high in whole and whole[low] is not None and whole[high] is not None:
            whole[low], whole[high] = sorted((whole[low], whole[high]))
    return whole


def _array(schema: Mapping[str, Json], name: str) -> st.SearchStrategy[Json]:
    least = schema.get("minItems", 0)
    most = max(least, min(schema.get("maxItems", _MOST_ITEMS), _MOST_ITEMS))
    if "prefixItems" in schema:
        return st.tuples(*[_following(one, name) for one in schema["prefixItems"]]).map(list)
    return st.lists(_following(schema["items"], name), min_size=least, max_size=most)


def _number(schema: Mapping[str, Json], name: str = "") -> st.SearchStrategy[Json]:
    low = schema.get("minimum", schema.get("exclusiveMinimum", -1e9))
    high = schema.get("maximum", schema.get("exclusiveMaximum", 1e9))
    if name == "share":
        high = 0.12  # So that the shares of all columns add up to no more than all.
    open_low = "exclusiveMinimum" in schema
    ends = [high, low] if not open_low else [high, low + 1e-6]
    usual = [value for value in (10.0, 40.0, 100.0) if low < value < high]
    anything = st.floats(low, high, exclude_min=open_low, allow_nan=False)
    return st.one_of(st.sampled_from([*usual, *usual, *ends]), anything)


def _integer(schema: Mapping[str, Json], _: str) -> st.SearchStrategy[Json]:
    return st.integers(schema.get("minimum", 0), schema.get("maximum", 1000))


def _string(schema: Mapping[str, Json], name: str) -> st.SearchStrategy[Json]:
    most = schema.get("maxLength", 80)
    known = _known(name)
    if known:
        return st.sampled_from(known)
    if "pattern" in schema:
        return st.from_regex(re.compile(schema["pattern"]), fullmatch=True)
    text = st.text(_LETTERS, min_size=schema.get("minLength", 0), max_size=min(most, 60))
    return st.one_of(text, text.map(lambda one: (one * 200)[:most] or one))


def _known(name: str) -> list[str]:
    """Return names of the kit and its photos for a key that wants one, nothing for other keys."""
    kit = demo_kit()
    if "colour" in name or "ground" in name:
        return sorted(kit.colours)
    if name in ("style", "bold_style"):
        return sorted(kit.text_styles)
    lists = {
        "variant": sorted(kit.logos),
        "line": [line.key for line in kit.legal_lines],
        "asset": [*sorted(demo_photos()[1].values())[:3], *_artworks(), "0" * 64],
        "field": [*ad_values("fruehling"), "unbekannt"],
        "only_with": ["headline", "unbekannt"],
        "group": ["g1", "g2"],
        "d": list(_PATHS),
        "clip": list(_PATHS),
        "features": _FEATURES,
    }
    return lists.get(name, [])


@functools.cache
def _artworks() -> tuple[str, ...]:
    """Add a drawing with most of what drawings have to the demonstration's photos."""
    return (demo_photos()[0].add_artwork(_DRAWING.encode()),)


_MAKERS: Mapping[str, Callable[[Mapping[str, Json], str], st.SearchStrategy[Json]]] = {
    "object": _object,
    "array": _array,
    "number": _number,
    "integer": _integer,
    "string": _string,
    "boolean": lambda _s, _n: st.booleans(),
    "null": lambda _s, _n: st.none(),
}
