"""Owns the worst documents that the schema admits, and setting one in a process of its own.

`python -m tests.property.worst NAME` prints the CPU seconds of setting and writing, and MB.
"""

import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from brand_assets.typesetting.document import MAX_CODES, read_document
from brand_assets.typesetting.pdf_writer import PdfOptions, write_pdf
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.values import (
    FieldValues,
    HoursValue,
    OfferRow,
    PhotoValue,
    PriceValue,
    RowsValue,
    TextValue,
)
from tests.factories.kit import demo_kit, demo_photos, photo
from tests.golden.case import ad, frame, literal

MOST_SECONDS, MOST_MB = 2.0, 256.0
_LIMIT = 3_000_000_000
_BODY = {"style": "Text", "colour": "Tanne", "size_max": 60.0, "size_min": 1.0}
_WORD = "Donaudampfschifffahrtsgesellschaftskapitän "
_PLACE = (10, 10, 120, 60)


def _many(count: int, make: Callable[[int], Any]) -> dict[str, Any]:
    return ad(*[make(index) for index in range(count)])


def _texts() -> dict[str, Any]:
    part = literal((_WORD * 60)[:2000])
    return ad(frame("text", "t", _PLACE, parts=[part] * 30, balance=True, **_BODY))


def _alternatives() -> dict[str, Any]:
    part = literal((_WORD * 60)[:2000])
    other = {"x": 0, "y": 0, "w": 40, "h": 10, "size_max": 60.0, "size_min": 1.0}
    alternatives = [other | {"w": 40 + n} for n in range(8)]
    return ad(frame("text", "t", _PLACE, parts=[part] * 10, alternatives=alternatives, **_BODY))


def _one_word() -> dict[str, Any]:
    return ad(frame("text", "t", _PLACE, parts=[literal("A" * 2000)] * 30, **_BODY))


def _groups() -> dict[str, Any]:
    part = literal(_WORD * 3)
    return _many(300, lambda n: frame("text", f"t{n}", (n, n, 90 - n / 5, 12), parts=[part],
                                      group="g", **_BODY))  # fmt: skip


def _pages() -> dict[str, Any]:
    frames = [
        frame("text", f"p{p}-{n}", (5, 3 * n, 140, 9), parts=[literal(f"{_WORD}{p}.{n}")], **_BODY)
        for p in range(32)
        for n in range(30)
    ]
    pages = [{"frames": frames[p * 30 : p * 30 + 30]} for p in range(32)]
    return ad(pages=pages)


def _codes() -> dict[str, Any]:
    return _many(MAX_CODES, lambda n: frame("qr", f"q{n}", (n % 20 * 7, n // 20 * 7, 6, 6),
                                      data=f"{n:03d}" + "ä" * 250, colour="Tanne"))  # fmt: skip


def _photos() -> dict[str, Any]:
    return _many(300, lambda n: frame("photo", f"f{n}", (n, n, 20 + n, 20 + n), field="bild",
                                      zoom=1 + n / 30, rotation=float(n)))  # fmt: skip


def _paths() -> dict[str, Any]:
    d = "M0 0" + "".join(f"C{n % 97} {n % 89} {n % 83} {n % 79} {n % 73} {n % 71}"
                         for n in range(900))  # fmt: skip
    return _many(70, lambda n: frame("path", f"p{n}", _PLACE, d=d[:19_000], colour="Mohn"))


def _table() -> dict[str, Any]:
    columns = [
        {"source": source, "share": 0.24, "style": "Text", "size": 300.0, "max_lines": 4}
        for source in ("name", "size", "unit_price", "price")
    ]
    table = {"field": "zeilen", "columns": columns, "row_height": 2.0, "rows_max": 100}
    return ad(frame("table", "t", _PLACE, **table, **_BODY))


def _grounds() -> dict[str, Any]:
    """Texts over many see-through photos, whose colours all have to be looked up."""
    photos = [frame("photo", f"f{n}", (0, 0, 148, 105), field="bild", opacity=0.5)
              for n in range(150)]  # fmt: skip
    texts = [frame("text", f"t{n}", (0, n / 2, 148, 9), parts=[literal(_WORD)], **_BODY)
             for n in range(150)]  # fmt: skip
    return ad(*photos, *texts)


def _ratios() -> dict[str, Any]:
    return ad(
        frame("photo", "f", (0, 0, 20_000, 0.001), field="bild", zoom=20.0),
        frame("text", "t", (0, 0, 0.001, 20_000), parts=[literal(_WORD * 30)], **_BODY),
        frame("logo", "l", (-20_000, -20_000, 20_000, 0.001), variant="positiv"),
        frame("qr", "q", (0, 0, 20_000, 20_000), data="A", colour="Tanne", quiet=16),
        width=20_000,
        height=0.001,
    )


def _long(chars: int, start: object = "") -> dict[str, Any]:
    """Return a part of so many characters, in one language to spare bytes."""
    return {"kind": "literal", "text": {"de": f"{start} {_WORD * 60}"[:chars], "en": ""}}


def _stories(count: int, chars: int, **rest: Any) -> dict[str, Any]:
    look = {"key": "a", "style": "Text", "colour": "Tanne", "size": 9.0, "align": "justify"}

    def story(n: int) -> Any:
        parts = [_long(min(chars, 2000), n)] * max(1, chars // 2000)
        blocks = [{"kind": "paragraph", "look": "a", "parts": parts}]
        more = {"colour": "Tanne", "looks": [look], "blocks": blocks, "columns": 6}
        return frame("story", f"s{n}", _PLACE, **more, **rest)

    return _many(count, story)


def _one_story() -> dict[str, Any]:
    return _stories(1, 58_000)


def _fitted_story() -> dict[str, Any]:
    return _stories(1, 18_000, fit={"scale_max": 3.0, "scale_min": 0.2, "leading_min": 0.7})


def _many_stories() -> dict[str, Any]:
    return _stories(150, 60, fit={"scale_max": 3.0, "scale_min": 0.2, "leading_min": 0.7})


def _many_texts() -> dict[str, Any]:
    return _many(300, lambda n: frame("text", f"t{n}", (n / 9, n / 9, 90, 40), parts=[
        _long(198, n)], **_BODY))  # fmt: skip


def _long_values() -> dict[str, Any]:
    part = {"kind": "field", "field": "lang"}
    return _many(300, lambda n: frame("text", f"t{n}", (n / 9, n / 9, 90, 40), parts=[part],
                                      **_BODY))  # fmt: skip


def _values() -> FieldValues:
    row = OfferRow(_WORD * 4, _WORD * 4, PriceValue(10**12), _WORD * 4)
    return {
        "bild": PhotoValue(photo("Garden.jpg")),
        "zeilen": RowsValue((row,) * 100),
        "lang": TextValue(_WORD * 4),
        "zeiten": HoursValue((_WORD,) * 500),
    }


CASES: Mapping[str, Callable[[], dict[str, Any]]] = {
    "texts": _texts,
    "alternatives": _alternatives,
    "one-word": _one_word,
    "groups": _groups,
    "pages": _pages,
    "codes": _codes,
    "photos": _photos,
    "paths": _paths,
    "table": _table,
    "grounds": _grounds,
    "ratios": _ratios,
    "many-texts": _many_texts,
    "many-stories": _many_stories,
    "long-values": _long_values,
    "one-story": _one_story,
    "fitted-story": _fitted_story,
}


def main(name: str) -> None:
    """Set a case and write it as a press file; print the CPU seconds and the peak of MB."""
    resource.setrlimit(resource.RLIMIT_AS, (_LIMIT, _LIMIT))
    data, values, kit, photos = CASES[name](), _values(), demo_kit(), demo_photos()[0]
    set_document(read_document(ad()), {}, kit, photos)
    start = time.process_time()
    found = set_document(read_document(data), values, kit, photos)
    setting = time.process_time() - start
    write_pdf(found.display, kit, photos, PdfOptions())
    writing = time.process_time() - start - setting
    sys.stdout.write(f"{setting:.2f} {writing:.2f} {_peak_mb():.0f}\n")


def _peak_mb() -> float:
    # Not from getrusage: that begins with the peak of the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
