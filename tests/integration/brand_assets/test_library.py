"""Assets come in, are found by who may see them, and are prepared once."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from brand_assets.design_facts import AssetRight, PressProfile
from brand_assets.library import photos as library_photos
from brand_assets.library.keeping.rights import RightsMeta, update_rights
from brand_assets.library.models import Asset, AssetUse, Rendition
from brand_assets.library.photos import StoredPhotos, page_picture
from brand_assets.library.rules import AssetKind, AssetMeta, RenditionPurpose
from brand_assets.library.service import (
    AssetQuery,
    add_asset,
    archive_asset,
    find_assets,
    find_photo,
    find_placeable,
    get_asset,
    get_photo,
    list_uses,
    photo_bytes,
    pool_photos,
    record_uses,
    rights_of_photos,
    set_photo_pool,
    update_asset,
)
from brand_assets.typesetting.setting import set_document
from portal.foundation.config import settings
from portal.foundation.database import Database, reading
from portal.foundation.errors import Invalid, NotFound, NotPermitted
from portal.foundation.ids import new_id
from portal.foundation.jobs import processes
from portal.foundation.storage import FileStore
from portal.foundation.usage import UsageEvent
from regions.scoping.actor import Actor
from regions.scoping.permissions import Role
from tests.factories.documents import document, facts_of, frame
from tests.factories.drawings import TANNE
from tests.factories.drawings import drawing as drawing_of
from tests.factories.kit import demo_kit
from tests.factories.pictures import a_jpeg, hostile_files, phone_photo
from tests.factories.placed_pdf import supplied_pdf
from tests.factories.regions import make_actor

PARTNER, SIBLING = "hg/de/nord/p0012/", "hg/de/nord/p0013/"
OUTLET = "hg/de/nord/p0012/o0034/"
ICC = Path(__file__).parents[3] / "demo" / "brand" / "colour" / "FOGRA39-coated.icc"


@pytest.fixture
def brand() -> Actor:
    return make_actor(Role.BRAND_MANAGER, "hg/")


@pytest.fixture
def partner() -> Actor:
    return make_actor(Role.PARTNER_MANAGER, PARTNER)


def titles(actor: Actor, **query: object) -> list[str]:
    return [a.title for a in find_assets(actor, AssetQuery(**query)).assets]  # type: ignore[arg-type] # names of fields


def test_upload_is_cleaned_stored_and_counted(
    any_db: Database, any_store: FileStore, partner: Actor
) -> None:
    added = add_asset(partner, PARTNER, io.BytesIO(phone_photo(1600, 1200)), AssetMeta("Beet"))
    asset = added.asset
    assert added.is_new
    assert added.had_location
    assert (asset.width, asset.height, asset.path) == (1200, 1600, PARTNER)
    master = photo_bytes(asset.sha256)
    assert b"Mustermann" not in master
    assert any_store.exists(asset.sha256)
    assert Image.open(io.BytesIO(page_picture(asset.sha256, 600))).width == 640
    assert Image.open(io.BytesIO(page_picture(asset.sha256, 9999))).width == 1200
    asked = page_picture(asset.sha256, 512)
    assert Image.open(io.BytesIO(asked)).size == (512, 683), "made when it is first asked for"
    with reading() as s:
        made = s.scalars(select(Rendition).filter_by(max_width=512)).one()
    assert any_store.read(made.sha256) == asked == page_picture(asset.sha256, 512)
    with reading() as s:
        event = s.scalars(select(UsageEvent)).one()
    assert (event.kind, event.region_path, event.value) == ("asset.uploaded", PARTNER, 1.92)


def test_same_file_twice_is_one_asset(
    db: Database, file_store: FileStore, partner: Actor, brand: Actor
) -> None:
    first = add_asset(partner, PARTNER, a_jpeg(), AssetMeta("Beet"))
    again = add_asset(partner, PARTNER, a_jpeg(), AssetMeta("Anderes"))
    assert again.asset.id == first.asset.id
    assert not again.is_new
    elsewhere = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Zentrale"))
    assert elsewhere.is_new
    # Same pixels, another comment in the file: the master is the same.
    commented = add_asset(partner, PARTNER, a_jpeg(comment=b"x"), AssetMeta("Beet"))
    assert commented.asset.id == first.asset.id


@pytest.mark.parametrize("name", sorted(hostile_files()))
def test_hostile_upload_leaves_nothing(
    db: Database, file_store: FileStore, partner: Actor, name: str
) -> None:
    with pytest.raises(Invalid):
        add_asset(partner, PARTNER, hostile_files()[name], AssetMeta("x"))
    with reading() as s:
        assert s.scalar(select(func.count(Asset.id))) == 0


def test_who_sees_which_asset(
    any_db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    shared = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Schlüsselbild")).asset
    own = add_asset(partner, PARTNER, a_jpeg(500), AssetMeta("Mein Beet")).asset
    sibling = make_actor(Role.PARTNER_MANAGER, SIBLING)
    foreign = make_actor(Role.PARTNER_MANAGER, "other/p1/")
    staff = make_actor(Role.PARTNER_STAFF, OUTLET)
    supplier = make_actor(Role.SUPPLIER, None, new_id())
    assert titles(brand) == ["Mein Beet", "Schlüsselbild"]
    assert titles(partner) == titles(staff) == ["Mein Beet", "Schlüsselbild"]
    assert titles(sibling) == ["Schlüsselbild"]
    assert titles(foreign) == titles(supplier) == []
    assert get_asset(sibling, shared.id).id == shared.id
    for stranger in (sibling, foreign, supplier):
        with pytest.raises(NotFound):
            get_asset(stranger, own.id)
    assert find_photo(OUTLET, own.sha256)
    assert find_photo(SIBLING, own.sha256) is None
    assert get_photo(SIBLING, shared.sha256).id == shared.id


def test_who_changes_which_asset(
    db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    shared = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Schlüsselbild")).asset
    own = add_asset(partner, PARTNER, a_jpeg(500), AssetMeta("Mein Beet")).asset
    right = AssetRight("agency", ("hg/de/",), ("print",), date(2027, 1, 1), date(2027, 5, 15))
    meta = AssetMeta("Neu", "Beet", ("Mai",), "E. M.", focal=(0.2, 0.9))
    update_asset(brand, shared.id, meta)
    changed = update_rights(brand, shared.id, RightsMeta(right))
    assert changed.rights.ends == date(2027, 5, 15)
    assert rights_of_photos(OUTLET, [shared.sha256, "f" * 64]) == {shared.sha256: right}
    assert StoredPhotos().focal(shared.sha256) == (0.2, 0.9)
    update_asset(partner, own.id, AssetMeta("Mein Hochbeet"))
    with pytest.raises(NotPermitted):
        update_asset(partner, shared.id, AssetMeta("Geklaut"))
    with pytest.raises(NotPermitted):
        update_rights(partner, shared.id, RightsMeta(AssetRight("mine")))
    with pytest.raises(NotFound):
        update_asset(make_actor(Role.PARTNER_MANAGER, SIBLING), own.id, AssetMeta("x"))
    with pytest.raises(NotFound):
        add_asset(partner, SIBLING, a_jpeg(), AssetMeta("x"))
    with pytest.raises(NotFound):
        add_asset(partner, "hg/", a_jpeg(), AssetMeta("x"))
    with pytest.raises(NotPermitted):
        add_asset(make_actor(Role.ANALYST, "hg/"), "hg/", a_jpeg(), AssetMeta("x"))


def test_head_offices_rights_win_over_a_copy(
    db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    ended = AssetRight("agency", ends=date(2026, 1, 1))
    add_asset(partner, PARTNER, a_jpeg(), AssetMeta("Kopie"))
    shared = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Original", right=ended)).asset
    assert rights_of_photos(OUTLET, [shared.sha256])[shared.sha256].ends == date(2026, 1, 1)


def test_archived_assets_are_gone_from_lists(
    db: Database, file_store: FileStore, brand: Actor
) -> None:
    asset = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Alt")).asset
    archive_asset(brand, asset.id)
    assert titles(brand) == []
    assert find_photo(OUTLET, asset.sha256) is None
    with pytest.raises(NotFound):
        archive_asset(brand, asset.id)


def test_search_by_words_place_and_day(
    any_db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    summer = AssetRight("agency", starts=date(2027, 6, 1), ends=date(2027, 8, 31))
    add_asset(brand, "hg/", a_jpeg(410), AssetMeta("Blühendes Beet", tags=("Frühling",)))
    add_asset(brand, "hg/", a_jpeg(420), AssetMeta("100 % Sonne", right=summer))
    add_asset(partner, PARTNER, a_jpeg(430), AssetMeta("Hochbeet"))
    assert titles(brand, text="BEET frühling") == ["Blühendes Beet"]
    assert titles(brand, text="bluhendes") == ["Blühendes Beet"]
    assert titles(brand, text="100 %") == ["100 % Sonne"]
    assert titles(brand, text="% _") == []
    assert titles(brand, path=SIBLING) == ["100 % Sonne", "Blühendes Beet"]
    assert titles(brand, usable_on=date(2027, 5, 1)) == ["Hochbeet", "Blühendes Beet"]
    page = find_assets(brand, AssetQuery(page=99))
    assert (page.page, page.pages, page.total) == (1, 1, 3)


def test_pool_keeps_its_order_and_its_scope(
    db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    campaign = new_id()
    first = add_asset(brand, "hg/", a_jpeg(410), AssetMeta("Eins")).asset
    second = add_asset(brand, "hg/", a_jpeg(420), AssetMeta("Zwei")).asset
    set_photo_pool(brand, campaign, [second.id, first.id])
    assert [a.title for a in pool_photos(campaign)] == ["Zwei", "Eins"]
    set_photo_pool(brand, campaign, [first.id])
    assert [a.title for a in pool_photos(campaign)] == ["Eins"]
    foreign = make_actor(Role.CAMPAIGN_MANAGER, "other/")
    with pytest.raises(NotFound):
        set_photo_pool(foreign, campaign, [first.id])


def test_uses_follow_what_is_placed(
    any_db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    first = add_asset(brand, "hg/", a_jpeg(410), AssetMeta("Eins")).asset
    second = add_asset(brand, "hg/", a_jpeg(420), AssetMeta("Zwei")).asset
    mine, theirs = new_id(), new_id()
    record_uses("localisation", mine, OUTLET, [first.sha256, second.sha256])
    record_uses("localisation", mine, OUTLET, [first.sha256])
    record_uses("localisation", theirs, SIBLING, [first.sha256])
    assert list_uses(brand, first.id) == {"localisation": 2}
    assert list_uses(partner, first.id) == {"localisation": 1}
    assert list_uses(brand, second.id) == {}
    with reading() as s:
        assert s.scalar(select(func.count()).select_from(AssetUse)) == 2


def test_photos_are_prepared_once_for_all_processes(
    any_db: Database,
    any_store: FileStore,
    brand: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(library_photos, "_kept", library_photos._Kept(10_000_000))
    asset = add_asset(brand, "hg/", a_jpeg(640, 480), AssetMeta("Beet")).asset
    profile = PressProfile("FOGRA39", "FOGRA39", "d" * 64, ICC.read_bytes())
    source = StoredPhotos(profile)
    assert source.size(asset.sha256) == (640, 480)
    press, proxy = source.press(asset.sha256, profile), source.proxy(asset.sha256, 360)
    assert (press.space, press.width, proxy.width) == ("cmyk", 640, 360)
    with reading() as s:
        stored = s.scalars(
            select(Rendition.purpose).where(Rendition.purpose != RenditionPurpose.PAGE)
        ).all()
    assert sorted(stored) == ["press", "screen"]

    monkeypatch.setattr(library_photos, "_kept", library_photos._Kept(1))
    monkeypatch.setattr(library_photos, "prepare_press", None)
    monkeypatch.setattr(library_photos, "prepare_proxy", None)
    assert StoredPhotos(profile).press(asset.sha256, profile) == press
    assert StoredPhotos(profile).proxy(asset.sha256, 360) == proxy

    # Another profile, or another way to convert, is another rendition.
    other = replace(profile, sha256="e" * 64)
    with pytest.raises(TypeError):
        StoredPhotos(profile).press(asset.sha256, other)
    monkeypatch.setattr(library_photos, "CONVERSION", "0")
    with pytest.raises(TypeError):
        StoredPhotos(profile).press(asset.sha256, profile)
    with pytest.raises(TypeError):
        StoredPhotos(profile).proxy(asset.sha256, 360)


def test_decoding_that_takes_too_long_is_given_up(
    db: Database, file_store: FileStore, partner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = settings().model_copy(update={"decode_seconds": 0.0})
    monkeypatch.setattr(processes, "settings", lambda: hurried)
    with pytest.raises(Invalid, match="in time"):
        add_asset(partner, PARTNER, a_jpeg(3000, 2000), AssetMeta("Langsam"))


def test_unknown_photo_says_what_to_do(db: Database, file_store: FileStore) -> None:
    for ask in (
        lambda: StoredPhotos().size("e" * 64),
        lambda: StoredPhotos().proxy("e" * 64, 360),
        lambda: page_picture("e" * 64, 320),
    ):
        with pytest.raises(NotFound):
            ask()


def test_artwork_is_kept_by_those_who_keep_the_brand(
    any_db: Database, any_store: FileStore, brand: Actor, partner: Actor
) -> None:
    drawing = drawing_of(f"<rect width='120' height='80' fill='{TANNE}'/>").encode()
    asset = add_asset(brand, "hg/", drawing, AssetMeta("Ranke")).asset
    assert (asset.kind, asset.media_type) == (AssetKind.ARTWORK, "image/svg+xml")
    assert (asset.width, asset.height) == (120, 80)
    pdf = add_asset(brand, "hg/", supplied_pdf(), AssetMeta("Siegel")).asset
    assert StoredPhotos().artwork(pdf.sha256).startswith(b"%PDF-")
    assert b"<rect" in StoredPhotos().artwork(asset.sha256)
    assert Image.open(io.BytesIO(page_picture(asset.sha256, 640))).width == 640
    again = add_asset(brand, "hg/", drawing, AssetMeta("Ranke"))
    assert not again.is_new
    with pytest.raises(Invalid, match="those who keep the brand"):
        add_asset(partner, PARTNER, drawing, AssetMeta("Ranke"))


def test_artwork_is_no_photo_but_has_rights(
    db: Database, file_store: FileStore, brand: Actor, partner: Actor
) -> None:
    right = AssetRight("agency", ends=date(2027, 5, 15))
    asset = add_asset(brand, "hg/", supplied_pdf(), AssetMeta("Siegel", right=right)).asset
    assert titles(partner) == []
    assert titles(partner, kinds=tuple(AssetKind)) == ["Siegel"]
    assert find_photo(OUTLET, asset.sha256) is None
    assert find_placeable(OUTLET, asset.sha256, AssetKind.ARTWORK) is not None
    assert rights_of_photos(OUTLET, [asset.sha256]) == {asset.sha256: right}
    photo = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Beet")).asset
    with pytest.raises(NotFound):
        StoredPhotos().artwork(photo.sha256)
    with pytest.raises(NotFound):
        StoredPhotos().artwork("0" * 64)


def test_an_uploaded_drawing_is_set_in_an_ad(
    db: Database, file_store: FileStore, brand: Actor
) -> None:
    drawing = drawing_of(f"<rect width='120' height='80' fill='{TANNE}'/>").encode()
    asset = add_asset(brand, "hg/", drawing, AssetMeta("Ranke")).asset
    page = document(frame("artwork", asset=asset.sha256))
    found = set_document(page, {}, demo_kit(), StoredPhotos())
    art = facts_of(found).artwork
    assert art is not None
    assert (art.source, art.not_exact) == ("svg", ())
