"""Owns the names that colours and styles get in the kit: from paths and swatches, each once."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

MOST = 40
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_OTHER = re.compile(r"[^A-Za-z0-9_]+")
_GENERIC = frozenset(
    (
        *("base", "color", "colors", "colour", "colours", "core", "global", "palette"),
        *("primitive", "primitives", "token", "tokens", "typography", "shorthand"),
        *("theme", "themes"),
    )
)


def plain_name(text: str) -> str:
    """Return text as a name of the kit: letters, digits, hyphens; empty where nothing is left."""
    spelt = text.translate(_GERMAN).replace("ß", "ss")
    letters = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", letters).strip("-")


def token_name(path: Sequence[str]) -> str:
    """Return the name for a path, without the steps that say nothing ("base", "color")."""
    telling = [step for step in path if step.casefold() not in _GENERIC] or list(path[-1:])
    name = "-".join(filter(None, map(plain_name, telling)))
    return _fitting(name)


def _fitting(name: str) -> str:
    if not name or not name[0].isalpha():
        name = f"c-{name}".rstrip("-")
    return name[:MOST].rstrip("-")


class Namer:
    """Gives names, each once whatever its capitals; what is taken gets more of its path."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def name(self, wanted: str, path: Sequence[str] = ()) -> str:
        """Return the wanted name, or one like it that is free."""
        whole = _fitting("-".join(filter(None, map(plain_name, path)))) if path else wanted
        for one in (wanted, whole, *(self._numbered(wanted, n) for n in range(2, 10_000))):
            if one.casefold() not in self._taken:
                self._taken.add(one.casefold())
                return one
        raise ValueError(f"no free name like {wanted}")

    @staticmethod
    def _numbered(name: str, number: int) -> str:
        end = f"-{number}"
        return name[: MOST - len(end)].rstrip("-") + end
