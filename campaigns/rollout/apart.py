"""Owns work in processes of their own that needs large things: each is sent to a process once.

Work names what it needs; what a process lacks, it says, and is sent along with the same work once
more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar, cast

from campaigns.rollout.keeping import Key, Lacking, work_with
from portal.foundation.errors import N_, Invalid
from portal.foundation.jobs import run_in_background, run_in_process

Params = ParamSpec("Params")
Result = TypeVar("Result")

MOST_ROUNDS = 80


@dataclass(slots=True)
class Apart:
    """Runs work in other processes; `provide` gives what one of them lacks, by its key.

    With `in_background`, whoever waits for a page goes first.
    """

    provide: Callable[[Key], object]
    in_background: bool = False

    def run(
        self, function: Callable[Params, Result], *args: Params.args, **kwargs: Params.kwargs
    ) -> Result:
        """Return what the function returns in a process that has all that it needs."""
        sent: dict[Key, object] = {}
        run = run_in_background if self.in_background else run_in_process
        for _ in range(MOST_ROUNDS):
            try:
                return cast(Result, run(work_with, sent, function, args, kwargs))
            except Lacking as lacking:
                sent |= {key: self.provide(key) for key in lacking.keys}
        raise Invalid(N_("This ad places more photos than can be rendered at once."))
