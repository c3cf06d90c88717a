"""Owns the memory of what was made of late, found again by what it was made from."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """The latest results, by the very objects they were made from and by values.

    Objects count as the same only where they are the same one, which is far quicker to tell than
    whether large ones are equal; they live as long as their result is kept.
    """

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._kept: OrderedDict[Hashable, tuple[T, tuple[object, ...]]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, objects: tuple[object, ...], values: Hashable, make: Callable[[], T]) -> T:
        """Return the result of these objects and values; `make` makes it where it is not kept."""
        key = (*map(id, objects), values)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found[0]
        made = make()
        with self._lock:
            self._kept[key] = (made, objects)
            while len(self._kept) > self._keep:
                self._kept.popitem(last=False)
        return made
