"""Render processes: they answer, raise, and are replaced when they hang, starve or die."""

import os
import time
from collections.abc import Iterator

import pytest

from portal.foundation.errors import Invalid
from portal.foundation.jobs.processes import ProcessFailed, ProcessPool


@pytest.fixture
def pool() -> Iterator[ProcessPool]:
    one = ProcessPool(1)
    yield one
    one.close()


def _refuse() -> None:
    raise Invalid("Choose a picture of at least %(width)s pixels.", field="photo", width=1200)


def _burn(seconds: float) -> None:
    ends = time.process_time() + seconds
    while time.process_time() < ends:
        pass


def _hold(size: int) -> int:
    return len(b"x" * size)


def test_work_is_done_elsewhere(pool: ProcessPool) -> None:
    first = pool.run((os.getpid, (), {}), 20)
    assert first != os.getpid()
    assert pool.run((os.getpid, (), {}), 20) == first, "a process serves more than once"


def test_a_refusal_comes_back_whole(pool: ProcessPool) -> None:
    with pytest.raises(Invalid) as caught:
        pool.run((_refuse, (), {}), 20)
    assert (caught.value.field, caught.value.params) == ("photo", {"width": 1200})


def test_work_that_hangs_is_ended(pool: ProcessPool) -> None:
    with pytest.raises(ProcessFailed, match="longer than"):
        pool.run((time.sleep, (30,), {}), 0.5)
    assert pool.run((sum, ([1, 2],), {}), 20) == 3


def test_a_busy_machine_is_waited_for_but_work_is_not(pool: ProcessPool) -> None:
    assert pool.run((time.sleep, (0.6,), {}), 0.4, patient=True) is None, "it did not work so long"
    with pytest.raises(ProcessFailed, match="longer than"):
        pool.run((time.sleep, (30,), {}), 0.3, patient=True)
    with pytest.raises(ProcessFailed, match="longer than"):
        pool.run((_burn, (30.0,), {}), 0.3, patient=True)


def test_a_process_that_dies_is_replaced(pool: ProcessPool) -> None:
    with pytest.raises(ProcessFailed, match="ended unexpectedly"):
        pool.run((os._exit, (1,), {}), 20)
    assert pool.run((sum, ([1, 2],), {}), 20) == 3


def test_memory_is_limited(pool: ProcessPool) -> None:
    with pytest.raises(MemoryError):
        pool.run((bytes, (6 * 1024**3,), {}), 20)


def test_narrower_memory_is_held_and_a_worn_process_is_replaced() -> None:
    confined = ProcessPool(1, memory=600 * 1024**2)
    try:
        first = confined.run((os.getpid, (), {}), 20)
        with pytest.raises(MemoryError):
            confined.run((bytearray, (700 * 1024**2,), {}), 20)
        assert confined.run((os.getpid, (), {}), 20) == first, "refused memory wears nothing"
        assert confined.run((_hold, (400 * 1024**2,), {}), 20) == 400 * 1024**2
        assert confined.run((os.getpid, (), {}), 20) != first
    finally:
        confined.close()


def test_what_cannot_be_sent_back_is_said(pool: ProcessPool) -> None:
    with pytest.raises(RuntimeError, match="cannot be sent back"):
        pool.run((eval, ("lambda: 1",), {}), 20)
