"""Compares renditions over HTTP with thumbor's: 20 photos of 2040 x 1356 px, 512 px wide.

Both run at once and serve the same photos; they take turns, one request at a time and four. Ours
are measured when a rendition is first asked for (made, stored and sent, after the sign-in and the
right to look are checked) and when it is asked for again; thumbor keeps no results, for else it
would but send files.
"""

import http.client
import io
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image
from sqlalchemy import create_engine, text

from bench.engines.environment import bench_python
from bench.hostile_files import Fate, HostileFile
from bench.served_portal import ServedPortal, served_portal
from bench.uploads import send

ROOT = Path(__file__).parents[1]
PHOTOS = ROOT / "demo" / "brand" / "photos"
COUNT, SIZE, WIDTH = 20, (2040, 1356), 512
ROUNDS = 5
GOAL = 2.0
QUALITY = 84
_THUMBOR = f"""
LOADER = 'thumbor.loaders.file_loader'
FILE_LOADER_ROOT_PATH = {{folder!r}}
STORAGE = 'thumbor.storages.no_storage'
RESULT_STORAGE = None
ALLOW_UNSAFE_URL = True
QUALITY = {QUALITY}
"""
_OK = 200
_START_SECONDS = 30


def run() -> None:
    """Print the times of both, and how many times faster ours is."""
    with tempfile.TemporaryDirectory(prefix="bench-renditions-") as name:
        folder = Path(name)
        names = [_photo(folder, number) for number in range(COUNT)]
        with served_portal(is_watched=False) as portal:
            ours = [_uploaded(portal, folder / photo) for photo in names]
            with _thumbor(folder) as port:
                if port is not None:
                    _compare(portal, ours, port, names)


def _photo(folder: Path, number: int) -> str:
    """Write a photo that no other is like: a part of one of the demonstration's, with noise."""
    files = sorted(PHOTOS.glob("[A-Z]*.jpg"))
    whole = Image.open(files[number % len(files)]).convert("RGB")
    shift = number // len(files) * 0.07
    part = whole.crop(
        (
            round(whole.width * shift),
            round(whole.height * shift),
            whole.width,
            round(whole.height * (shift + 0.75)),
        )
    ).resize(SIZE, Image.Resampling.LANCZOS)
    generator = np.random.Generator(np.random.PCG64(number))
    grain = generator.normal(0, 4, (SIZE[1], SIZE[0], 1))
    samples = np.clip(np.asarray(part, dtype=np.float32) + grain, 0, 255).astype(np.uint8)
    name = f"photo-{number:02}.jpg"
    Image.fromarray(samples).save(folder / name, quality=92)
    return name


def _uploaded(portal: ServedPortal, file: Path) -> str:
    sent = send(portal, "", HostileFile(file.name, file.read_bytes(), Fate.HARMLESS))
    if not sent.assets:
        raise RuntimeError(f"{file.name} was not taken in: {sent.reason}{sent.problem}")
    return f"/assets/{sent.assets[0]}/picture/{WIDTH}"


@contextmanager
def _thumbor(folder: Path) -> Iterator[int | None]:
    """Serve thumbor on a free port; None, with the reason printed, where it cannot be had."""
    python = bench_python(ROOT, "bench-thumbor", "thumbor")
    if python is None:
        yield None
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = folder / "thumbor.conf"
    settings.write_text(_THUMBOR.format(folder=str(folder)))
    command = [str(python.with_name("thumbor")), "-p", str(port), "-i", "127.0.0.1"]
    with (folder / "thumbor.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - from our own lock file
            [*command, "-c", str(settings)], stdout=log, stderr=log
        )
    try:
        if _answers(process, port):
            yield port
        else:
            log_text = (folder / "thumbor.log").read_text()
            print(f"  without thumbor, which did not start: {log_text[-500:]}")
            yield None
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    ends = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
            continue
        return True
    return False


def _compare(portal: ServedPortal, ours: Sequence[str], port: int, names: Sequence[str]) -> None:
    theirs = [f"/unsafe/{WIDTH}x0/{name}" for name in names]
    _check(portal.visitor().get(ours[0]).body, _get(_connection(port), theirs[0]), names[0])
    for at_once in (1, 4):
        times: dict[str, list[float]] = {"first": [], "again": [], "thumbor": []}
        for turn in range(ROUNDS + 1):
            _forget(portal)
            taken = {
                "first": _all(ours, at_once, lambda: _ours(portal)),
                "again": _all(ours, at_once, lambda: _ours(portal)),
                "thumbor": _all(theirs, at_once, lambda: _getter(port)),
            }
            if turn:  # The first one warms all of them up.
                for who, seconds in taken.items():
                    times[who].append(seconds)
        _tell(at_once, {who: statistics.median(found) for who, found in times.items()})


def _tell(at_once: int, seconds: dict[str, float]) -> None:
    for who, name in (("first", "first asked for"), ("again", "asked for again")):
        ratio = seconds["thumbor"] / seconds[who]
        met = "met" if ratio >= GOAL else "MISSED"
        print(
            f"  {at_once} at once: ours, {name:15} {seconds[who] / COUNT * 1000:6.1f} ms a photo,"
            f" thumbor {seconds['thumbor'] / COUNT * 1000:6.1f} ms:"
            f" {ratio:5.1f} times as fast  goal >= {GOAL:g}: {met}",
            flush=True,
        )


def _check(ours: bytes, theirs: bytes, name: str) -> None:
    """Say how large and how true both are, so that speed is not bought with either."""
    print(f"  {COUNT} photos of {SIZE[0]} x {SIZE[1]} px, {WIDTH} px wide, quality {QUALITY}")
    first, second = (
        np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=np.float64)
        for data in (ours, theirs)
    )
    if first.shape != second.shape:
        raise RuntimeError(f"{name}: ours is {first.shape}, thumbor's {second.shape}")
    apart = float(np.sqrt(((first - second) ** 2).mean()))
    print(
        f"  {name}: ours {len(ours) // 1024} KB, thumbor's {len(theirs) // 1024} KB;"
        f" {apart:.1f} of 255 steps apart"
    )


def _forget(portal: ServedPortal) -> None:
    """Take the renditions away, so that they are made anew."""
    engine = create_engine(portal.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM rendition WHERE max_width = :w"), {"w": WIDTH})
    engine.dispose()


def _all(
    paths: Sequence[str], at_once: int, connect: Callable[[], Callable[[str], object]]
) -> float:
    """Return the seconds in which all were had, over so many connections."""
    getters = [connect() for _ in range(at_once)]
    with ThreadPoolExecutor(at_once) as pool:
        began = time.perf_counter()
        list(pool.map(lambda n: [getters[n](path) for path in paths[n::at_once]], range(at_once)))
        return time.perf_counter() - began


def _ours(portal: ServedPortal) -> Callable[[str], bytes]:
    visitor = portal.visitor()

    def get(path: str) -> bytes:
        answer = visitor.get(path)
        if answer.status != _OK:
            raise RuntimeError(f"{path} answered {answer.status}")
        return answer.body

    return get


def _getter(port: int) -> Callable[[str], bytes]:
    connection = _connection(port)
    return lambda path: _get(connection, path)


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != _OK:
        raise RuntimeError(f"{path} answered {answer.status}")
    return body
