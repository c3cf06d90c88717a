"""Owns what is made only when somebody asks for it: who measures a page, never draws it."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Later(Generic[T]):
    """A value that is made when it is first asked for, by what may be done at any time.

    Another process gets the value itself.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: tuple[T, ...] = ()

    def get(self) -> T:
        """Return the value; always the same one, whoever asks."""
        if not self._made:
            # Two that ask at the same moment may both make it; the first to be done is kept.
            self._made = self._made or (self._make(),)
        return self._made[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later) and bool(self.get() == other.get())

    def __hash__(self) -> int:
        return hash(self.get())

    def __reduce__(self) -> tuple[Callable[[T], "Later[T]"], tuple[T]]:
        """Travel made."""
        return known, (self.get(),)


def known(value: T) -> Later[T]:
    """Return a value that is there already."""
    later = Later(lambda: value)
    later.get()
    return later
