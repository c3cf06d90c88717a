"""Owns the promise of the same bytes: in every process, in any order, from cold and warm memory."""

import hashlib
import multiprocessing
import threading
from collections.abc import Sequence

from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.pixels import PixelOptions, render
from brand_assets.typesetting.setting import set_document
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos

ADS = (
    ("fruehling-flyer-a5", False),
    ("kraeuter-flyer-a5", True),
    ("fruehling-post-1080", True),
    ("kraeuter-anzeige-91x120", False),
    ("fruehling-flyer-a5", True),
    ("kraeuter-banner-300x250", False),
)
FILES = (
    PdfOptions(),
    PdfOptions(spot=SpotMode.SEPARATION),
    PdfOptions(mode=Mode.SCREEN, pixels_per_pt=0.8),
)


def hashes_of(order: Sequence[int]) -> list[str]:
    """Return a hash of the files of each ad, made in this order; by the ads' own order."""
    found = {number: _hash(number) for number in order}
    return [found[number] for number in sorted(found)]


def _hash(number: int) -> str:
    name, stress = ADS[number]
    kit, photos = demo_kit(), demo_photos()[0]
    values = ad_values(name.split("-", maxsplit=1)[0], stress=stress)
    found = set_document(template(name), values, kit, photos)
    files = [write_pdf(found.display, kit, photos, options) for options in FILES]
    picture = render(files[-1], width_px=240, options=PixelOptions(fast=True))
    digest = hashlib.sha256(repr(found.facts).encode())
    for data in (*files, picture):
        digest.update(data)
    return digest.hexdigest()


def test_orders_and_warm_memory_change_no_byte() -> None:
    first = hashes_of(range(len(ADS)))
    assert len(set(first)) == len(ADS)
    assert hashes_of(range(len(ADS))) == first
    assert hashes_of([3, 1, 5, 0, 4, 2]) == first


def test_fresh_processes_write_the_same_in_any_order() -> None:
    orders = [[5, 4, 3, 2, 1, 0], [2, 0, 4, 1, 5, 3]]
    with multiprocessing.get_context("spawn").Pool(2, maxtasksperchild=1) as pool:
        found = pool.map(hashes_of, orders, chunksize=1)
    here = hashes_of(range(len(ADS)))
    assert found == [here, here]


def test_threads_side_by_side_write_the_same() -> None:
    here = hashes_of(range(len(ADS)))
    found: list[list[str]] = []
    orders = ([0, 1, 2, 3, 4, 5], [5, 3, 1, 4, 2, 0], [4, 0, 5, 1, 3, 2])
    threads = [
        threading.Thread(target=lambda order=order: found.append(hashes_of(order)))
        for order in orders
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [here] * len(orders)
