"""Owns what collections and tags accept."""

from dataclasses import dataclass

from brand_assets.library.rules import one_line, tidy_tags
from portal.foundation.errors import N_, Invalid

MOST_AT_ONCE = 200
"""Assets that one action changes."""
MOST_IN_COLLECTION = 2000


@dataclass(frozen=True, slots=True)
class CollectionWords:
    """What a collection is called, and what it is for."""

    name: str
    description: str = ""


def checked_words(words: CollectionWords) -> CollectionWords:
    """Return the words tidied up; a collection needs a name."""
    name = one_line(words.name)[:120]
    if not name:
        raise Invalid(N_("Give the collection a name."), field="name")
    return CollectionWords(name, one_line(words.description)[:1000])


def one_tag(text: str) -> str:
    """Return one tag as it is kept; refuses what is none."""
    tags = tidy_tags([text])
    if not tags or "," in tags[0]:
        raise Invalid(N_("Enter one keyword without a comma."), field="tag")
    return tags[0]


def check_selection(count: int) -> None:
    """Refuse an action on nothing, or on more than one action changes."""
    if not count:
        raise Invalid(N_("Choose at least one picture."), field="asset")
    if count > MOST_AT_ONCE:
        raise Invalid(
            N_("Choose no more than %(limit)s pictures at once."), field="asset", limit=MOST_AT_ONCE
        )
