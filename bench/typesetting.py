"""Measures the typesetter on the demonstration flyer: previews, press files, batches, memory."""

import functools
import multiprocessing
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import PixelFormat, PixelOptions, pack, render
from brand_assets.typesetting.previews import Previewer
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.values import (
    AddressValue,
    FieldValue,
    HoursValue,
    TextValue,
    UrlValue,
)
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos

ROUNDS = 60
BATCH = 240
MEMORY_DOCUMENTS = 1000
TEMPLATE = "fruehling-flyer-a5"
PLACES = ("Bergedorf", "Schwäbisch Gmünd", "Köln-Weiß", "Füssen", "Görlitz", "Xanten", "Ybbs")


LONG = (200, 1000, 5000, 10000)


def run(*words: str) -> None:
    """Print each figure beside its goal; CPU time tells what a busy machine hides.

    With the word `long`, print memory and rate on the way to 10,000 documents instead.
    """
    if words == ("long",):
        _run_long()
        return
    press(0)
    for width, goal in ((600, 40), (1080, 80)):
        _preview(width, 0)
        _tell_times(f"preview JPEG {width} px", functools.partial(_preview, width), goal)
    _type(0)
    _tell_times("typing in the headline, 600 px", _type, 20, middle=True)
    _tell_times("press PDF (two pages)", press, 30)
    single, by_cpu = _batch(press)
    _tell("batch of press PDFs, one process", single, "documents/s", 60, less=False)
    _tell("batch of press PDFs, by CPU", by_cpu, "documents/s", None, less=False)
    both, _ = _batch(_press_and_preview)
    _tell("batch with a preview each, one process", both, "documents/s", None, less=False)
    double = _batch_in_processes(2)
    _tell("batch of press PDFs, two processes", double, "documents/s", None, less=False)
    print(f"  two processes do {double / single:.2f} times the work of one")
    _memory()


def _values(number: int) -> Mapping[str, FieldValue]:
    """Return the values of another outlet each time, so that nothing is the same twice."""
    place = PLACES[number % len(PLACES)]
    values = dict(ad_values("fruehling"))
    values["markt.name"] = TextValue(f"Halmgrün Gartenmarkt {place} {number}")
    values["markt.inhaber"] = TextValue(f"Inh. {place}er Gärten {number} GmbH & Co. KG")
    values["markt.adresse"] = AddressValue(
        f"Am Weidengrund {number % 97 + 1}", f"{21000 + number:05d}", place, f"040 66969 {number}"
    )
    closes = 17 + number % 4
    values["markt.zeiten"] = HoursValue(
        (f"Mo–Fr {8 + number % 3}–{closes} Uhr", "Sa 9–16 Uhr", f"So {10 + number % 2}–13 Uhr")
    )
    values["qr.ziel"] = UrlValue(f"HTTPS://HALMGRUEN.EXAMPLE/{number:04d}/F27")
    return values


def set_flyer(number: int) -> SetDocument:
    """Set the flyer for another outlet each time."""
    photos, _ = demo_photos()
    return set_document(template(TEMPLATE), _values(number), demo_kit(), photos)


def set_code(number: int) -> SetDocument:
    """Set the flyer's code alone."""
    whole, (photos, _) = template(TEMPLATE), demo_photos()
    pages = tuple(
        page.model_copy(update={"frames": tuple(f for f in page.frames if f.kind == "qr")})
        for page in whole.pages
    )
    alone = whole.model_copy(update={"pages": pages})
    return set_document(alone, _values(number), demo_kit(), photos)


def press_pdf(number: int) -> bytes:
    """Set the flyer and write its press file."""
    photos, _ = demo_photos()
    return write_pdf(set_flyer(number).display, demo_kit(), photos, PdfOptions())


def press(number: int) -> int:
    """Set the flyer and write its press file; return its size."""
    return len(press_pdf(number))


def _preview(width: int, number: int) -> int:
    photos, _ = demo_photos()
    display = set_flyer(number).display
    first = replace(display, pages=display.pages[:1])
    options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=width / first.pages[0].width)
    pdf = write_pdf(first, demo_kit(), photos, options)
    return len(render(pdf, width_px=width, options=PixelOptions(fast=True)))


_previewer = Previewer()
_TYPED = "Jetzt wird’s höchste Zeit fürs Gewächshaus: Tomaten mögen’s warm"


def _type(number: int) -> int:
    """Set the flyer with one more letter in its headline, as the editor's preview does."""
    photos, _ = demo_photos()
    values = dict(ad_values("fruehling"))
    values["headline"] = TextValue(_TYPED[: 1 + number % len(_TYPED)])
    display = set_document(template(TEMPLATE), values, demo_kit(), photos).display
    picture = _previewer.paint("typed", display, (demo_kit(), photos), 0, 600)
    return len(pack(picture, PixelFormat.JPEG, PixelOptions(quality=85, fast=True)))


def _press_and_preview(number: int) -> int:
    return press(number) + _preview(600, number)


def _tell_times(
    what: str, work: Callable[[int], object], goal: float, *, middle: bool = False
) -> None:
    """Print the 95th percentile (or the `middle`) of the time of each round, and of its CPU."""
    walls, cpus = [], []
    for number in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        work(number)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    if middle:
        _tell(f"{what}, median", statistics.median(walls), "ms", goal, less=True)
    else:
        _tell(f"{what}, p95", statistics.quantiles(walls, n=20)[-1], "ms", goal, less=True)
    _tell(f"{what}, median of CPU", statistics.median(cpus), "ms", None, less=True)


def _batch(work: Callable[[int], object]) -> tuple[float, float]:
    """Return documents in a second in this process, and in a second of its CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    for number in range(ROUNDS, ROUNDS + BATCH):
        work(number)
    return BATCH / (time.perf_counter() - wall), BATCH / (time.process_time() - cpu)


def _batch_in_processes(processes: int) -> float:
    """Return documents in a second in several processes, their start not counted."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(press, range(processes * 4), chunksize=4)
        start = time.perf_counter()
        pool.map(press, range(BATCH), chunksize=10)
        return BATCH / (time.perf_counter() - start)


def _memory() -> None:
    """Print the memory of a fresh process after some and after many documents."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        early, late = pool.apply(_memory_of_many)
    _tell(f"RSS after {MEMORY_DOCUMENTS} documents", late, "MB", 250, less=True)
    print(f"  after the first 200 it was {early:.0f} MB")


def _memory_of_many() -> tuple[float, float]:
    early = 0.0
    for number in range(MEMORY_DOCUMENTS):
        _press_and_preview(number)
        if number == 200:  # noqa: PLR2004 - by then every cache is warm
            early = _resident()
    return early, _resident()


def _run_long() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        rows = pool.apply(_figures_of_many, (LONG,))
    for documents, memory, rate in rows:
        figures = f"{memory:7.1f} MB  {rate:6.1f} documents a second of CPU since the last row"
        print(f"  after {documents:6d} documents {figures}", flush=True)
    (_, first, early), (_, last, late) = rows[1], rows[-1]
    _tell("memory that 9,000 documents added", last - first, "MB", 10, less=True)
    _tell("rate at the end, of that at the start", late / early * 100, "%", 90, less=False)


def _figures_of_many(stops: Sequence[int]) -> list[tuple[int, float, float]]:
    """Return at each stop how many documents, the memory, and documents in a second of CPU."""
    rows, done, start = [], 0, time.process_time()
    for number in range(stops[-1]):
        press(number)
        if number + 1 in stops:
            used = time.process_time() - start
            rows.append((number + 1, _resident(), (number + 1 - done) / used))
            done, start = number + 1, time.process_time()
    return rows


def _resident() -> float:
    """Return the resident memory of this process in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def _tell(what: str, figure: float, unit: str, goal: float | None, *, less: bool) -> None:
    against = ""
    if goal is not None:
        met = figure <= goal if less else figure >= goal
        against = f"  goal {'<=' if less else '>='} {goal:g}: {'met' if met else 'MISSED'}"
    print(f"  {what:<42}{figure:8.1f} {unit}{against}", flush=True)
