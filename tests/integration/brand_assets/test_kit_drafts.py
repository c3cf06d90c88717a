"""A kit is drafted, changed by several people, given files, discarded; unsound drafts are kept."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from brand_assets.kit.drafting import (
    DraftChanged,
    DraftMisshapen,
    add_draft_file,
    begin_draft,
    change_draft,
    create_kit,
    discard_draft,
    draft_problems,
    remove_draft_file,
)
from brand_assets.kit.importing import import_kit_folder
from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.kit.rules import KitStatus
from brand_assets.kit.service import KitUnsound, list_kit_versions, publish_kit_version
from brand_assets.kit.starting import Taken, starting_styles
from portal.foundation.audit import AuditEntry
from portal.foundation.database import Database, reading
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.storage import FileStore
from regions.scoping.actor import Actor
from regions.scoping.permissions import Role
from tests.factories.regions import make_actor

DEMO = Path(__file__).parents[3] / "demo" / "brand"
NAME = {"de": "Kresse", "en": "Cress"}
FONT, PROFILE = "fonts/Inter-Regular.otf", "colour/FOGRA39-coated.icc"


@pytest.fixture
def manager() -> Actor:
    return make_actor(Role.BRAND_MANAGER, "hg/")


def claim(words: str) -> Callable[[dict[str, Any]], None]:
    def change(kit: dict[str, Any]) -> None:
        kit["claims"]["main"] = {"de": words, "en": words}

    return change


def add_font_and_profile(kit: dict[str, Any]) -> None:
    kit["fonts"] = [{"file": FONT, "family": "Inter", "weight": 400, "licence": "OFL-1.1"}]
    kit["profile"] = {"file": PROFILE, "name": "FOGRA39", "condition": "FOGRA39"}
    kit["text_styles"] = starting_styles(kit["fonts"])


def test_a_kit_from_scratch_lists_what_it_lacks_and_becomes_sound(
    any_db: Database, file_store: FileStore, manager: Actor
) -> None:
    draft = create_kit(manager, "hg/", "kresse", NAME)
    assert draft.status is KitStatus.DRAFT
    assert [p.where for p in draft_problems(draft)] == ["fonts", "text_styles", "profile"]
    with pytest.raises(KitUnsound):
        publish_kit_version(manager, draft.id)
    draft = change_draft(manager, draft.id, draft.sha256, add_font_and_profile)
    assert {p.message.en for p in draft_problems(draft)} == {
        f"The file {FONT} is missing.",
        f"The file {PROFILE} is missing.",
    }
    with pytest.raises(KitUnsound):
        publish_kit_version(manager, draft.id)
    for path in (FONT, PROFILE):
        add_draft_file(manager, draft.id, path, (DEMO / path).read_bytes())
    assert publish_kit_version(manager, draft.id).status is KitStatus.PUBLISHED


def test_a_kit_from_scratch_takes_over_fonts_and_profile(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    source = import_kit_folder(manager, "hg/", DEMO)
    draft = create_kit(manager, "hg/", "kresse", NAME, Taken(source.id))
    assert draft_problems(draft) == ()
    assert {style["name"] for style in draft.definition["text_styles"]} == {"H1", "Text", "Small"}
    stranger = make_actor(Role.BRAND_MANAGER, "other/")
    with pytest.raises(NotFound):
        create_kit(stranger, "other/", "fremd", NAME, Taken(source.id))


@pytest.mark.parametrize("key", ["kresse", "Kresse!", ""])
def test_a_key_is_well_formed_and_stands_for_one_kit(
    db: Database, file_store: FileStore, manager: Actor, key: str
) -> None:
    create_kit(manager, "hg/", "kresse", NAME)
    with pytest.raises(Invalid):
        create_kit(manager, "hg/", key, NAME)
    with reading() as s:
        assert len(s.scalars(select(BrandKit)).all()) == 1


def test_whoever_is_slower_overwrites_nothing(
    any_db: Database, file_store: FileStore, manager: Actor
) -> None:
    seen = create_kit(manager, "hg/", "kresse", NAME).sha256
    kit_id = _only_version().kit_id
    first = change_draft(manager, _only_version().id, seen, claim("Wächst."))
    assert (first.changed_by, first.kit_id) == (manager.account_id, kit_id)
    with pytest.raises(DraftChanged):
        change_draft(manager, first.id, seen, claim("Blüht."))
    assert _only_version().definition["claims"]["main"]["de"] == "Wächst."


def test_unsound_is_kept_and_misshapen_is_not(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    draft = create_kit(manager, "hg/", "kresse", NAME)

    def unknown_colour(kit: dict[str, Any]) -> None:
        kit["pairs"][0]["ground"] = "Rosa"

    draft = change_draft(manager, draft.id, draft.sha256, unknown_colour)
    assert "pairs.Schwarz/Rosa" in [p.where for p in draft_problems(draft)]

    def no_colour_at_all(kit: dict[str, Any]) -> None:
        kit["colours"][0]["srgb"] = "rosa"

    with pytest.raises(DraftMisshapen) as caught:
        change_draft(manager, draft.id, draft.sha256, no_colour_at_all)
    assert [p.where for p in caught.value.problems] == ["colours.0.srgb"]
    with pytest.raises(Invalid):
        change_draft(manager, draft.id, draft.sha256, lambda kit: kit.update(key="andere"))
    assert _only_version().sha256 == draft.sha256


def test_what_is_published_is_no_draft_any_more(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    version = publish_kit_version(manager, import_kit_folder(manager, "hg/", DEMO).id)
    with pytest.raises(Conflict):
        change_draft(manager, version.id, version.sha256, claim("Anders."))
    with pytest.raises(Conflict):
        add_draft_file(manager, version.id, FONT, (DEMO / FONT).read_bytes())
    with pytest.raises(Conflict):
        remove_draft_file(manager, version.id, FONT)
    with pytest.raises(Conflict):
        discard_draft(manager, version.id, version.sha256)


def test_a_draft_begins_as_a_copy_of_any_version(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    first = publish_kit_version(manager, import_kit_folder(manager, "hg/", DEMO).id)
    draft = begin_draft(manager, first.kit_id)
    assert (draft.number, draft.sha256, draft.status) == (2, first.sha256, KitStatus.DRAFT)
    draft = change_draft(manager, draft.id, draft.sha256, claim("Wächst mit."))
    publish_kit_version(manager, draft.id)
    again = begin_draft(manager, first.kit_id, first.id)
    assert (again.number, again.definition["claims"]["main"]["de"]) == (3, "Wächst ans Herz.")
    assert begin_draft(manager, first.kit_id).definition["claims"]["main"]["de"] == "Wächst mit."


def test_files_are_checked_and_stay_while_they_are_used(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    import_kit_folder(manager, "hg/", DEMO)
    draft = begin_draft(manager, _only_version().kit_id)
    with pytest.raises(Invalid):
        add_draft_file(manager, draft.id, "fonts/new.ttf", b"no font")
    with pytest.raises(Invalid):
        add_draft_file(manager, draft.id, "fonts/new.exe", b"MZ")
    with pytest.raises(Conflict):
        remove_draft_file(manager, draft.id, FONT)
    add_draft_file(manager, draft.id, "logos/neu.svg", (DEMO / "logos/weiss.svg").read_bytes())
    assert "logos/neu.svg" in _version(draft.id).files
    remove_draft_file(manager, draft.id, "logos/neu.svg")
    assert _version(draft.id).sha256 == draft.sha256


def test_discarding_leaves_the_other_versions(
    any_db: Database, file_store: FileStore, manager: Actor
) -> None:
    first = publish_kit_version(manager, import_kit_folder(manager, "hg/", DEMO).id)
    draft = begin_draft(manager, first.kit_id)
    with pytest.raises(DraftChanged):
        discard_draft(manager, draft.id, "0" * 64)
    discard_draft(manager, draft.id, draft.sha256)
    assert [v.id for v in list_kit_versions(manager, first.kit_id)] == [first.id]
    alone = create_kit(manager, "hg/", "kresse", NAME)
    discard_draft(manager, alone.id, alone.sha256)
    with reading() as s:
        assert s.scalars(select(BrandKit.key)).all() == ["halmgruen"]
        actions = s.scalars(select(AuditEntry.action).order_by(AuditEntry.position)).all()
    assert actions[-3:] == ["kit.discarded", "kit.created", "kit.discarded"]


@pytest.mark.parametrize("role", [Role.AGENCY, Role.ADMINISTRATOR, Role.PARTNER_MANAGER])
def test_only_brand_managers_draft(
    db: Database, file_store: FileStore, manager: Actor, role: Role
) -> None:
    draft = import_kit_folder(manager, "hg/", DEMO)
    for actor, refusal in (
        (make_actor(role, "hg/"), NotPermitted),
        (make_actor(Role.BRAND_MANAGER, "other/"), NotFound),
    ):
        with pytest.raises(refusal):
            create_kit(actor, "hg/", "kresse", NAME)
        with pytest.raises(refusal):
            begin_draft(actor, draft.kit_id)
        with pytest.raises(refusal):
            change_draft(actor, draft.id, draft.sha256, claim("Fremd."))
        with pytest.raises(refusal):
            add_draft_file(actor, draft.id, FONT, (DEMO / FONT).read_bytes())
        with pytest.raises(refusal):
            discard_draft(actor, draft.id, draft.sha256)
    assert _only_version().sha256 == draft.sha256


def _only_version() -> BrandKitVersion:
    with reading() as s:
        return s.scalars(select(BrandKitVersion)).one()


def _version(version_id: object) -> BrandKitVersion:
    with reading() as s:
        return s.get_one(BrandKitVersion, version_id)


def test_a_kit_written_before_it_could_say_more_is_not_drafted_twice(
    db: Database, file_store: FileStore, manager: Actor
) -> None:
    first = import_kit_folder(manager, "hg/", DEMO)
    with reading() as s:
        s.connection().exec_driver_sql(
            "UPDATE brand_kit_version SET definition = ?",
            ((DEMO / "kit.json").read_text(encoding="utf-8"),),
        )
        s.connection().commit()
    assert "boilerplate" not in json.dumps(_only_version().definition)
    assert import_kit_folder(manager, "hg/", DEMO).id == first.id
