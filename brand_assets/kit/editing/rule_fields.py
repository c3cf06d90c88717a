"""Owns the fields of a rule's setting: on or off, how bad, its numbers, and where it holds."""

from brand_assets.cd_rules.registry import RULES_BY_ID
from brand_assets.kit.editing.fields import Field, Kind, shown_number
from brand_assets.kit.editing.groups import Entry
from portal.foundation.errors import N_

_WHERE, _ALL = N_("Where this holds"), N_("None chosen: all.")

RULE = (
    Field("rule", N_("Rule"), ("rule",), Kind.CHOICE, choices="rules", width=12),
    Field("on", N_("The rule is checked"), ("on",), Kind.CHECK, width=6),
    Field("severity", N_("A finding"), ("severity",), Kind.CHOICE, choices="severities", width=6),
)
SCOPE = (
    Field(
        "channels",
        N_("Channels"),
        ("channels",),
        Kind.MANY,
        choices="channels",
        group=_WHERE,
        width=12,
        help=_ALL,
    ),
    Field(
        "formats",
        N_("Formats"),
        ("formats",),
        Kind.LINES,
        group=_WHERE,
        width=6,
        help=N_("Keys, one a line, such as flyer-a5; none: all."),
    ),
    Field(
        "templates",
        N_("Templates"),
        ("templates",),
        Kind.LINES,
        group=_WHERE,
        width=6,
        help=N_("Keys, one a line; none: all."),
    ),
    Field(
        "paths",
        N_("Regions"),
        ("paths",),
        Kind.MANY,
        choices="regions",
        group=_WHERE,
        width=12,
        help=_ALL,
    ),
)


def parameters_of(entry: Entry) -> tuple[Field, ...]:
    """Return the numbers that the rule of a setting has, and then where the setting holds."""
    rule = RULES_BY_ID.get(str(entry.get("rule")))
    if rule is None:
        return SCOPE
    numbers = tuple(
        Field(
            f"number_{one.key}",
            one.key,
            ("parameters", one.key),
            Kind.NUMBER,
            one.unit,
            group=N_("Numbers of the rule"),
            width=4,
            usual=shown_number(one.default) if one.limit is None else "",
            told=one.label,
        )
        for one in rule.parameters
    )
    return numbers + SCOPE
