"""Owns how kit versions are made, published and read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from brand_assets.kit.contents import content_hash
from brand_assets.kit.definition import KitDefinition
from brand_assets.kit.loading import load_kit_values
from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.kit.rules import KitProblem, KitStatus, parse_draft, parse_kit
from brand_assets.kit.soundness import missing_files
from brand_assets.kit.usage_kinds import KIT_PUBLISHED
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound
from portal.foundation.ids import new_id
from regions.scoping import Scope
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import Permission
from regions.scoping.rules import ancestors

__all__ = [
    "KitUnsound",
    "draft_kit_version",
    "find_published_kit_version",
    "find_readable_versions",
    "get_kit_version",
    "list_kit_versions",
    "list_kits",
    "load_kit_values",
    "publish_kit_version",
    "published_kit_version",
]


class KitUnsound(Invalid):
    """A kit that cannot be published; `problems` says everything that is wrong with it."""

    code = "kit_unsound"

    def __init__(self, problems: tuple[KitProblem, ...]) -> None:
        first = problems[0]
        super().__init__(
            N_("The brand kit has %(count)s problems; mend them first, beginning with %(where)s."),
            count=len(problems),
            where=first.where or "–",
        )
        self.problems = problems


def draft_kit_version(
    actor: Actor, path: str, definition: KitDefinition, files: Mapping[str, str]
) -> BrandKitVersion:
    """Save a definition with its stored files (hash by path) as the kit's next version.

    A version that says the same as the newest is that version, so an import can be repeated.
    """
    with transaction() as s:
        kit = s.scalar(select(BrandKit).where(BrandKit.key == definition.key).with_for_update())
        actor.require(Permission.KIT_PUBLISH, kit.path if kit else path)
        if kit is None:
            kit = BrandKit(id=new_id(), key=definition.key, path=path, name_de="", name_en="")
            s.add(kit)
        kit.name_de, kit.name_en = definition.name.de, definition.name.en
        written = definition.model_dump(mode="json", by_alias=True)
        content = content_hash(written, files)
        newest = s.scalars(
            select(BrandKitVersion)
            .where(BrandKitVersion.kit_id == kit.id)
            .order_by(BrandKitVersion.number.desc())
            .limit(1)
        ).first()
        if newest is not None and _says_the_same(newest, written, files):
            return newest
        version = BrandKitVersion(
            kit_id=kit.id,
            number=newest.number + 1 if newest else 1,
            status=KitStatus.DRAFT,
            definition=written,
            files=dict(files),
            sha256=content,
            created_at=clock.now(),
            created_by=actor.account_id,
        )
        s.add(version)
        s.flush()
        audit.append("kit.drafted", actor=actor.ref, subject="kit_version", subject_id=version.id)
        return version


def _says_the_same(
    version: BrandKitVersion, written: Mapping[str, Any], files: Mapping[str, str]
) -> bool:
    """Whether a version says this, also where it was written before the kit could say more."""
    known = parse_draft(version.definition).draft
    return (
        known is not None
        and version.files == files
        and known.model_dump(mode="json", by_alias=True) == written
    )


def publish_kit_version(actor: Actor, version_id: UUID) -> BrandKitVersion:
    """Make a draft the version that holds from now on; the one before is retired."""
    with transaction() as s:
        version = s.scalar(
            select(BrandKitVersion).where(BrandKitVersion.id == version_id).with_for_update()
        )
        if version is None:
            raise not_there()
        kit = s.get_one(BrandKit, version.kit_id, with_for_update=True)
        actor.require(Permission.KIT_PUBLISH, kit.path)
        if version.status is not KitStatus.DRAFT:
            raise Conflict(N_("This version is published already. Draft a new one to change it."))
        parsed = parse_kit(version.definition)
        problems = parsed.problems
        if parsed.definition is not None:
            problems += tuple(missing_files(parsed.definition, version.files))
        if problems:
            raise KitUnsound(problems)
        _retire_published(kit.id)
        version.status = KitStatus.PUBLISHED
        version.published_at = clock.now()
        version.published_by = actor.account_id
        s.flush()
        _tell_published(actor, kit, version)
        return version


def _retire_published(kit_id: UUID) -> None:
    published = select(BrandKitVersion).where(
        BrandKitVersion.kit_id == kit_id, BrandKitVersion.status == KitStatus.PUBLISHED
    )
    for version in session().scalars(published):
        version.status = KitStatus.RETIRED


def _tell_published(actor: Actor, kit: BrandKit, version: BrandKitVersion) -> None:
    audit.append(
        "kit.published",
        actor=actor.ref,
        subject="kit_version",
        subject_id=version.id,
        details={"kit": kit.key, "number": version.number, "sha256": version.sha256},
    )
    usage.record(
        KIT_PUBLISHED,
        actor=actor.ref,
        path=kit.path,
        value=float(version.number),
        attributes={"kit": kit.key},
    )


def find_published_kit_version(key: str | None = None) -> BrandKitVersion | None:
    """Return the version that holds now of a kit (of the newest kit without a key), or None."""
    statement = (
        select(BrandKitVersion)
        .join(BrandKit, BrandKit.id == BrandKitVersion.kit_id)
        .where(BrandKitVersion.status == KitStatus.PUBLISHED)
        .order_by(BrandKitVersion.published_at.desc(), BrandKitVersion.id.desc())
        .limit(1)
    )
    if key is not None:
        statement = statement.where(BrandKit.key == key)
    with reading() as s:
        return s.scalars(statement).first()


def published_kit_version(key: str | None = None) -> BrandKitVersion:
    """Return the version that holds now of a kit (of the newest kit without a key)."""
    version = find_published_kit_version(key)
    if version is None:
        raise NotFound(N_("No brand kit is published yet. Import one and publish it."))
    return version


def list_kits(actor: Actor) -> list[BrandKit]:
    """Return the kits that hold where the actor may read them, by key."""
    scope = actor.scope_for(Permission.KIT_READ)
    with reading() as s:
        kits = s.scalars(select(BrandKit).order_by(BrandKit.key)).all()
    return [kit for kit in kits if _holds_in(kit, scope)]


def _holds_in(kit: BrandKit, scope: Scope) -> bool:
    """A kit holds for everybody at and below its path, and is seen from above too."""
    return scope.reaches(kit.path) or any(kit.path in ancestors(p) for p in scope.paths if p)


def list_kit_versions(actor: Actor, kit_id: UUID) -> list[BrandKitVersion]:
    """Return the versions of a kit, newest first; drafts only for those who may publish."""
    with reading() as s:
        kit = s.get(BrandKit, kit_id)
        if kit is None or kit.id not in {k.id for k in list_kits(actor)}:
            raise not_there()
        statement = (
            select(BrandKitVersion)
            .where(BrandKitVersion.kit_id == kit_id)
            .order_by(BrandKitVersion.number.desc())
        )
        if not actor.may_at(Permission.KIT_PUBLISH, kit.path):
            statement = statement.where(BrandKitVersion.status != KitStatus.DRAFT)
        return list(s.scalars(statement))


def get_kit_version(actor: Actor, version_id: UUID) -> BrandKitVersion:
    """Return one version that the actor may read."""
    with reading() as s:
        version = s.get(BrandKitVersion, version_id)
    if version is not None:
        allowed = {v.id for v in list_kit_versions(actor, version.kit_id)}
        if version.id in allowed:
            return version
    raise not_there()


def find_readable_versions(actor: Actor) -> list[BrandKitVersion]:
    """Return of each kit that the actor may read the version in force, or else the newest."""
    found = []
    for kit in list_kits(actor):
        versions = list_kit_versions(actor, kit.id)
        in_force = [v for v in versions if v.status is KitStatus.PUBLISHED]
        found += (in_force or versions)[:1]
    return found
