"""Owns which function runs a job of which name."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.foundation.jobs.running import RunningJob

Handler = Callable[[RunningJob], Mapping[str, Any] | None]

_handlers: dict[str, Handler] = {}


def job(name: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as what runs jobs of this name; it must be idempotent."""

    def register(handler: Handler) -> Handler:
        taken = _handlers.setdefault(name, handler)
        if (taken.__module__, taken.__qualname__) != (handler.__module__, handler.__qualname__):
            raise ValueError(f"The job name {name} is taken by {taken.__module__}")
        return handler

    return register


def find_handler(name: str) -> Handler | None:
    """Return what runs jobs of this name."""
    return _handlers.get(name)
