"""Holds German to the texts in code and templates: complete, and with the same placeholders."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from portal.foundation.translations import PACKAGES, ROOT, catalogue, catalogue_files

METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
OPTIONS = {"**.html": {"silent": "false", "trimmed": "true"}}
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def _texts() -> Iterator[tuple[str | tuple[str, ...], str]]:
    for package in PACKAGES:
        for file, line, message, _, _ in extract_from_dir(
            Path(ROOT / package), METHODS, OPTIONS, keywords=KEYWORDS
        ):
            yield message, f"{package}/{file}:{line}"


TEXTS = dict(_texts())


def _singular(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def test_there_are_texts_to_hold() -> None:
    assert len(TEXTS) > 100


def test_each_text_has_a_german_translation() -> None:
    german = catalogue("de")
    missing = []
    for message, place in TEXTS.items():
        found = german.get(_singular(message))
        strings = _strings(found.string if found else None)
        if not strings or not all(strings):
            missing.append(f"{place}: {_singular(message)!r}")
    assert not missing, "\n".join(sorted(missing))


def test_translations_keep_the_placeholders() -> None:
    wrong = [
        f"{message.id!r}: {text!r}"
        for message in catalogue("de")
        if message.id
        for text in _strings(message.string)
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(" ".join(_strings(message.id))))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("word", ["Overflow", "Rendering", "Outlet", "OK"])
def test_german_has_no_jargon(word: str) -> None:
    used = [
        text
        for message in catalogue("de")
        if message.id
        for text in _strings(message.string)
        if re.search(rf"\b{word}\b", text)
    ]
    assert not used, used


def test_one_text_has_one_translation() -> None:
    found: dict[str, set[tuple[str, ...]]] = {}
    for path in catalogue_files("de"):
        with path.open("rb") as file:
            for message in read_po(file, locale="de"):
                if message.id:
                    known = found.setdefault(_singular(message.id), set())
                    known.add(_strings(message.string))
    differing = {text: strings for text, strings in found.items() if len(strings) > 1}
    assert not differing, differing


def test_no_translation_is_left_behind() -> None:
    known = {_singular(message) for message in TEXTS}
    left = [
        message.id
        for message in catalogue("de")
        if message.id and _singular(message.id) not in known
    ]
    assert not left, left


def _strings(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())
