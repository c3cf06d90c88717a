"""Owns work on many batches at once whose results are taken in the order of the batches."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Batch = TypeVar("Batch")
Result = TypeVar("Result")


def work_in_order(
    batches: Iterable[Batch], work: Callable[[Batch], Result], at_once: int
) -> Iterator[tuple[Batch, Result]]:
    """Yield each batch with its result; `at_once` are under way and one more is made ready.

    However many batches there are, only these are in memory.
    """
    waiting: deque[tuple[Batch, Future[Result]]] = deque()
    with ThreadPoolExecutor(at_once) as threads:
        try:
            for batch in batches:
                waiting.append((batch, threads.submit(work, batch)))
                if len(waiting) > at_once:
                    yield _first(waiting)
            while waiting:
                yield _first(waiting)
        finally:
            for _, future in waiting:
                future.cancel()


def _first(waiting: "deque[tuple[Batch, Future[Result]]]") -> tuple[Batch, Result]:
    batch, future = waiting.popleft()
    return batch, future.result()
