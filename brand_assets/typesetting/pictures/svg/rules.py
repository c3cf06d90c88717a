"""Owns the style rules inside an SVG file: simple ones by element, class and id."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brand_assets.typesetting.pictures.svg.refusals import ArtworkError, too_complex
from portal.foundation.errors import N_

# None of these goes back over what it has read: no style sheet keeps the reader busy.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_AT_HARMLESS = re.compile(r"@(?:charset|namespace)[^;{@]*+;|@font-face\s*+\{[^{}]*+\}")
_BLOCK = re.compile(r"(?<![^{}])([^{}]*+)\{([^{}]*+)\}")
_SELECTOR = re.compile(r"(\*|[A-Za-z][\w\-]*)?((?:[.#][\w\-]+)*)")
_MOST_RULES = 2_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector of one element, and what it says."""

    tag: str | None
    key: str | None
    classes: frozenset[str]
    says: Mapping[str, str]

    @property
    def weight(self) -> tuple[int, int, int]:
        """How strong the selector is against others."""
        return int(self.key is not None), len(self.classes), int(self.tag is not None)

    def matches(self, tag: str, key: str | None, classes: frozenset[str]) -> bool:
        """Whether the rule is for an element."""
        return (
            (self.tag is None or self.tag == tag)
            and (self.key is None or self.key == key)
            and self.classes <= classes
        )


def read_rules(text: str) -> tuple[Rule, ...]:
    """Return the rules of a style sheet from the weakest to the strongest."""
    plain = _AT_HARMLESS.sub("", _COMMENT.sub("", text))
    rest = _BLOCK.sub("", plain)
    if "@" in plain or rest.strip():
        raise _not_understood(rest.strip() or plain[plain.index("@") :])
    found = [
        rule
        for selectors, block in _BLOCK.findall(plain)
        for rule in _rules(selectors, declarations(block))
    ]
    if len(found) > _MOST_RULES:
        raise too_complex()
    return tuple(sorted(found, key=lambda rule: rule.weight))


def _rules(selectors: str, says: Mapping[str, str]) -> Iterator[Rule]:
    for selector in selectors.split(","):
        match = _SELECTOR.fullmatch(selector.strip())
        if match is None or not selector.strip():
            raise _not_understood(selector)
        tag, marks = match[1], re.findall(r"[.#][\w\-]+", match[2])
        keys = [mark[1:] for mark in marks if mark.startswith("#")]
        classes = frozenset(mark[1:] for mark in marks if mark.startswith("."))
        yield Rule(None if tag in (None, "*") else tag, keys[0] if keys else None, classes, says)


def declarations(style: str) -> dict[str, str]:
    """Return what a style attribute or a rule says, by property."""
    found = {}
    for declaration in _COMMENT.sub("", style).split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip()
    return found


def _not_understood(what: str) -> ArtworkError:
    return ArtworkError(
        N_(
            "The drawing has a style rule that cannot be read: “%(rule)s”. Save it with"
            " presentation attributes instead of styles."
        ),
        rule=what.strip()[:60],
    )
