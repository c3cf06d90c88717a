"""Owns kept proofs and their files: finding, reading, verifying them."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from brand_assets.design_facts import Finding
from brand_assets.kit.loading import load_kit_values
from brand_assets.typesetting.toolchain import toolchain_version
from campaigns.ad_templates.service import load_document
from campaigns.localisation.service import get_localisation
from campaigns.proofs.expired import mark_file_if_expired
from campaigns.proofs.inputs import read_inputs
from campaigns.proofs.models import Proof, ProofFile
from campaigns.proofs.rendering import RenderedFile, press_pdf, press_sheet
from campaigns.proofs.rules import FileKind, read_findings
from campaigns.proofs.sets import photos_of, set_cached
from portal.foundation.database import insert_if_absent, reading, transaction
from portal.foundation.errors import N_, NotFound
from portal.foundation.ids import new_id
from portal.foundation.storage import file_store
from regions.accounts.rules import Actor, Permission
from regions.scoping import visible


def store_file(file: RenderedFile) -> ProofFile:
    """Store a rendered file and return its row, not yet part of a proof."""
    kept = file_store().put(file.data, media_type=file.media_type)
    return ProofFile(
        kind=file.kind,
        page=file.page,
        sha256=kept.sha256,
        size=kept.size,
        media_type=file.media_type,
        toolchain=toolchain_version(),
    )


def get_proof(actor: Actor, proof_id: UUID) -> Proof:
    """Return a proof in the account's scope; raises NotFound."""
    statement = select(Proof).where(Proof.id == proof_id)
    scope = actor.scope_for(Permission.LOCALISATION_READ)
    with reading() as running:
        found = running.scalar(visible(statement, Proof.path, scope))
    if found is None:
        raise NotFound(N_("This proof does not exist, or not for your account."))
    return found


def load_proof(proof_id: UUID) -> Proof:
    """Return a proof for the system itself; raises NotFound."""
    with reading() as running:
        found = running.get(Proof, proof_id)
    if found is None:
        raise NotFound(N_("This proof does not exist, or not for your account."))
    return found


def proofs_of(actor: Actor, localisation_id: UUID) -> tuple[Proof, ...]:
    """Return the proofs of a localisation, the latest first."""
    get_localisation(actor, localisation_id)
    statement = select(Proof).where(Proof.localisation_id == localisation_id)
    with reading() as running:
        return tuple(running.scalars(statement.order_by(Proof.id.desc())))


def proof_findings(proof: Proof) -> tuple[Finding, ...]:
    """Return the findings that a proof was made with."""
    return read_findings(proof.findings)


def files_of(proof_id: UUID) -> tuple[ProofFile, ...]:
    """Return the files of a proof, by kind and page; the caller has checked the scope."""
    statement = select(ProofFile).where(ProofFile.proof_id == proof_id)
    with reading() as running:
        return tuple(running.scalars(statement.order_by(ProofFile.kind, ProofFile.page)))


def find_file(proof_id: UUID, kind: FileKind, page: int = 0) -> ProofFile | None:
    """Return one file of a proof, None if it has none of that kind."""
    return next((f for f in files_of(proof_id) if (f.kind, f.page) == (kind, page)), None)


def read_proof_file(actor: Actor, proof_id: UUID, kind: FileKind, page: int = 0) -> bytes:
    """Return the bytes of one file of a proof in the account's scope; raises NotFound.

    Of an expired campaign they come with words across them, and the stored ones stay as they are.
    """
    proof = get_proof(actor, proof_id)
    file = find_file(proof_id, kind, page)
    if file is None:
        raise NotFound(N_("This proof has no such file."))
    data = file_store().read(file.sha256)
    return mark_file_if_expired(proof.localisation_id, data, file.media_type)


def press_file(proof_id: UUID, *, spot: bool) -> ProofFile:
    """Return the press PDF of a proof; the one with spot colours is made when first asked for.

    It is set from the inputs that the proof stored, so it shows what was decided on, whatever
    was changed since.
    """
    kind = FileKind.PRESS_PDF_SPOT if spot else FileKind.PRESS_PDF
    found = find_file(proof_id, kind)
    if found is not None:
        return found
    inputs = read_inputs(load_proof(proof_id).inputs)
    kit = load_kit_values(inputs.kit_version_id)
    display = set_cached(load_document(inputs.template_version_id), kit, inputs).display
    file = store_file(press_pdf(display, kit, photos_of(inputs, kit), spot=spot))
    with transaction() as running:
        values = {"proof_id": proof_id, "kind": kind, "page": 0, "toolchain": file.toolchain}
        values |= {"sha256": file.sha256, "size": file.size, "media_type": file.media_type}
        insert_if_absent(ProofFile, id=new_id(), **values)
        running.expire_all()
        made = find_file(proof_id, kind)
    if made is None:
        raise NotFound(N_("This proof has no such file."))
    return made


def read_press_sheet(actor: Actor, proof_id: UUID) -> bytes:
    """Return the press PDF of a proof with marks, set from what it stored; it is not kept."""
    read_proof_file(actor, proof_id, FileKind.PRESS_PDF)
    proof = load_proof(proof_id)
    inputs = read_inputs(proof.inputs)
    kit = load_kit_values(inputs.kit_version_id)
    display = set_cached(load_document(inputs.template_version_id), kit, inputs).display
    sheet = press_sheet(display, kit, photos_of(inputs, kit), str(proof_id))
    return mark_file_if_expired(proof.localisation_id, sheet, "application/pdf")


def channel_file(proof_id: UUID) -> ProofFile:
    """Return the file of a proof for its digital channel; raises NotFound for what is printed."""
    found = find_file(proof_id, FileKind.CHANNEL_JPEG)
    if found is None:
        raise NotFound(N_("This proof has no such file."))
    return found


@dataclass(frozen=True, slots=True)
class FileReport:
    """Whether the stored bytes of one file still are those that were recorded."""

    file: ProofFile
    intact: bool
    reason: str = ""


def verify_files(proof_id: UUID) -> tuple[FileReport, ...]:
    """Compare the stored bytes of all files of a proof with the recorded hashes."""
    load_proof(proof_id)
    return tuple(_report(file) for file in files_of(proof_id))


def _report(file: ProofFile) -> FileReport:
    try:
        data = file_store().read(file.sha256)
    except NotFound:
        return FileReport(file, intact=False, reason="missing")
    if hashlib.sha256(data).hexdigest() != file.sha256:
        return FileReport(file, intact=False, reason="changed")
    return FileReport(file, intact=len(data) == file.size)
