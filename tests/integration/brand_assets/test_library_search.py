"""The search finds what matches, in scope alone, the same on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from brand_assets.library.alike import find_alike, find_alike_asset
from brand_assets.library.arranging import collections
from brand_assets.library.arranging.rules import CollectionWords
from brand_assets.library.arranging.tags import list_tags, rename_tag, suggest_tags, tag_assets
from brand_assets.library.indexing import reindex_assets
from brand_assets.library.models import (
    Asset,
    AssetLikeness,
    AssetRights,
    AssetSearch,
    AssetTag,
    AssetWord,
)
from brand_assets.library.queries import AssetQuery, PrintSize, RightsState, Sort, Use
from brand_assets.library.rules import AssetKind, Orientation, ReleaseState
from brand_assets.library.searching import find_assets
from brand_assets.library.service import archive_asset, record_uses
from portal.foundation import clock
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Invalid, NotFound, NotPermitted
from portal.foundation.ids import new_id
from regions.scoping.actor import Actor
from regions.scoping.permissions import Role
from tests.factories.regions import make_actor

PARTNER, SIBLING = "hg/de/nord/p0012/", "hg/de/nord/p0013/"
OUTLET = f"{PARTNER}o0034/"
EVERY = tuple(AssetKind)


@pytest.fixture
def brand() -> Actor:
    return make_actor(Role.BRAND_MANAGER, "hg/")


@pytest.fixture
def partner() -> Actor:
    return make_actor(Role.PARTNER_MANAGER, PARTNER)


def an_asset(
    title: str, path: str = "hg/", rights: AssetRights | None = None, **values: object
) -> Asset:
    """Keep an asset without a file."""
    made = {
        "id": new_id(),
        "path": path,
        "sha256": new_id().hex * 2,
        "source_sha256": new_id().hex * 2,
        "media_type": "image/jpeg",
        "size": 1000,
        "width": 3000,
        "height": 2000,
        "title": title,
        "tags": [],
        "created_at": clock.now(),
        "rights": rights or AssetRights(licence="own", territories=[], channels=[]),
    }
    asset = Asset(**{**made, **values})
    with transaction() as s:
        s.add(asset)
    return asset


def rights(**values: object) -> AssetRights:
    return AssetRights(**{"licence": "own", "territories": [], "channels": [], **values})


def titles(actor: Actor, **query: object) -> list[str]:
    found = find_assets(actor, AssetQuery(**{"kinds": EVERY, **query}))  # type: ignore[arg-type] # names of fields
    assert found.total == len(found.assets)
    return [asset.title for asset in found.assets]


def test_words_are_found_inside_compounds_and_best_first(any_db: Database, brand: Actor) -> None:
    an_asset("Beet", caption="mit Frühlingspflanztagen")
    an_asset("Frühlingspflanztage", tags=["angebot"])
    an_asset("Winter", alt="Schnee", photographer="Jörg Größe", source_name="IMG_4711.jpg")
    assert titles(brand, text="pflanz") == ["Frühlingspflanztage", "Beet"]
    assert titles(brand, text="FRUEHLING tage") == ["Frühlingspflanztage", "Beet"]
    assert titles(brand, text="pflanz", sort=Sort.NEWEST) == ["Frühlingspflanztage", "Beet"]
    assert titles(brand, text="groesse") == ["Winter"]
    assert titles(brand, text="img_47") == ["Winter"]
    assert titles(brand, text="711") == []
    assert titles(brand, text="be") == ["Beet"]
    assert titles(brand, text="ee") == []
    assert titles(brand, text="pflanz -angebot") == ["Beet"]
    assert titles(brand, text="-pflanz") == ["Winter"]


@pytest.mark.parametrize(
    "typed",
    ['"', "*", "%", "_", "'", "NEAR(a b)", "a AND", "title:Beet", "\\", "'; DROP TABLE asset; --"],
)
def test_signs_are_no_commands(any_db: Database, brand: Actor, typed: str) -> None:
    an_asset("Beet")
    assert titles(brand, text=typed) == []
    assert titles(brand, text=f'Beet"{"*"}') == ["Beet"]


@pytest.fixture
def library(any_db: Database, brand: Actor) -> Actor:
    """A library of nine assets that differ, and who keeps it."""
    day = clock.today()
    plain = an_asset("plain", tags=["beet"])
    an_asset("tall", width=2480, height=3508, colours=["green", "red"], tags=["beet", "rose"])
    an_asset("drawing", kind=AssetKind.ARTWORK, width=100, height=100)
    an_asset("ended", rights=rights(ends=day - timedelta(days=1)))
    an_asset("ending", rights=rights(ends=day + timedelta(days=30)))
    an_asset("later", rights=rights(starts=day + timedelta(days=1)))
    an_asset("unclear", rights=rights(model_release=ReleaseState.MISSING))
    an_asset("web", rights=rights(channels=["web"]))
    an_asset("south", rights=rights(territories=["hg/de/sued/"]), created_by=brand.account_id)
    record_uses("localisation", new_id(), OUTLET, [plain.sha256])
    return brand


def test_each_filter_finds_its_own(library: Actor) -> None:
    brand = library
    assert titles(brand, tags=("beet",)) == ["tall", "plain"]
    assert titles(brand, tags=("beet", "rose")) == ["tall"]
    assert titles(brand, colours=("red", "blue")) == ["tall"]
    assert titles(brand, orientations=(Orientation.PORTRAIT,)) == ["tall"]
    assert titles(brand, prints=PrintSize.A4) == ["drawing", "tall"]
    assert titles(brand, least_pixels=3001) == ["tall"]
    assert titles(brand, kinds=(AssetKind.ARTWORK,)) == ["drawing"]
    assert titles(brand, mine=True) == ["south"]
    assert titles(brand, use=Use.USED) == ["plain"]
    assert "plain" not in titles(brand, use=Use.UNUSED)
    assert titles(brand, sort=Sort.LARGEST)[0] == "tall"
    assert titles(brand, text="tall", tags=("beet",), colours=("green",)) == ["tall"]


def test_rights_and_days_are_filters(library: Actor) -> None:
    brand, day = library, clock.today()
    assert titles(brand, rights=RightsState.ENDED) == ["ended"]
    assert titles(brand, rights=RightsState.ENDING) == ["ending"]
    assert titles(brand, rights=RightsState.NOT_YET) == ["later"]
    assert titles(brand, rights=RightsState.UNCLEARED) == ["unclear"]
    assert titles(brand, usable_on=day) == titles(brand, rights=RightsState.USABLE)
    assert set(titles(brand)) - set(titles(brand, usable_on=day)) == {"ended", "later", "unclear"}
    assert set(titles(brand)) - set(titles(brand, channel="print")) == {"web"}
    assert set(titles(brand)) - set(titles(brand, path=OUTLET)) == {"south"}
    assert titles(brand, since=day + timedelta(days=2)) == []
    assert len(titles(brand, since=day - timedelta(days=2), until=day + timedelta(days=1))) == 9


def test_a_search_never_leaves_the_scope(any_db: Database, brand: Actor, partner: Actor) -> None:
    head, own = an_asset("Beet der Zentrale", tags=["zentral"]), an_asset("Beet", PARTNER)
    foreign = an_asset("Beet nebenan", SIBLING, tags=["geheim"], phash=5)
    record_uses("localisation", new_id(), SIBLING, [head.sha256])
    for query in ({}, {"text": "beet"}, {"sort": Sort.LARGEST}, {"use": Use.UNUSED}):
        assert "Beet nebenan" not in titles(partner, **query)
    assert titles(partner, tags=("geheim",)) == []
    assert titles(partner, use=Use.USED) == []
    assert titles(brand, use=Use.USED) == ["Beet der Zentrale"]
    assert suggest_tags(partner, "") == ["zentral"]
    assert suggest_tags(brand, "g") == ["geheim"]
    assert find_alike(PARTNER, 5) == ()
    shared = collections.make_collection(brand, "hg/", CollectionWords("Alle"))
    collections.add_to_collection(brand, shared.id, [foreign.id, own.id])
    assert titles(partner, collection_id=shared.id) == ["Beet"]
    assert [a.id for a in collections.collection_assets(partner, shared.id)] == [own.id]
    assert collections.summarise_collections(partner)[0].count == 1
    hidden = collections.make_collection(
        make_actor(Role.PARTNER_MANAGER, SIBLING), SIBLING, CollectionWords("Geplant")
    )
    collections.add_to_collection(brand, hidden.id, [head.id])
    assert titles(brand, collection_id=hidden.id) == ["Beet der Zentrale"]
    assert titles(partner, collection_id=hidden.id) == []
    assert "Beet der Zentrale" in titles(partner)


def test_rows_follow_the_assets(any_db: Database, brand: Actor) -> None:
    asset = an_asset("Beet", tags=["rose"], phash=7)
    with transaction() as s:
        kept = s.get_one(Asset, asset.id)
        kept.title, kept.tags, kept.phash = "Wiese", ["gras"], None
        kept.rights.ends = clock.today() - timedelta(days=1)
    assert titles(brand, text="beet") == []
    assert titles(brand, text="wiese", tags=("gras",), rights=RightsState.ENDED) == ["Wiese"]
    assert asset.pixels == 6_000_000
    reindex_assets()
    assert titles(brand, text="wiese") == ["Wiese"]
    archive_asset(brand, asset.id)
    assert titles(brand) == []
    with reading() as s:
        for table in (AssetSearch, AssetTag, AssetWord, AssetLikeness):
            assert s.scalars(select(table)).all() == []


def test_a_replaced_asset_is_not_offered(db: Database, brand: Actor) -> None:
    asset = an_asset("Alt")
    with transaction() as s:
        s.get_one(Asset, asset.id).replaced_at = clock.now()
    assert titles(brand) == []


def test_more_than_a_thousand_are_not_counted_further(
    db: Database, brand: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brand_assets.library.searching.MOST_COUNTED", 60)
    for number in range(64):
        an_asset(f"Beet {number}")
    found = find_assets(brand, AssetQuery(text="beet"))
    assert (found.total, found.more, found.has_next, found.sort) == (60, True, True, Sort.NEWEST)
    last = find_assets(brand, AssetQuery(text="beet", page=2))
    assert [len(last.assets), last.has_next] == [16, False]
    assert not {a.id for a in last.assets} & {a.id for a in found.assets}
    assert find_assets(brand, AssetQuery(text="beet", page=9)).assets == ()


def test_pictures_that_look_alike_are_found(any_db: Database, brand: Actor) -> None:
    here = an_asset("hier", phash=-(2**63))
    near = an_asset("nah", phash=-(2**63) ^ 0b1010101_0000_0000_1010_0000)
    an_asset("fern", phash=2**62 - 1)
    assert [a.id for a in find_alike_asset(brand, here)] == [near.id]
    assert [a.id for a in find_alike("hg/", -(2**63))] == [here.id, near.id]


def test_collections_are_shared_ordered_and_kept_by_their_place(
    any_db: Database, brand: Actor, partner: Actor
) -> None:
    one, two, three = (an_asset(title) for title in ("eins", "zwei", "drei"))
    with pytest.raises(Invalid):
        collections.make_collection(brand, "hg/", CollectionWords("  "))
    with pytest.raises(NotFound):
        collections.make_collection(partner, SIBLING, CollectionWords("x"))
    for nowhere in (f"{PARTNER}x/", f"{PARTNER}x", PARTNER + "x" * 300 + "/"):
        with pytest.raises(Invalid):
            collections.make_collection(partner, nowhere, CollectionWords("x"))
    made = collections.make_collection(brand, "hg/", CollectionWords("Ostern", "für April"))
    assert collections.add_to_collection(brand, made.id, [one.id, two.id]) == 2
    assert collections.add_to_collection(brand, made.id, [two.id, three.id]) == 1
    collections.move_in_collection(brand, made.id, three.id, -10_000)
    collections.move_in_collection(brand, made.id, one.id, 1)
    collections.remove_from_collection(brand, made.id, two.id)

    def order() -> list[str]:
        return [a.title for a in collections.collection_assets(partner, made.id)]

    assert order() == ["drei", "eins"]
    archive_asset(brand, one.id)
    assert order() == ["drei"]
    with pytest.raises(NotPermitted):
        collections.add_to_collection(partner, made.id, [two.id])
    own = collections.make_collection(partner, PARTNER, CollectionWords("Eigene"))
    collections.add_to_collection(partner, own.id, [two.id])
    sibling = make_actor(Role.PARTNER_MANAGER, SIBLING)
    assert [c.name for c in collections.list_collections(sibling)] == ["Ostern"]
    with pytest.raises(NotFound):
        collections.get_collection(sibling, own.id)
    collections.discard_collection(brand, made.id)
    assert [c.name for c in collections.list_collections(partner)] == ["Eigene"]


def test_tags_are_added_to_many_and_renamed_where_they_are_kept(
    any_db: Database, brand: Actor, partner: Actor
) -> None:
    one, two = an_asset("eins", tags=["rosen"]), an_asset("zwei", tags=["rosen", "rose"])
    foreign = an_asset("drei", PARTNER, tags=["rosen"])
    assert tag_assets(brand, [one.id, two.id], ["Beet", " beet "]) == 2
    assert titles(brand, tags=("beet",)) == ["zwei", "eins"]
    with pytest.raises(NotPermitted):
        tag_assets(partner, [foreign.id, one.id], ["meins"])
    assert titles(brand, tags=("meins",)) == []
    with pytest.raises(NotPermitted):
        rename_tag(partner, "rosen", "rose")
    with pytest.raises(Invalid):
        rename_tag(brand, "rosen", "a, b")
    assert rename_tag(brand, "Rosen", "rose") == 3
    assert [(t.tag, t.count) for t in list_tags(brand)] == [("rose", 3), ("beet", 2)]
    assert suggest_tags(brand, "r") == ["rose"]
    assert suggest_tags(brand, "%") == []
