"""Owns the pages of approval: the queue, one submission beside its default, and the decision."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as Answer

from campaigns.approval.forms import DecisionForm, WithdrawForm, read_seen
from campaigns.approval.queue import (
    QueueEntry,
    SubmissionView,
    count_awaiting,
    get_submission,
    queue,
)
from campaigns.approval.rules import Outcome
from campaigns.approval.service import approve_routine, decide, withdraw
from campaigns.approval.showing import default_values, last_approved, show
from campaigns.approval.words import due_groups, reason_texts
from campaigns.proofs.rules import FileKind
from campaigns.proofs.service import preview_jpeg, read_proof_file
from portal.foundation import clock
from portal.foundation.errors import N_, Invalid, NotFound
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Actor, Permission

blueprint = Blueprint("approval", __name__, template_folder="templates")


@blueprint.get("/")
@requires(Permission.SUBMISSION_DECIDE)
def show_queue() -> str | Answer:
    """Show the most urgent submission, or that everything is decided."""
    entries = queue(current_actor())
    if not entries:
        return render_template("approval/nothing.html")
    return redirect(url_for("approval.show_submission", submission_id=entries[0].submission_id))


@blueprint.get("/count")
@requires(Permission.SUBMISSION_DECIDE)
def show_count() -> str:
    """Return the number beside the name of the page, nothing where nothing waits."""
    return render_template("approval/count.html", count=count_awaiting(current_actor()))


@blueprint.get("/<uuid:submission_id>")
@requires(Permission.SUBMISSION_READ)
def show_submission(submission_id: UUID) -> str:
    """Show one submission with what it is compared with; as a part where htmx asks."""
    actor = current_actor()
    view = get_submission(actor, submission_id)
    entries = queue(actor)
    page = request.args.get("page", 0, type=int)
    shown = show(actor, view, request.args.get("format"), page, actor.language)
    template = "approval/entry.html" if request.headers.get("HX-Request") else "approval/queue.html"
    return render_template(
        template,
        view=view,
        shown=shown,
        groups=due_groups(entries, clock.now(), actor.language),
        entries=entries,
        routine=[entry for entry in entries if entry.routine],
        reasons=reason_texts(view.reasons, actor.language),
        reasons_of=lambda entry: reason_texts(entry.reasons, actor.language),
        may_decide=_may_decide(actor, view),
        may_withdraw=actor.may_at(Permission.LOCALISATION_SUBMIT, view.submission.path),
        neighbours=_neighbours(entries, submission_id),
    )


def _may_decide(actor: Actor, view: SubmissionView) -> bool:
    return actor.may_at(Permission.SUBMISSION_DECIDE, view.submission.path) and not view.is_own


def _neighbours(
    entries: tuple[QueueEntry, ...], submission_id: UUID
) -> tuple[UUID | None, UUID | None]:
    ids = [entry.submission_id for entry in entries]
    here = ids.index(submission_id) if submission_id in ids else -1
    after = ids[here + 1] if here + 1 < len(ids) else None
    return (ids[here - 1] if here > 0 else None), after


@blueprint.get("/<uuid:submission_id>/proofs/<uuid:proof_id>/<int:page>.jpg")
@requires(Permission.SUBMISSION_READ)
def show_proof(submission_id: UUID, proof_id: UUID, page: int) -> Response:
    """Return the stored picture of a proof: exactly what was handed in."""
    actor = current_actor()
    get_submission(actor, submission_id)
    return _jpeg(read_proof_file(actor, proof_id, FileKind.PREVIEW_JPEG, page), keep=True)


@blueprint.get("/<uuid:submission_id>/default/<format_key>/<int:page>.jpg")
@requires(Permission.SUBMISSION_READ)
def show_default(submission_id: UUID, format_key: str, page: int) -> Response:
    """Return the picture of the same ad with the campaign's own values."""
    actor = current_actor()
    view = get_submission(actor, submission_id)
    localisation_id = view.submission.localisation_id
    picture = preview_jpeg(actor, localisation_id, format_key, page, 480, default_values(view))
    return _jpeg(picture)


@blueprint.get("/<uuid:submission_id>/last/<format_key>/<int:page>.jpg")
@requires(Permission.SUBMISSION_READ)
def show_last(submission_id: UUID, format_key: str, page: int) -> Response:
    """Return the stored picture of what was approved last in this format."""
    actor = current_actor()
    view = get_submission(actor, submission_id)
    last = last_approved(view, format_key)
    if last is None:
        raise NotFound(N_("Nothing was approved before in this format."))
    return _jpeg(read_proof_file(actor, last.id, FileKind.PREVIEW_JPEG, page), keep=True)


@blueprint.get("/<uuid:submission_id>/now.jpg")
@requires(Permission.SUBMISSION_READ)
def show_now(submission_id: UUID) -> Response:
    """Return the stored picture of a submission's first page, for lists."""
    actor = current_actor()
    proof = get_submission(actor, submission_id).proofs[0].proof
    return _jpeg(read_proof_file(actor, proof.id, FileKind.PREVIEW_JPEG), keep=True)


def _jpeg(data: bytes, *, keep: bool = False) -> Response:
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=3600" if keep else "private, max-age=60"
    return answer


@blueprint.post("/<uuid:submission_id>/decision")
@requires(Permission.SUBMISSION_DECIDE)
def save_decision(submission_id: UUID) -> Answer:
    """Save a decision and go on to the next submission."""
    form = DecisionForm()
    if not form.validate_on_submit():
        raise Invalid(N_("Choose what you decide, and give a reason of at most 2000 characters."))
    outcome = Outcome(form.outcome.data)
    decide(
        current_actor(), submission_id, outcome, form.reason.data or "", form.row_version.data or 0
    )
    if request.headers.get("X-Requested-With") == "fetch":
        return Response(status=204)
    said = {
        Outcome.APPROVED: gettext("Approved"),
        Outcome.CHANGES_REQUESTED: gettext("Changes asked for"),
        Outcome.REJECTED: gettext("Rejected"),
    }
    flash(said[outcome])
    return redirect(url_for("approval.show_queue"))


@blueprint.get("/routine")
@requires(Permission.SUBMISSION_DECIDE)
def show_routine() -> str:
    """Show the pictures of all ads that can be approved together."""
    entries = [entry for entry in queue(current_actor()) if entry.routine]
    return render_template("approval/routine.html", entries=entries)


@blueprint.post("/routine")
@requires(Permission.SUBMISSION_DECIDE)
def save_routine() -> Answer:
    """Approve everything that is clean among what the page listed."""
    seen = {_id(key): version for key, version in read_seen(request.form.getlist("seen")).items()}
    result = approve_routine(current_actor(), seen)
    count = len(result.approved)
    flash(ngettext("%(num)d ad approved", "%(num)d ads approved", count))
    if result.left:
        flash(
            ngettext(
                "%(num)d ad was left for a closer look",
                "%(num)d ads were left for a closer look",
                len(result.left),
            ),
            "error",
        )
    return redirect(url_for("approval.show_queue"))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(N_("This submission does not exist, or not for your account.")) from None


@blueprint.post("/<uuid:submission_id>/withdraw")
@requires(Permission.LOCALISATION_SUBMIT)
def save_withdrawal(submission_id: UUID) -> Answer:
    """Take back what has not been decided yet."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        raise Invalid(N_("This page is out of date. Load it again."))
    submission = withdraw(current_actor(), submission_id, form.row_version.data or 0)
    flash(gettext("Taken back. You can change the ad again."))
    return redirect(f"/localisations/{submission.localisation_id}")
