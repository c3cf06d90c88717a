"""Owns text that exists in both languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in German and in English."""

    de: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `language` ("de" or "en"); German for any other."""
        return self.en if language == "en" else self.de
