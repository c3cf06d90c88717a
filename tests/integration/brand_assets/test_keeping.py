"""The keeping of assets: new versions, partners' pictures taken over, downloads by signed links."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from brand_assets.design_facts import AssetRight
from brand_assets.library.embedded import read_embedded
from brand_assets.library.keeping.downloads import LIFETIME, DownloadForm, download_token
from brand_assets.library.keeping.replacing import replace_asset, versions_of
from brand_assets.library.keeping.rights import RightsMeta, update_rights
from brand_assets.library.keeping.taking_over import take_over
from brand_assets.library.models import Asset, AssetUse
from brand_assets.library.rules import AssetMeta
from brand_assets.library.service import (
    AssetQuery,
    add_asset,
    archive_asset,
    find_assets,
    find_photo,
    get_asset,
    record_uses,
)
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.database import Database, reading
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.ids import new_id
from portal.foundation.storage import FileStore
from portal.foundation.usage import UsageEvent
from regions.accounts.rules import Actor, Role
from tests.factories.pictures import a_jpeg
from tests.factories.regions import Network, make_actor
from tests.integration.brand_assets.test_pages import client

PARTNER, OUTLET, SIBLING = "hg/de/nord/p0001/", "hg/de/nord/p0001/o0001/", "hg/de/nord/p0002/"


@pytest.fixture
def brand() -> Actor:
    """Return who keeps the library of the whole company."""
    return make_actor(Role.BRAND_MANAGER, "hg/")


@pytest.fixture
def partner() -> Actor:
    """Return who keeps the pictures of one partner."""
    return make_actor(Role.PARTNER_MANAGER, PARTNER)


def events(kind: str) -> list[UsageEvent]:
    with reading() as s:
        return list(s.scalars(select(UsageEvent).where(UsageEvent.kind == kind)))


def test_a_new_version_is_offered_and_the_old_one_stays_placed(
    any_db: Database, file_store: FileStore, brand: Actor
) -> None:
    right = AssetRight("agency", channels=("print",), ends=date(2027, 5, 15))
    old = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Beet", "Im Mai", ("beet",))).asset
    update_rights(brand, old.id, RightsMeta(right, usage_terms="mit Nennung"))
    ad = new_id()
    record_uses("localisation", ad, OUTLET, [old.sha256])
    new = replace_asset(brand, old.id, a_jpeg(900)).asset
    with reading() as s:
        new = s.get_one(Asset, new.id)
        assert (new.version, new.replaces_id, new.title, new.tags) == (2, old.id, "Beet", ["beet"])
        assert (new.rights.ends, new.rights.usage_terms) == (right.ends, "mit Nennung")
    assert [asset.id for asset in find_assets(brand, AssetQuery()).assets] == [new.id]
    assert find_photo(OUTLET, old.sha256), "what was made with the old one keeps it"
    listed = versions_of(brand, new)
    assert [(each.asset.version, each.uses) for each in listed] == [(2, 0), (1, 1)]
    assert [each.asset.id for each in versions_of(brand, old)] == [new.id, old.id]
    with pytest.raises(Conflict):
        replace_asset(brand, old.id, a_jpeg(901))
    with pytest.raises(Invalid, match="in the library already"):
        replace_asset(brand, new.id, a_jpeg())
    assert [event.value for event in events("asset.replaced")] == [2.0]


def test_head_office_takes_a_partners_picture_over(
    any_db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    own = add_asset(partner, PARTNER, a_jpeg(), AssetMeta("Mein Beet")).asset
    record_uses("localisation", new_id(), OUTLET, [own.sha256])
    assert find_photo(SIBLING, own.sha256) is None
    with pytest.raises(Invalid, match="agreed"):
        take_over(brand, own.id, "hg/", " ")
    with pytest.raises(Conflict):
        take_over(brand, own.id, "hg/de/sued/", "frei")
    with pytest.raises((NotFound, NotPermitted)):
        take_over(partner, own.id, "hg/", "frei")
    with pytest.raises(NotFound):
        take_over(make_actor(Role.BRAND_MANAGER, "hg/de/sued/"), own.id, "hg/", "frei")
    taken = take_over(brand, own.id, "hg/", "frei nutzbar, Mail vom 3. Mai")
    assert (taken.id, taken.path) == (own.id, "hg/")
    assert find_photo(SIBLING, own.sha256)
    assert get_asset(partner, own.id).rights.licence == "frei nutzbar, Mail vom 3. Mai"
    with reading() as s:
        entry = s.scalars(select(AuditEntry).where(AuditEntry.action == "asset.taken_over")).one()
    assert entry.details["from"] == PARTNER


def test_versions_before_a_take_over_stay_their_owners(
    any_db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    old = add_asset(partner, PARTNER, a_jpeg(), AssetMeta("Mein Beet")).asset
    new = replace_asset(partner, old.id, a_jpeg(900)).asset
    taken = take_over(brand, new.id, "hg/", "frei")
    sibling = make_actor(Role.PARTNER_MANAGER, SIBLING)
    assert [each.asset.id for each in versions_of(sibling, taken)] == [new.id]
    assert [each.asset.id for each in versions_of(partner, taken)] == [new.id, old.id]


def test_taking_over_what_is_there_already_joins_the_two(
    any_db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    shared = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Beet der Marke")).asset
    own = add_asset(partner, PARTNER, a_jpeg(), AssetMeta("Mein Beet")).asset
    assert own.id != shared.id
    both, mine = new_id(), new_id()
    record_uses("localisation", both, OUTLET, [shared.sha256])
    with reading() as s:
        s.add_all(
            AssetUse(
                asset_id=own.id,
                subject="localisation",
                subject_id=i,
                path=OUTLET,
                used_at=clock.now(),
            )
            for i in (both, mine)
        )
        s.commit()
    assert take_over(brand, own.id, "hg/", "frei").id == shared.id
    with reading() as s:
        uses = s.execute(select(AssetUse.asset_id, AssetUse.subject_id)).all()
        assert {tuple(row) for row in uses} == {(shared.id, both), (shared.id, mine)}
    with pytest.raises(NotFound):
        get_asset(partner, own.id)


def test_downloads_say_what_the_library_knows_and_are_counted(web: Flask, network: Network) -> None:
    brand = network.actors[Role.BRAND_MANAGER]
    meta = AssetMeta("Blühwiese", "Eine Wiese im Mai", ("wiese",), "Erika Muster")
    asset = add_asset(brand, "hg/", a_jpeg(), meta).asset
    partner = client(web, network, Role.PARTNER_MANAGER)
    for form, name in (("web", "bluhwiese-web.jpg"), ("press", "bluhwiese.jpg")):
        link = partner.post(f"/assets/{asset.id}/download/{form}")
        assert link.status_code == 303
        answer = partner.get(link.location)
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
        said = read_embedded(Image.open(BytesIO(answer.data)))
        assert (said.title, said.creator, said.keywords) == (
            "Blühwiese",
            "Erika Muster",
            ("wiese",),
        )
    assert [e.attributes["form"] for e in events("asset.downloaded")] == ["web", "press"]
    assert partner.post(f"/assets/{asset.id}/download/exe").status_code == 404


def test_a_link_opens_for_its_account_alone_and_not_for_long(web: Flask, network: Network) -> None:
    brand = network.actors[Role.BRAND_MANAGER]
    asset = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Beet")).asset
    token = download_token(brand, asset.id, DownloadForm.PRESS)
    own, other = client(web, network, Role.BRAND_MANAGER), client(web, network, Role.PARTNER_STAFF)
    assert own.get(f"/assets/files/{token}").status_code == 200
    assert other.get(f"/assets/files/{token}").status_code == 404
    assert web.test_client().get(f"/assets/files/{token}").status_code == 302
    assert own.get(f"/assets/files/{token[:-2]}xx").status_code == 404
    with reading() as s:
        refused = s.scalars(select(AuditEntry).where(AuditEntry.outcome == "refused")).all()
    assert {entry.action for entry in refused} == {"asset.downloaded"}
    assert timedelta(minutes=15).total_seconds() >= LIFETIME


def test_what_may_not_be_used_any_more_is_not_downloaded(web: Flask, network: Network) -> None:
    brand = network.actors[Role.BRAND_MANAGER]
    asset = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Beet")).asset
    update_rights(brand, asset.id, RightsMeta(AssetRight("agency", ends=date(2020, 1, 1))))
    partner = client(web, network, Role.PARTNER_MANAGER)
    assert partner.post(f"/assets/{asset.id}/download/press").status_code == 403
    keeper = client(web, network, Role.BRAND_MANAGER)
    assert keeper.post(f"/assets/{asset.id}/download/press").status_code == 303


def test_an_agency_changes_what_it_brought_and_nothing_else(
    db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    agency = make_actor(Role.AGENCY, "hg/")
    shared = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Beet")).asset
    own = add_asset(partner, PARTNER, a_jpeg(500), AssetMeta("Mein Beet")).asset
    for foreign in (shared, own):
        with pytest.raises(NotPermitted):
            update_rights(agency, foreign.id, RightsMeta(AssetRight("mine")))
        with pytest.raises(NotPermitted):
            archive_asset(agency, foreign.id)
        with pytest.raises(NotPermitted):
            replace_asset(agency, foreign.id, a_jpeg(901))
    assert find_assets(brand, AssetQuery()).total == 2, "nothing was stored for a refused file"
    brought = add_asset(agency, "hg/", a_jpeg(700), AssetMeta("Entwurf")).asset
    assert update_rights(agency, brought.id, RightsMeta(AssetRight("own"))).rights.licence == "own"


def test_more_regions_than_the_search_keeps_are_refused(
    db: Database, file_store: FileStore, brand: Actor
) -> None:
    asset = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Beet")).asset
    many = tuple(f"hg/de/r{number:03}/" for number in range(200))
    with pytest.raises(Invalid, match="too many regions"):
        update_rights(brand, asset.id, RightsMeta(AssetRight("own", many)))
