"""Owns versions in the making: begun, changed under an optimistic lock, given files, discarded.

A draft may be unsound; what keeps it from use is listed (`draft_problems`), and only publishing
asks for a sound kit. What is misshapen is never kept.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from brand_assets.kit.contents import content_hash
from brand_assets.kit.definition import KitDraft
from brand_assets.kit.file_checks import FileRole, check_files
from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.kit.rules import KitProblem, KitStatus, parse_draft
from brand_assets.kit.soundness import missing_files
from brand_assets.kit.starting import Taken, starting_definition
from portal.foundation import audit, clock
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid
from portal.foundation.ids import new_id
from portal.foundation.jobs import run_in_process
from portal.foundation.storage import file_store
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import Permission

_MEDIA_TYPES = {
    FileRole.LOGO: "image/svg+xml",
    FileRole.PROFILE: "application/vnd.iccprofile",
    FileRole.FONT: "font/otf",
}
_ROLES = {
    ".svg": FileRole.LOGO,
    ".ttf": FileRole.FONT,
    ".otf": FileRole.FONT,
    ".icc": FileRole.PROFILE,
    ".icm": FileRole.PROFILE,
}


class DraftChanged(Conflict):
    """Somebody else changed the draft since it was read; nothing was overwritten."""

    code = "draft_changed"

    def __init__(self) -> None:
        super().__init__(
            N_("Somebody changed this draft meanwhile. Compare both states and save again.")
        )


class DraftMisshapen(Invalid):
    """A change that cannot be kept; `problems` says at which entries and why."""

    code = "draft_misshapen"

    def __init__(self, problems: tuple[KitProblem, ...]) -> None:
        super().__init__(
            N_("%(count)s entries cannot be kept like this, beginning with %(where)s."),
            count=len(problems),
            where=problems[0].where or "–",
        )
        self.problems = problems


def create_kit(
    actor: Actor, path: str, key: str, name: Mapping[str, str], taken: Taken | None = None
) -> BrandKitVersion:
    """Begin a new kit: black and white, and what is taken over from a version of another kit.

    `name` is the kit's name by language ("de", "en"); `path` is where it will hold.
    """
    with transaction() as s:
        actor.require(Permission.KIT_PUBLISH, path)
        if s.scalar(select(BrandKit.id).where(BrandKit.key == key)):
            raise Invalid(
                N_("There is a kit with the key %(key)s already. Choose another."),
                field="key",
                key=key,
            )
        source = _readable(actor, taken.version_id) if taken else None
        written, files = starting_definition(key, name, actor.language, source, taken)
        draft = _kept(written)
        kit = BrandKit(
            id=new_id(), key=key, path=path, name_de=draft.name.de, name_en=draft.name.en
        )
        s.add(kit)
        s.flush()
        return _new_version(actor, kit, _written(draft), files, "kit.created")


def begin_draft(actor: Actor, kit_id: UUID, from_version_id: UUID | None = None) -> BrandKitVersion:
    """Begin the kit's next version as a copy of one of its versions; of the newest without one."""
    with transaction() as s:
        kit = s.scalar(select(BrandKit).where(BrandKit.id == kit_id).with_for_update())
        if kit is None:
            raise not_there()
        actor.require(Permission.KIT_PUBLISH, kit.path)
        source = _source(kit_id, from_version_id)
        return _new_version(
            actor, kit, copy.deepcopy(source.definition), dict(source.files), "kit.drafted"
        )


def _source(kit_id: UUID, version_id: UUID | None) -> BrandKitVersion:
    """Return the version to copy: the one asked for, else the newest that was ever in force."""
    wanted: tuple[ColumnElement[bool], ...] = (
        (BrandKitVersion.id == version_id,) if version_id else ()
    )
    version = (
        session()
        .scalars(
            select(BrandKitVersion)
            .where(BrandKitVersion.kit_id == kit_id, *wanted)
            .order_by(
                (BrandKitVersion.status == KitStatus.DRAFT).asc(), BrandKitVersion.number.desc()
            )
            .limit(1)
        )
        .first()
    )
    if version is None:
        raise not_there()
    return version


def _readable(actor: Actor, version_id: UUID) -> BrandKitVersion:
    version = session().get(BrandKitVersion, version_id)
    if version is None:
        raise not_there()
    kit = session().get_one(BrandKit, version.kit_id)
    actor.require(Permission.KIT_READ, kit.path)
    return version


def _new_version(
    actor: Actor, kit: BrandKit, written: dict[str, Any], files: Mapping[str, str], action: str
) -> BrandKitVersion:
    s = session()
    newest = s.scalar(
        select(func.max(BrandKitVersion.number)).where(BrandKitVersion.kit_id == kit.id)
    )
    version = BrandKitVersion(
        id=new_id(),
        kit_id=kit.id,
        number=(newest or 0) + 1,
        status=KitStatus.DRAFT,
        definition=written,
        files=dict(files),
        sha256=content_hash(written, files),
        created_at=clock.now(),
        created_by=actor.account_id,
    )
    s.add(version)
    s.flush()
    _tell(actor, action, version)
    return version


def change_draft(
    actor: Actor, version_id: UUID, seen_sha256: str, change: Callable[[dict[str, Any]], None]
) -> BrandKitVersion:
    """Apply a change to the written form of a draft that is still as it was seen.

    Raises DraftChanged where somebody was faster, DraftMisshapen where the result cannot be kept.
    A result that is unsound is kept.
    """
    with transaction() as s:
        version = _draft(actor, version_id)
        if version.sha256 != seen_sha256:
            raise DraftChanged
        before = version.definition
        changed = copy.deepcopy(before)
        change(changed)
        draft = _kept(changed)
        written = _written(draft)
        if written["key"] != before["key"]:
            raise Invalid(N_("The key of a kit stays. Create another kit for another key."))
        parts = sorted(key for key in written if written[key] != before.get(key))
        if not parts:
            return version
        version.definition = written
        _stamp(actor, version)
        s.flush()
        _tell(actor, "kit.draft_changed", version, parts=parts)
        return version


def add_draft_file(actor: Actor, version_id: UUID, path: str, data: bytes) -> None:
    """Check a file by its content and keep it in a draft under a path inside the kit.

    What it is for is known by its ending; the definition names it by a change of its own.
    """
    _require_draft(actor, version_id)
    role = role_of(path)
    verdict = run_in_process(check_files, [(path, role, data)])[0]
    if verdict.refusal:
        raise Invalid(verdict.refusal, field="file", **(verdict.params or {}))
    stored = file_store().put(verdict.data, media_type=_MEDIA_TYPES[role])
    with transaction() as s:
        version = _draft(actor, version_id)
        version.files = {**version.files, path: stored.sha256}
        _stamp(actor, version)
        s.flush()
        _tell(actor, "kit.file_added", version, file=path)


def remove_draft_file(actor: Actor, version_id: UUID, path: str) -> None:
    """Take a file out of a draft; refused while the definition still names it."""
    with transaction() as s:
        version = _draft(actor, version_id)
        if path not in version.files:
            raise not_there()
        if path in KitDraft.model_validate(version.definition).files():
            raise Conflict(
                N_("The file %(file)s is still used in this kit. Remove its entry first."),
                file=path,
            )
        version.files = {name: sha for name, sha in version.files.items() if name != path}
        _stamp(actor, version)
        s.flush()
        _tell(actor, "kit.file_removed", version, file=path)


def discard_draft(actor: Actor, version_id: UUID, seen_sha256: str) -> None:
    """Throw a draft away as it was seen; a kit that never had another version goes with it."""
    with transaction() as s:
        version = _draft(actor, version_id)
        if version.sha256 != seen_sha256:
            raise DraftChanged
        _tell(actor, "kit.discarded", version)
        kit = s.get_one(BrandKit, version.kit_id)
        s.delete(version)
        s.flush()
        if not s.scalar(select(BrandKitVersion.id).where(BrandKitVersion.kit_id == kit.id)):
            s.delete(kit)
            s.flush()


def role_of(path: str) -> FileRole:
    """Return what a file of a kit is for, by the ending of its name."""
    role = _ROLES.get(path[path.rfind(".") :].lower())
    if role is None:
        raise Invalid(
            N_("A brand kit takes fonts (TTF, OTF), logos (SVG) and a press profile (ICC)."),
            field="file",
        )
    return role


def draft_problems(version: BrandKitVersion) -> tuple[KitProblem, ...]:
    """Return all that keeps a version from being published, files that are not there included."""
    parsed = parse_draft(version.definition)
    if parsed.draft is None:
        return parsed.misshapen
    return (*parsed.problems, *missing_files(parsed.draft, version.files))


def open_draft(actor: Actor, version_id: UUID) -> BrandKitVersion:
    """Return a draft that the actor may change, locked for the running unit of work."""
    return _draft(actor, version_id)


def _require_draft(actor: Actor, version_id: UUID) -> None:
    with reading():
        _draft(actor, version_id, lock=False)


def _draft(actor: Actor, version_id: UUID, *, lock: bool = True) -> BrandKitVersion:
    """Return a draft that the actor may change, locked for this unit of work."""
    statement = select(BrandKitVersion).where(BrandKitVersion.id == version_id)
    version = session().scalar(statement.with_for_update() if lock else statement)
    if version is None:
        raise not_there()
    actor.require(Permission.KIT_PUBLISH, session().get_one(BrandKit, version.kit_id).path)
    if version.status is not KitStatus.DRAFT:
        raise Conflict(
            N_("Version %(number)s is no draft any more. Begin a new one to change something."),
            number=version.number,
        )
    return version


def _kept(raw: Mapping[str, Any]) -> KitDraft:
    parsed = parse_draft(raw)
    if parsed.draft is None:
        raise DraftMisshapen(parsed.misshapen)
    return parsed.draft


def _written(draft: KitDraft) -> dict[str, Any]:
    return draft.model_dump(mode="json", by_alias=True)


def _stamp(actor: Actor, version: BrandKitVersion) -> None:
    version.sha256 = content_hash(version.definition, version.files)
    version.changed_at = clock.now()
    version.changed_by = actor.account_id


def _tell(actor: Actor, action: str, version: BrandKitVersion, **details: object) -> None:
    audit.append(
        action,
        actor=actor.ref,
        subject="kit_version",
        subject_id=version.id,
        details={"number": version.number, "sha256": version.sha256, **details},
    )
