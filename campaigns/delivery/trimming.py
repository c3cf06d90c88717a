"""Owns what of a package may still be fetched once campaigns in it are expired: the rest of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from sqlalchemy import select

from campaigns.delivery.models import Delivery, Package
from campaigns.delivery.packages import PackedLine, store_package
from campaigns.delivery.service import ticket_of
from campaigns.orders.models import OrderLine
from campaigns.planning.holding import refuse_expired
from campaigns.planning.models import Campaign
from campaigns.planning.service import is_expired
from portal.foundation.database import reading, session
from portal.foundation.errors import N_, Conflict
from portal.foundation.storage import StoredFile
from regions.partners.models import Outlet
from regions.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class Packed:
    """One line of a package as it was handed over."""

    delivery: Delivery
    line: OrderLine
    outlet: Outlet
    campaign: Campaign


def refuse_expired_file(line: OrderLine) -> None:
    """Refuse a file of an expired campaign, with the reason that head office gave."""
    refuse_expired(session().get_one(Campaign, line.campaign_id))


def trim(package: Package) -> tuple[StoredFile, str]:
    """Return what of a package may be fetched, and its file name; Conflict where nothing is."""
    with reading():
        packed = _packed(package.id)
        going = [entry for entry in packed if not is_expired(entry.campaign)]
        if len(going) == len(packed):
            return StoredFile(package.sha256, package.size, "application/zip"), package.file_name
        if not going:
            raise Conflict(
                N_("Head office has expired what this package is for. Call before you print it.")
            )
        supplier = session().get_one(Supplier, package.supplier_id)
        rest = store_package(supplier.name, [_packed_line(entry) for entry in going])
        return rest, f"{PurePosixPath(package.file_name).stem}-rest.zip"


def _packed(package_id: UUID) -> Sequence[Packed]:
    statement = (
        select(Delivery, OrderLine, Outlet, Campaign)
        .join(OrderLine, OrderLine.id == Delivery.order_line_id)
        .join(Outlet, Outlet.id == OrderLine.outlet_id)
        .join(Campaign, Campaign.id == OrderLine.campaign_id)
        .where(Delivery.package_id == package_id)
        .order_by(OrderLine.reference)
    )
    return [Packed(*row) for row in session().execute(statement)]


def _packed_line(entry: Packed) -> PackedLine:
    sha256 = entry.delivery.sha256 or ""
    return PackedLine(ticket_of(entry.line, entry.outlet, sha256, entry.delivery.file_name), sha256)
