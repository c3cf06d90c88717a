"""Owns what the demonstration leaves in a folder: press PDFs, channel files and packages."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from brand_assets.typesetting.preflight import check_pdf, preflight_report
from campaigns.delivery.models import Delivery, Package
from campaigns.delivery.service import deliver_to_supplier
from campaigns.orders.models import OrderLine
from campaigns.orders.rules import LineStatus
from campaigns.proofs.models import ProofFile
from campaigns.proofs.rules import FileKind
from portal.foundation.database import reading
from portal.foundation.storage import file_store
from regions.suppliers.models import Supplier

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class Written:
    """One file that was written, with its size in bytes and, for a press PDF, its errors."""

    path: Path
    size: int
    preflight_errors: int | None = None


def hand_over_waiting() -> None:
    """Deliver what suppliers are still to get, as their collection time would."""
    with reading() as running:
        suppliers = running.scalars(select(Supplier.id).order_by(Supplier.key)).all()
    for supplier_id in suppliers:
        deliver_to_supplier(supplier_id)


def write_outputs(folder: Path) -> list[Written]:
    """Write all files of the orders into `press`, `channels` and `suppliers`; names are stable."""
    return [*_ads(folder), *_packages(folder)]


def _ads(folder: Path) -> Iterator[Written]:
    with reading() as running:
        statement = (
            select(OrderLine, ProofFile)
            .join(ProofFile, ProofFile.proof_id == OrderLine.proof_id)
            .where(OrderLine.status_note == "")
            .order_by(OrderLine.reference, ProofFile.kind)
        )
        rows = running.execute(statement).tuples().all()
    for line, file in rows:
        if _is_ordered(line, file):
            yield _write(folder, line, file)


def _is_ordered(line: OrderLine, file: ProofFile) -> bool:
    if line.status == LineStatus.AWAITING_DECISION:
        return False
    press = FileKind.PRESS_PDF_SPOT if line.spot else FileKind.PRESS_PDF
    return file.kind in {press, FileKind.CHANNEL_JPEG}


def _write(folder: Path, line: OrderLine, file: ProofFile) -> Written:
    data = file_store().read(file.sha256)
    is_press = file.kind != FileKind.CHANNEL_JPEG
    ending = "pdf" if is_press else _ENDINGS[file.media_type]
    target = folder / ("press" if is_press else "channels")
    path = target / f"{line.reference}-{line.format_key}{'-spot' if line.spot else ''}.{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if not is_press:
        return Written(path, len(data))
    report = preflight_report(check_pdf(data, "x4"))
    path.with_suffix(".preflight.json").write_text(json.dumps(report, indent=1, ensure_ascii=False))
    return Written(path, len(data), int(report["counts"]["blocks"]))


def _packages(folder: Path) -> Iterator[Written]:
    with reading() as running:
        statement = select(Package, Supplier.key).join(Supplier).order_by(Package.made_at)
        rows = running.execute(statement).tuples().all()
    for package, supplier in rows:
        path = folder / "suppliers" / supplier / package.file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file_store().read(package.sha256))
        yield Written(path, package.size)


def write_checksums(folder: Path, written: list[Written]) -> None:
    """Write SHA256SUMS, as `sha256sum --check` reads it."""
    lines = [
        f"{hashlib.sha256(entry.path.read_bytes()).hexdigest()}  {entry.path.relative_to(folder)}"
        for entry in sorted(written, key=lambda entry: entry.path)
    ]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n")


def count_deliveries() -> int:
    """Return how many deliveries were made."""
    with reading() as running:
        return len(running.scalars(select(Delivery.id)).all())
