"""Proofs show what will be made, never change, and tell when what they show is no longer so."""

import hashlib
import io
from datetime import date
from uuid import UUID

import pikepdf
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import func, select

from brand_assets.design_facts import AssetRight, Severity
from brand_assets.library.keeping.rights import RightsMeta, update_rights
from brand_assets.library.models import Asset
from campaigns.localisation.service import get_localisation, resolve, save_values
from campaigns.proofs.jobs import request_proofs
from campaigns.proofs.models import Proof, ProofFile
from campaigns.proofs.rules import FileKind
from campaigns.proofs.service import (
    channel_file,
    check,
    files_of,
    fingerprint_now,
    make_proof,
    press_file,
    preview_jpeg,
    preview_of_outlet,
    proof_findings,
    read_press_sheet,
    read_proof_file,
    verify_files,
)
from portal.foundation.config import settings
from portal.foundation.database import reading, transaction
from portal.foundation.errors import Conflict, NotFound, NotPermitted
from portal.foundation.jobs import find_job, run_due_jobs
from portal.foundation.storage import file_store
from regions.accounts.rules import Role
from regions.partners.models import Outlet
from tests.factories.orders import FLYER, NEWSPAPER, POST, Shop
from tests.factories.regions import make_actor

LONG = "Gewürztagetes ‚Orange Gem‘ in der 12er-Schale"


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def count(table: type) -> int:
    with reading() as s:
        return s.scalar(select(func.count()).select_from(table)) or 0


def test_a_flyer_becomes_a_press_pdf_and_a_picture_of_each_page(shop: Shop) -> None:
    proof = make_proof(shop.manager, shop.localise(), FLYER)
    kinds = [(file.kind, file.page) for file in files_of(proof.id)]
    assert kinds == [("press_pdf", 0), ("preview_jpeg", 0), ("preview_jpeg", 1)]
    data = read_proof_file(shop.manager, proof.id, FileKind.PRESS_PDF)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2
        trim = [float(v) for v in pdf.pages[0].TrimBox]
        width, height = trim[2] - trim[0], trim[3] - trim[1]
        assert (width, height) == pytest.approx((148 * 72 / 25.4, 210 * 72 / 25.4), abs=0.01)
        bleed = [float(v) for v in pdf.pages[0].BleedBox]
        assert trim[0] - bleed[0] == pytest.approx(3 * 72 / 25.4, abs=0.01)


def test_a_post_becomes_a_channel_file_of_exact_pixels_within_its_bytes(shop: Shop) -> None:
    proof = make_proof(shop.manager, shop.localise(), POST)
    file = channel_file(proof.id)
    data = file_store().read(file.sha256)
    assert picture(data).size == (1080, 1080)
    assert len(data) == file.size <= 1_000_000
    with pytest.raises(NotFound):
        channel_file(make_proof(shop.manager, shop.localise(), FLYER).id)


def test_the_same_inputs_are_one_proof_and_the_same_bytes(shop: Shop) -> None:
    localisation_id = shop.localise()
    first = make_proof(shop.manager, localisation_id, NEWSPAPER)
    again = make_proof(shop.manager, localisation_id, NEWSPAPER)
    assert first.id == again.id
    assert count(Proof) == 1
    save_values(shop.manager, localisation_id, {"headline": "Anders."}, 1)
    other = make_proof(shop.manager, localisation_id, NEWSPAPER)
    back = get_localisation(shop.manager, localisation_id).row_version
    save_values(shop.manager, localisation_id, {"headline": None}, back)
    assert make_proof(shop.manager, localisation_id, NEWSPAPER).id == first.id
    hashes = [{file.sha256 for file in files_of(proof.id)} for proof in (first, other)]
    assert hashes[0].isdisjoint(hashes[1])


def test_changed_text_changes_the_fingerprint_of_the_formats_that_show_it(shop: Shop) -> None:
    localisation_id = shop.localise()
    proofs = {f: make_proof(shop.manager, localisation_id, f) for f in (FLYER, NEWSPAPER, POST)}
    save_values(shop.manager, localisation_id, {"event.text": "Kommen Sie vorbei."}, 1)
    now = {f: fingerprint_now(localisation_id, f) for f in proofs}
    assert now[FLYER] != proofs[FLYER].fingerprint
    assert now[NEWSPAPER] == proofs[NEWSPAPER].fingerprint
    assert now[POST] == proofs[POST].fingerprint


def test_changed_master_data_changes_the_fingerprint(shop: Shop) -> None:
    localisation_id = shop.localise()
    proof = make_proof(shop.manager, localisation_id, POST)
    with transaction() as s:
        s.get_one(Outlet, shop.demo.outlet_id).phone = "040 66969 500"
    assert fingerprint_now(localisation_id, POST) != proof.fingerprint


def test_a_moved_focal_point_changes_the_fingerprint_and_not_the_proof(shop: Shop) -> None:
    localisation_id = shop.localise()
    proof = make_proof(shop.manager, localisation_id, FLYER)
    before = press_file(proof.id, spot=True).sha256
    with transaction() as s:
        garden = s.scalars(select(Asset).where(Asset.title == "Garden")).unique().one()
        garden.focal_x = 0.1
        s.delete(s.scalars(select(ProofFile).where(ProofFile.sha256 == before)).one())
    assert fingerprint_now(localisation_id, FLYER) != proof.fingerprint
    assert press_file(proof.id, spot=True).sha256 == before


def test_nothing_about_a_proof_can_be_changed(shop: Shop) -> None:
    proof = make_proof(shop.manager, shop.localise(), POST)

    def change(table: type, key: UUID, **values: object) -> None:
        with transaction() as s:
            row: object = s.get_one(table, key)
            for name, value in values.items():
                setattr(row, name, value)
            s.flush()

    with pytest.raises(Conflict):
        change(Proof, proof.id, fingerprint="0" * 64)
    with pytest.raises(Conflict):
        change(ProofFile, channel_file(proof.id).id, sha256="0" * 64)


def test_stored_bytes_are_held_to_the_recorded_hash(shop: Shop) -> None:
    proof = make_proof(shop.manager, shop.localise(), POST)
    assert all(report.intact for report in verify_files(proof.id))
    file_store().delete(channel_file(proof.id).sha256)
    reports = {report.file.kind: report for report in verify_files(proof.id)}
    assert reports["channel_jpeg"].reason == "missing"
    assert reports["preview_jpeg"].intact


def test_a_press_sheet_with_marks_shows_the_same_ad_and_is_not_kept(shop: Shop) -> None:
    localisation_id = shop.localise()
    proof = make_proof(shop.manager, localisation_id, FLYER)
    kept = [file.sha256 for file in files_of(proof.id)]
    sheet = read_press_sheet(shop.manager, proof.id)
    assert sheet == read_press_sheet(shop.manager, proof.id)
    with pikepdf.open(io.BytesIO(sheet)) as marked:
        assert len(marked.pages) == 2
        left, _, right, _ = (float(value) for value in marked.pages[0].TrimBox.as_list())
        assert right - left == pytest.approx(148 * 72 / 25.4, abs=0.001)
        assert left == pytest.approx(13 * 72 / 25.4, abs=0.001)
    assert [file.sha256 for file in files_of(proof.id)] == kept
    with pytest.raises(NotFound):
        read_press_sheet(shop.manager, make_proof(shop.manager, localisation_id, POST).id)


def test_the_code_on_the_ad_is_our_short_link(shop: Shop) -> None:
    localisation_id = shop.localise()
    proof = make_proof(shop.manager, localisation_id, FLYER)
    page = picture(read_proof_file(shop.manager, proof.id, FileKind.PREVIEW_JPEG, 1))
    (code,) = zxingcpp.read_barcodes(page)
    assert code.text.startswith(f"{settings().short_link_base}/")
    assert code.text.endswith(code.text[-8:].upper())


def test_text_that_fits_nowhere_blocks_in_the_format_where_it_does_not(shop: Shop) -> None:
    localisation_id = shop.localise({"angebot.produkt": LONG})
    newspaper = check(shop.manager, localisation_id, NEWSPAPER)
    overflow = [f for f in newspaper.findings if f.rule == "text.overflow"]
    assert [(f.field, f.severity) for f in overflow] == [("angebot.produkt", Severity.BLOCKS)]
    assert "In der Zeitungsanzeige" in overflow[0].message.de
    assert not check(shop.manager, localisation_id, POST).blocks
    proof = make_proof(shop.manager, localisation_id, NEWSPAPER)
    assert proof_findings(proof) == newspaper.findings


def test_unsaved_values_are_checked_and_shown_and_not_kept(shop: Shop) -> None:
    localisation_id = shop.localise()
    plain = preview_jpeg(shop.manager, localisation_id, POST, 0, 400)
    typed = preview_jpeg(shop.manager, localisation_id, POST, 0, 400, {"headline": "Neu."})
    assert picture(typed).size == (400, 400)
    assert plain != typed
    # Painted over that picture, it is the same file as one painted whole.
    assert preview_jpeg(shop.manager, localisation_id, POST, 0, 400, {}) == plain
    unread = check(shop.manager, localisation_id, POST, {"angebot.preis": "billig"})
    assert [(f.rule, f.field) for f in unread.findings] == [("field.value", "angebot.preis")]
    assert get_localisation(shop.manager, localisation_id).values == {}


def test_unsaved_values_cannot_unlock_a_field(shop: Shop) -> None:
    localisation_id = shop.localise()
    plain = preview_jpeg(shop.manager, localisation_id, POST, 0, 400)
    forged = preview_jpeg(shop.manager, localisation_id, POST, 0, 400, {"markt.name": "Mein Markt"})
    assert plain == forged
    assert resolve(localisation_id, {"aktion.name": "X"}).canonical["aktion.name"] != "X"


def test_an_expired_right_blocks_the_ad(shop: Shop) -> None:
    localisation_id = shop.localise()
    brand = shop.demo.network.actors[Role.BRAND_MANAGER]
    with reading() as s:
        garden = s.scalars(select(Asset).where(Asset.title == "Garden")).unique().one()
    right = AssetRight("Agentur", ends=date(2027, 5, 15))
    update_rights(brand, garden.id, RightsMeta(right))
    found = check(shop.manager, localisation_id, POST).findings
    assert [(f.rule, f.severity) for f in found] == [("asset.right", Severity.BLOCKS)]


def test_an_outlet_sees_its_ad_before_anybody_has_started_it(shop: Shop) -> None:
    campaign_id, outlet_id = shop.demo.campaign.id, shop.demo.outlet_id
    imagined = preview_of_outlet(shop.manager, campaign_id, outlet_id, POST, 0, 300)
    localisation_id = shop.localise()
    assert imagined == preview_jpeg(shop.manager, localisation_id, POST, 0, 300)
    stranger = make_actor(Role.PARTNER_MANAGER, shop.demo.network.foreign.path)
    with pytest.raises(NotFound):
        preview_of_outlet(stranger, campaign_id, outlet_id, POST, 0, 300)


def test_a_stranger_gets_neither_check_nor_picture_nor_proof(shop: Shop) -> None:
    localisation_id = shop.localise()
    proof = make_proof(shop.manager, localisation_id, POST)
    stranger = make_actor(Role.PARTNER_MANAGER, shop.demo.network.sibling.path)
    for refused in (
        lambda: check(stranger, localisation_id, POST),
        lambda: preview_jpeg(stranger, localisation_id, POST, 0, 300),
        lambda: make_proof(stranger, localisation_id, POST),
        lambda: read_proof_file(stranger, proof.id, FileKind.CHANNEL_JPEG),
    ):
        with pytest.raises(NotFound):
            refused()
    with pytest.raises(NotPermitted):
        make_proof(shop.demo.network.actors[Role.APPROVER], localisation_id, POST)


def test_a_batch_renders_apart_and_gives_the_same_bytes(shop: Shop) -> None:
    first, second = shop.localise(outlet=0), shop.localise(outlet=1)
    here = make_proof(shop.manager, first, FLYER)
    expected = {(f.kind, f.page): f.sha256 for f in files_of(here.id)}
    with transaction() as s:
        for row in s.scalars(select(ProofFile)):
            s.delete(row)
        s.flush()
        s.delete(s.get_one(Proof, here.id))
    job_id = request_proofs(shop.manager, [first, second], "all")
    assert request_proofs(shop.manager, [first, second], "all") == job_id
    run_due_jobs()
    job = find_job(job_id)
    assert job is not None
    assert (job.result, job.done) == ({"made": 6, "refused": []}, 6)
    again = make_proof(shop.manager, first, FLYER)
    assert {(f.kind, f.page): f.sha256 for f in files_of(again.id)} == expected
    for file in files_of(again.id):
        assert hashlib.sha256(file_store().read(file.sha256)).hexdigest() == file.sha256
