"""Handing over: the bytes that were approved, once, to whom they belong."""

import hashlib
import io
import json
import time
from uuid import UUID
from zipfile import ZipFile

import pikepdf
import pytest
from itsdangerous import TimestampSigner
from PIL import Image
from sqlalchemy import select

from campaigns.delivery.downloads import (
    deliveries_of,
    file_link,
    list_packages,
    open_link,
    package_link,
)
from campaigns.delivery.models import Delivery, Package
from campaigns.delivery.packages import PackedLine, store_package
from campaigns.delivery.rules import DeliveryState
from campaigns.delivery.service import deliver_again, deliver_line
from campaigns.localisation.service import get_localisation, save_values, undo
from campaigns.orders.models import OrderLine
from campaigns.orders.reading import lines_of, lines_of_supplier
from campaigns.orders.rules import LineStatus
from campaigns.orders.service import advance_line, cancel_line
from campaigns.proofs.service import press_file
from portal.foundation.audit import AuditEntry
from portal.foundation.database import reading
from portal.foundation.errors import Conflict, NotFound, NotPermitted
from portal.foundation.storage import file_store
from regions.accounts.rules import Role
from tests.factories.orders import Shop
from tests.factories.regions import make_actor
from tests.unit.campaigns.test_delivery_rules import ticket_line


def ordered(shop: Shop, finishing: str | None = None) -> OrderLine:
    return lines_of(shop.order(shop.flyers(shop.localise(), finishing=finishing)).id)[0]


def stored(sha256: str) -> bytes:
    return file_store().read(sha256)


def test_a_package_holds_the_approved_press_pdf_and_its_ticket(shop: Shop) -> None:
    line = ordered(shop)
    (delivery,) = deliver_line(line.id)
    assert delivery.state is DeliveryState.HANDED_OVER
    (package,) = list_packages(shop.supplier)
    with ZipFile(io.BytesIO(stored(package.sha256))) as archive:
        ticket = json.loads(archive.read("job_ticket.json"))["lines"][0]
        content = archive.read(ticket["file"])
    approved = press_file(line.proof_id, spot=False)
    assert content == stored(approved.sha256)
    assert ticket["sha256"] == hashlib.sha256(content).hexdigest()
    assert ticket["reference"] == line.reference
    assert ticket["quantity"] == 2500
    assert ticket["size"] == {"width_mm": 148.0, "height_mm": 210.0, "bleed_mm": 3.0, "pages": 2}
    assert ticket["colours"] == ["Cyan", "Magenta", "Yellow", "Black"]
    assert ticket["deliver_to"]["city"] == "Hamburg"


def test_spot_finishing_delivers_a_separation(shop: Shop) -> None:
    line = ordered(shop, finishing="spot-hks65")
    deliver_line(line.id)
    (package,) = list_packages(shop.supplier)
    with ZipFile(io.BytesIO(stored(package.sha256))) as archive:
        ticket = json.loads(archive.read("job_ticket.json"))["lines"][0]
        pdf = archive.read(ticket["file"])
    assert ticket["colours"][-1] == "HKS 65 K"
    assert ticket["finishing"] == "HKS 65 K als Sonderfarbe"
    with pikepdf.open(io.BytesIO(pdf)) as document:
        spaces = document.pages[0].Resources.ColorSpace
        names = [str(space[1]) for _, space in spaces.items() if str(space[0]) == "/Separation"]
    assert names == ["/HKS 65 K"]


def test_the_same_lines_make_the_same_package(shop: Shop) -> None:
    line = ordered(shop)
    deliver_line(line.id)
    (package,) = list_packages(shop.supplier)
    with ZipFile(io.BytesIO(stored(package.sha256))) as archive:
        infos = archive.infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert infos[0].filename == "job_ticket.json"
    again = PackedLine(ticket_line("1-1"), press_file(line.proof_id, spot=False).sha256)
    assert store_package("x", [again]).sha256 == store_package("x", [again]).sha256


def test_other_bytes_in_the_store_are_not_handed_over(shop: Shop) -> None:
    line = ordered(shop)
    approved = press_file(line.proof_id, spot=False)
    store = file_store()
    store._content[approved.sha256] += b"%"  # type: ignore[attr-defined] # a fault of the storage
    (delivery,) = deliver_line(line.id)
    assert delivery.state is DeliveryState.REFUSED
    assert "not the one that was approved" in delivery.detail
    assert list_packages(shop.supplier) == []


def test_packing_checks_the_bytes_too(shop: Shop) -> None:
    line = ordered(shop)
    deliver_line(line.id)
    with reading() as s:
        sha256 = s.scalars(select(Delivery.sha256)).one()
    assert sha256
    file_store()._content[sha256] += b"%"  # type: ignore[attr-defined] # a fault of the storage
    with pytest.raises(Conflict):
        store_package("x", [PackedLine(ticket_line("1-1"), sha256)])


def test_an_ad_that_changed_since_approval_is_not_handed_over(shop: Shop) -> None:
    line = ordered(shop)
    before = get_localisation(shop.manager, line.localisation_id)
    changed = save_values(
        shop.manager, before.id, {"headline": "Hände in die Erde."}, before.row_version
    )
    (delivery,) = deliver_line(line.id)
    assert delivery.state is DeliveryState.REFUSED
    assert deliver_line(line.id) == ()
    undo(shop.manager, before.id, changed.localisation.row_version)
    (again,) = deliver_again(shop.manager, line.id)
    assert (again.state, again.attempt) == (DeliveryState.HANDED_OVER, 2)
    with reading() as s:
        refused = s.scalars(select(AuditEntry).where(AuditEntry.outcome == "refused")).one()
        assert refused.action == "order_line.handed_over"


def test_repeating_a_delivery_changes_nothing(shop: Shop) -> None:
    line = ordered(shop)
    deliver_line(line.id)
    assert deliver_line(line.id) == ()
    assert deliver_again(shop.manager, line.id) == ()
    with reading() as s:
        assert len(s.scalars(select(Package)).all()) == 1


def test_a_channel_file_has_exact_pixels_and_completes_its_line(shop: Shop) -> None:
    ad = shop.localise()
    (line,) = lines_of(shop.order(shop.post(ad)).id)
    (delivery,) = deliver_line(line.id)
    assert delivery.state is DeliveryState.HANDED_OVER
    assert delivery.sha256
    content = stored(delivery.sha256)
    assert Image.open(io.BytesIO(content)).size == (1080, 1080)
    assert len(content) <= 1_000_000
    (line,) = lines_of(line.order_id)
    assert line.status is LineStatus.DELIVERED
    assert deliver_line(line.id) == ()


def test_several_lines_of_a_supplier_go_in_one_package(shop: Shop) -> None:
    first = ordered(shop)
    second = lines_of(shop.order(shop.flyers(shop.localise(outlet=1))).id)[0]
    assert len(deliver_line(first.id)) == 2
    assert deliver_line(second.id) == ()
    (package,) = list_packages(shop.supplier)
    assert package.line_count == 2


def test_cancelled_lines_are_not_handed_over(shop: Shop) -> None:
    line = ordered(shop)
    cancel_line(shop.manager, line.id)
    assert deliver_line(line.id) == ()


def test_the_supplier_moves_its_own_lines_alone(shop: Shop) -> None:
    line = ordered(shop)
    other = make_actor(Role.SUPPLIER, supplier_id=UUID(int=9))
    with pytest.raises(NotFound):
        advance_line(other, line.id, LineStatus.IN_PRODUCTION)
    with pytest.raises(NotFound):
        advance_line(shop.manager, line.id, LineStatus.IN_PRODUCTION)
    assert lines_of_supplier(other, list(LineStatus)) == ()
    assert len(lines_of_supplier(shop.supplier, list(LineStatus))) == 1
    assert advance_line(shop.supplier, line.id, LineStatus.IN_PRODUCTION).status
    with pytest.raises(Conflict):
        cancel_line(shop.manager, line.id)
    with pytest.raises(Conflict):
        advance_line(shop.supplier, line.id, LineStatus.IN_PRODUCTION)


def test_links_open_for_their_account_and_its_supplier_alone(shop: Shop) -> None:
    line = ordered(shop)
    (delivery,) = deliver_line(line.id)
    (package,) = list_packages(shop.supplier)
    token = package_link(shop.supplier, package)
    assert open_link(shop.supplier, token).sha256 == package.sha256
    twin = make_actor(Role.SUPPLIER, supplier_id=shop.supplier_id)
    with pytest.raises(NotFound):
        open_link(twin, token)
    with pytest.raises(NotFound):
        open_link(shop.supplier, token[:-2] + "xx")
    with pytest.raises(NotFound):
        open_link(shop.manager, package_link(shop.manager, package))
    assert open_link(shop.manager, file_link(shop.manager, delivery)).sha256 == delivery.sha256
    foreign = make_actor(Role.PARTNER_MANAGER, shop.demo.network.foreign.path)
    with pytest.raises(NotFound):
        open_link(foreign, file_link(foreign, delivery))
    with pytest.raises(NotFound):
        deliveries_of(foreign, line.id)


def test_links_grow_old(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver_line(ordered(shop).id)
    (package,) = list_packages(shop.supplier)
    past = int(time.time()) - 16 * 60
    with monkeypatch.context() as patched:
        patched.setattr(TimestampSigner, "get_timestamp", lambda _self: past)
        token = package_link(shop.supplier, package)
    with pytest.raises(NotPermitted):
        open_link(shop.supplier, token)


def test_a_storage_that_fails_is_noted_and_tried_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = ordered(shop)

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(file_store(), "put", fail)
        with pytest.raises(OSError, match="no space"):
            deliver_line(line.id)
    (again,) = deliver_line(line.id)
    found = deliveries_of(shop.manager, line.id)
    assert [delivery.state for delivery in found] == [
        DeliveryState.HANDED_OVER,
        DeliveryState.FAILED,
    ]
    assert again.attempt == 2
