"""Owns what a delivery is, how its files are named, and what a job ticket says."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from portal.foundation.errors import N_, Conflict
from portal.foundation.usage_kinds import declare_kind

HANDED_OVER = declare_kind(
    "delivery.handed_over",
    "Eine Bestellposition wurde an Lieferant oder Kanal übergeben.",
    "An order line was handed over to its supplier or channel.",
    value_unit="bytes",
    attributes={"kind": "package or file", "attempt": "number of the attempt"},
)
NOT_HANDED_OVER = declare_kind(
    "delivery.refused",
    "Eine Bestellposition wurde nicht übergeben.",
    "An order line was not handed over.",
    attributes={"attempt": "number of the attempt"},
)
LINES_A_PACKAGE = 50

EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NOT_NAME = re.compile(r"[^a-z0-9]+")


class DeliveryState(StrEnum):
    """How one attempt ended."""

    HANDED_OVER = "handed_over"
    REFUSED = "refused"
    FAILED = "failed"


class DeliveryKind(StrEnum):
    """How a line reaches whoever needs it."""

    PRINT_PACKAGE = "print_package"
    CHANNEL_FILE = "channel_file"


@dataclass(frozen=True, slots=True)
class PrintSize:
    """Trim and bleed of a print format in mm."""

    width_mm: float
    height_mm: float
    bleed_mm: float
    pages: int


@dataclass(frozen=True, slots=True)
class DeliveryAddress:
    """Where the printed pieces go."""

    name: str
    street: str
    postcode: str
    city: str
    phone: str


@dataclass(frozen=True, slots=True)
class TicketLine:
    """What a supplier must know to make one order line."""

    reference: str
    file: str
    sha256: str
    format: str
    size: PrintSize
    quantity: int
    finishing: str | None
    colours: tuple[str, ...]
    deliver_by: str
    deliver_to: DeliveryAddress


def ticket_json(supplier: str, lines: Sequence[TicketLine]) -> bytes:
    """Return the job ticket of a package, its lines by reference; the same in, the same out."""
    content = {
        "schema": "heimspiel/job-ticket/1",
        "supplier": supplier,
        "lines": [asdict(line) for line in sorted(lines, key=lambda line: line.reference)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def file_name(reference: str, format_key: str, place: str, extension: str) -> str:
    """Return a file name that is safe everywhere: 10482-1_flyer-a5_koeln-rodenkirchen.pdf."""
    return f"{_plain(reference)}_{_plain(format_key)}_{_plain(place)}.{extension}"


def check_hash(expected: str, found: str) -> None:
    """Refuse to hand over bytes that are not those that were approved."""
    if expected != found:
        raise Conflict(
            N_("The stored file is not the one that was approved. Nothing was handed over.")
        )


def check_pixels(
    found: tuple[int, int], wanted: tuple[int, int], size: int, max_bytes: int | None
) -> None:
    """Refuse a channel file of other pixels than the format's, or above its byte limit."""
    if found != wanted:
        raise Conflict(
            N_("The channel wants %(wanted)s pixels, the file has %(found)s."),
            wanted=f"{wanted[0]} x {wanted[1]}",
            found=f"{found[0]} x {found[1]}",
        )
    if max_bytes is not None and size > max_bytes:
        raise Conflict(
            N_("The channel takes %(most)s bytes, the file has %(found)s."),
            most=max_bytes,
            found=size,
        )


def outcome_words() -> Mapping[DeliveryState, str]:
    """Return what each outcome is called."""
    return {
        DeliveryState.HANDED_OVER: N_("Handed over"),
        DeliveryState.REFUSED: N_("Not handed over"),
        DeliveryState.FAILED: N_("Failed, will be tried again"),
    }


def _plain(text: str) -> str:
    lowered = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    folded = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    return _NOT_NAME.sub("-", folded).strip("-")[:60]
