"""Owns the scope: which part of the organisation tree, and which suppliers, somebody reaches.

A tree path is a chain of keys, each closed by a slash: `hg/de/nord/p0012/o0034/`. A path reaches
itself and everything that begins with it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

_PATH = re.compile(r"(?:[a-z0-9-]+/)+")
_SEGMENT = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """The tree paths and suppliers that somebody's grants reach; the rest does not exist."""

    paths: frozenset[str] = frozenset()
    supplier_ids: frozenset[UUID] = frozenset()

    @classmethod
    def everything(cls) -> "Scope":
        """Return the scope of the system itself, for jobs and imports that nobody signed in for."""
        return cls(frozenset({""}))

    @classmethod
    def at(cls, *paths: str) -> "Scope":
        """Return the scope of the given tree paths."""
        return cls(frozenset(paths))

    @property
    def is_empty(self) -> bool:
        """Whether it reaches nothing at all."""
        return not self.paths and not self.supplier_ids

    @property
    def is_everything(self) -> bool:
        """Whether it reaches the whole tree."""
        return "" in self.paths

    def reaches(self, path: str) -> bool:
        """Whether something at `path` is inside."""
        return any(path.startswith(own) for own in self.paths)

    def touches(self, path: str) -> bool:
        """Whether it reaches `path` or anything below it, as a region above one's outlet does."""
        return self.reaches(path) or any(own.startswith(path) for own in self.paths)

    def reaches_supplier(self, supplier_id: UUID) -> bool:
        """Whether a supplier's own order lines are inside."""
        return supplier_id in self.supplier_ids

    def widest(self) -> tuple[str, ...]:
        """Return the paths without those that another of them already reaches, in order."""
        kept: list[str] = []
        for path in sorted(self.paths):
            if not kept or not path.startswith(kept[-1]):
                kept.append(path)
        return tuple(kept)


def is_path(path: str) -> bool:
    """Whether `path` is a well-formed tree path."""
    return _PATH.fullmatch(path) is not None


def is_segment(key: str) -> bool:
    """Whether `key` can stand as one step of a tree path."""
    return _SEGMENT.fullmatch(key) is not None


def path_below(path: str, key: str) -> str:
    """Return the path of `key` below `path` (below "" for the root); ValueError if malformed."""
    if not is_segment(key) or (path and not is_path(path)):
        raise ValueError(f"{path!r} + {key!r} is no tree path")
    return f"{path}{key}/"


def path_range(path: str) -> tuple[str, str]:
    """Return [start, end): in byte order, exactly the paths that `path` reaches lie between.

    "0" is the character after "/", so no path below can sort behind the end.
    """
    return path, f"{path[:-1]}0"


def parent_path(path: str) -> str:
    """Return the path one step up; "" above the root."""
    return path[: path.rstrip("/").rfind("/") + 1]


def ancestors(path: str) -> tuple[str, ...]:
    """Return `path` and every path above it, the root first."""
    steps = path.rstrip("/").split("/")
    return tuple("/".join(steps[: n + 1]) + "/" for n in range(len(steps)))


def moved_path(path: str, old: str, new: str) -> str:
    """Return where `path` lies after `old` has become `new`; elsewhere it stays."""
    return new + path[len(old) :] if path.startswith(old) else path


def common_path(paths: Iterable[str]) -> str:
    """Return the deepest path above (or at) all of them, "" where they share no root."""
    chains = [ancestors(path) for path in paths]
    if not chains:
        return ""
    shared = ""
    for steps in zip(*chains, strict=False):
        if len(set(steps)) > 1:
            break
        shared = steps[0]
    return shared
