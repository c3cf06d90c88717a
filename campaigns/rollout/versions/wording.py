"""Owns a conflict in words, in the language of whoever is told."""

from campaigns.rollout.versions.rules import Misfit
from portal.foundation.translations import translate


def told(misfit: Misfit, language: str) -> str:
    """Return what a conflict says."""
    if misfit.words is not None:
        return misfit.words.in_language(language)
    return translate(language, misfit.message, misfit.params)
