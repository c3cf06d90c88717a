"""Owns how uploaded files are read: in a process of their own, with a limit of time."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from portal.foundation.errors import N_, Invalid
from portal.foundation.jobs.processes import ProcessFailed, run_in_process_within

SECONDS = 20.0
Params = ParamSpec("Params")
Result = TypeVar("Result")


def read_apart(
    function: Callable[Params, Result], *args: Params.args, **kwargs: Params.kwargs
) -> Result:
    """Run a pure function on a file apart from the server; what asks too much is refused."""
    try:
        return run_in_process_within(SECONDS, function, *args, **kwargs)
    except (ProcessFailed, MemoryError) as error:
        raise Invalid(
            N_("The file asks for too much time or memory. Get it from its maker again.")
        ) from error
