"""Owns the fields of claims, boilerplate, legal lines, wordings, broken words and the name."""

from brand_assets.kit.editing.fields import Field, Kind
from brand_assets.kit.editing.groups import Entry
from brand_assets.kit.soundness import PLACEHOLDER
from portal.foundation.errors import N_

_DE, _EN = N_("German"), N_("English")
_NAME, _LANGUAGE, _REASON, _TEXT = N_("Name"), N_("Language"), N_("Because"), N_("Text")

CLAIM = (
    Field("key", N_("Key"), ("key",), help=N_("Such as main: the claim of the brand."), width=12),
    Field("de", _DE, ("de",), width=6),
    Field("en", _EN, ("en",), width=6),
)
BOILERPLATE = (
    Field(
        "key",
        N_("Key"),
        ("key",),
        help=N_("Such as about: who the brand is, in three lines."),
        width=12,
    ),
    Field("de", _DE, ("de",), Kind.LONG, width=6),
    Field("en", _EN, ("en",), Kind.LONG, width=6),
)
LEGAL = (
    Field("key", N_("Key"), ("key",), help=N_("Small letters, digits, - and _."), width=6),
    Field("size", N_("Type from"), ("min_size_pt",), Kind.NUMBER, "pt", width=6, usual="6"),
    Field("media", N_("Stands in every ad for"), ("media",), Kind.MANY, choices="media", width=12),
    Field(
        "de",
        _DE,
        ("text", "de"),
        Kind.LONG,
        group=_TEXT,
        width=6,
        help=N_("A name in braces stands for a value, such as {outlet.name} or {campaign.until}."),
    ),
    Field("en", _EN, ("text", "en"), Kind.LONG, group=_TEXT, width=6),
)
WORDING = (
    Field(
        "phrase",
        N_("Word or phrase"),
        ("phrase",),
        width=4,
        help=N_("In its basic form: endings are found too."),
    ),
    Field("kind", N_("The brand"), ("kind",), Kind.CHOICE, choices="wording_kinds", width=4),
    Field("suggestion", N_("Better"), ("suggestion",), width=4),
    Field("language", _LANGUAGE, ("language",), Kind.CHOICE, choices="languages", width=4),
    Field("reason_de", _DE, ("reason", "de"), group=_REASON, width=6),
    Field("reason_en", _EN, ("reason", "en"), group=_REASON, width=6),
)
BREAKS = (
    Field("language", _LANGUAGE, ("language",), Kind.CHOICE, choices="patterns", width=4),
    Field(
        "words",
        N_("Words"),
        ("words",),
        Kind.LINES,
        width=8,
        help=N_("One a line, broken at its hyphens: Pflanz-erde. Without one it stays whole."),
    ),
)
BASICS = (
    Field("de", _DE, ("de",), group=_NAME, width=6),
    Field("en", _EN, ("en",), group=_NAME, width=6),
)


def name_placeholders(entry: Entry) -> None:
    """List the values that a legal line asks for: those that its texts name."""
    texts = (entry.get("text") or {}).values()
    found = (name for text in texts for name in PLACEHOLDER.findall(str(text)))
    entry["fields"] = list(dict.fromkeys(found))
