"""Kits are imported, published and read; what is published never changes."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from brand_assets.kit.importing import import_kit, import_kit_folder
from brand_assets.kit.models import BrandKitVersion, PublishedKitChanged
from brand_assets.kit.rules import KitStatus
from brand_assets.kit.service import (
    KitUnsound,
    find_published_kit_version,
    get_kit_version,
    list_kit_versions,
    list_kits,
    load_kit_values,
    publish_kit_version,
    published_kit_version,
)
from portal.foundation.audit import AuditEntry
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Conflict, NotFound, NotPermitted
from portal.foundation.storage import FileStore
from portal.foundation.usage import UsageEvent
from regions.scoping.actor import Actor
from regions.scoping.permissions import Role
from tests.factories.regions import make_actor

DEMO = Path(__file__).parents[3] / "demo" / "brand"


@pytest.fixture
def manager() -> Actor:
    return make_actor(Role.BRAND_MANAGER, "hg/")


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((DEMO / "kit.json").read_text(encoding="utf-8"))
    return raw


@pytest.fixture(scope="module")
def files(written: dict[str, Any]) -> dict[str, bytes]:
    names = [part["file"] for key in ("fonts", "logos") for part in written[key]]
    names.append(written["profile"]["file"])
    return {name: (DEMO / name).read_bytes() for name in names}


def test_demo_kit_is_imported_published_and_read(
    any_db: Database, file_store: FileStore, manager: Actor
) -> None:
    draft = import_kit_folder(manager, "hg/", DEMO)
    assert draft.status is KitStatus.DRAFT
    assert find_published_kit_version() is None
    publish_kit_version(manager, draft.id)
    current = published_kit_version("halmgruen")
    assert (current.id, current.number) == (draft.id, 1)
    kit = load_kit_values(current.id)
    assert kit.colours["Halm"].spot == "HKS 65 K"
    assert kit.fonts["Vollkorn-Bold.ttf"].data == (DEMO / "fonts/Vollkorn-Bold.ttf").read_bytes()
    assert kit.logos["positiv"].svg.startswith(b"<?xml")
    assert load_kit_values(current.id) is kit


def test_same_import_twice_is_one_version(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    first = import_kit_folder(manager, "hg/", DEMO)
    publish_kit_version(manager, first.id)
    assert import_kit_folder(manager, "hg/", DEMO).id == first.id


def test_new_version_retires_the_one_before(
    db: Database,
    file_store: FileStore,
    manager: Actor,
    written: dict[str, Any],
    files: dict[str, bytes],
) -> None:
    first = import_kit(manager, "hg/", written, files)
    publish_kit_version(manager, first.id)
    changed = copy.deepcopy(written)
    changed["claims"]["main"]["de"] = "Wächst mit."
    second = import_kit(manager, "hg/", changed, files)
    assert second.number == 2
    publish_kit_version(manager, second.id)
    assert published_kit_version().id == second.id
    kit = list_kits(manager)[0]
    assert [v.status for v in list_kit_versions(manager, kit.id)] == [
        KitStatus.PUBLISHED,
        KitStatus.RETIRED,
    ]
    assert load_kit_values(first.id).claims["main"].de == "Wächst ans Herz."


def test_published_version_cannot_be_changed(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    version = import_kit_folder(manager, "hg/", DEMO)
    publish_kit_version(manager, version.id)
    with pytest.raises(PublishedKitChanged), transaction() as s:
        s.get_one(BrandKitVersion, version.id).definition = {"schema": 1}
    with pytest.raises(Conflict):
        publish_kit_version(manager, version.id)


def test_publishing_is_audited_and_counted(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    version = import_kit_folder(manager, "hg/", DEMO)
    publish_kit_version(manager, version.id)
    with reading() as s:
        actions = s.scalars(select(AuditEntry.action).order_by(AuditEntry.position)).all()
        events = s.scalars(select(UsageEvent)).all()
    assert actions == ["kit.drafted", "kit.published"]
    assert [(e.kind, e.value, e.region_path) for e in events] == [("kit.published", 1.0, "hg/")]


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.BRAND_MANAGER])
def test_only_brand_managers_import_and_publish(
    db: Database, file_store: FileStore, manager: Actor, role: Role
) -> None:
    other = make_actor(role, None if role is Role.SUPPLIER else "hg/")
    with pytest.raises((NotPermitted, NotFound)):
        import_kit_folder(other, "hg/", DEMO)


def test_a_foreign_brand_manager_cannot_publish(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    draft = import_kit_folder(manager, "hg/", DEMO)
    with pytest.raises(NotFound):
        publish_kit_version(make_actor(Role.BRAND_MANAGER, "other/"), draft.id)


def test_partners_see_what_is_published_and_no_drafts(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    partner = make_actor(Role.PARTNER_MANAGER, "hg/de/nord/p0012/")
    draft = import_kit_folder(manager, "hg/", DEMO)
    with pytest.raises(NotFound):
        get_kit_version(partner, draft.id)
    publish_kit_version(manager, draft.id)
    assert get_kit_version(partner, draft.id).id == draft.id
    assert list_kits(make_actor(Role.PARTNER_MANAGER, "other/p0001/")) == []


def test_every_bad_file_is_told_by_its_path(
    db: Database,
    file_store: FileStore,
    manager: Actor,
    written: dict[str, Any],
    files: dict[str, bytes],
) -> None:
    bad = dict(files)
    bad["fonts/Inter-Bold.otf"] = b"wOF2" + bytes(100)
    bad["logos/positiv.svg"] = b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"
    bad["colour/FOGRA39-coated.icc"] = b"\xff\xd8\xff\xe0 a photo"
    with pytest.raises(KitUnsound) as caught:
        import_kit(manager, "hg/", written, bad)
    assert {p.where for p in caught.value.problems} == {
        "fonts/Inter-Bold.otf",
        "logos/positiv.svg",
        "colour/FOGRA39-coated.icc",
    }
    with reading() as s:
        assert s.scalars(select(BrandKitVersion)).all() == []


def test_missing_file_and_unsound_definition_are_told(
    db: Database,
    file_store: FileStore,
    manager: Actor,
    written: dict[str, Any],
    files: dict[str, bytes],
) -> None:
    fewer = {name: data for name, data in files.items() if not name.startswith("logos/weiss")}
    with pytest.raises(KitUnsound) as caught:
        import_kit(manager, "hg/", written, fewer)
    assert [p.where for p in caught.value.problems] == ["logos/weiss.svg"]
    with pytest.raises(KitUnsound):
        import_kit(manager, "hg/", {**written, "fonts": []}, files)
