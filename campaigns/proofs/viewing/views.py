"""Owns the pages on which an ad is shown to others: preview, links, comments."""

from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from campaigns.proofs.editor import open_editor
from campaigns.proofs.editor_words import size_text
from campaigns.proofs.viewing.commenting import (
    answer,
    comments_of,
    count_open,
    delete_comment,
    settle,
)
from campaigns.proofs.viewing.forms import read_link
from campaigns.proofs.viewing.pictures import preview_pdf
from campaigns.proofs.viewing.rules import LEAST_DAYS, MOST_DAYS, MOST_NAME, USUAL_DAYS
from campaigns.proofs.viewing.service import campaign_runs, list_links, make_link, revoke_link
from portal.foundation.config import settings
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("viewing", __name__, template_folder="templates")


@blueprint.get("/<uuid:localisation_id>/sharing")
@requires(Permission.LOCALISATION_READ)
def show_sharing(localisation_id: UUID) -> str:
    """Show how an ad can be shown to others, to whom it is, and what they said."""
    actor = current_actor()
    editor = open_editor(actor, localisation_id)
    return render_template(
        "viewing/sharing.html",
        editor=editor,
        links=list_links(actor, localisation_id) if editor.may_edit else (),
        comments=comments_of(actor, localisation_id),
        days={"least": LEAST_DAYS, "most": MOST_DAYS, "usual": USUAL_DAYS},
        most_name=MOST_NAME,
        name_days=settings().view_link_name_days,
        comment_days=settings().view_link_comment_days,
        runs=campaign_runs(editor.campaign),
        made=request.args.get("made", ""),
        size_text=size_text,
        lang=actor.language,
    )


@blueprint.post("/<uuid:localisation_id>/links")
@requires(Permission.LOCALISATION_EDIT)
def make(localisation_id: UUID) -> Answer:
    """Make a link, and show it to be copied or shared."""
    form = read_link(request.form.getlist("formats"), request.form)
    link = make_link(current_actor(), localisation_id, form.formats, form.days, form.recipient)
    return redirect(f"/localisations/{localisation_id}/sharing?made={link.id}#links")


@blueprint.post("/<uuid:localisation_id>/links/<uuid:link_id>/revoke")
@requires(Permission.LOCALISATION_EDIT)
def revoke(localisation_id: UUID, link_id: UUID) -> Answer:
    """Close a link for good."""
    revoke_link(current_actor(), localisation_id, link_id)
    flash(gettext("The link is closed. Who opens it is told so."))
    return redirect(f"/localisations/{localisation_id}/sharing#links")


@blueprint.get("/<uuid:localisation_id>/comments")
@requires(Permission.LOCALISATION_READ)
def show_comments(localisation_id: UUID) -> str:
    """Show the comments on an ad, for the panel of the editor."""
    actor = current_actor()
    return render_template(
        "viewing/comments.html",
        editor=open_editor(actor, localisation_id),
        comments=comments_of(actor, localisation_id),
        lang=actor.language,
    )


@blueprint.get("/<uuid:localisation_id>/comments/count")
@requires(Permission.LOCALISATION_READ)
def show_count(localisation_id: UUID) -> str:
    """Answer with how many comments are open, nothing where there are none."""
    count = count_open(current_actor(), localisation_id)
    return render_template("viewing/count.html", count=count)


@blueprint.post("/<uuid:localisation_id>/comments/<uuid:comment_id>/settle")
@requires(Permission.LOCALISATION_EDIT)
def save_settled(localisation_id: UUID, comment_id: UUID) -> Answer:
    """Settle a comment, or open it again where `done` is 0."""
    done = request.form.get("done") != "0"
    settle(current_actor(), localisation_id, comment_id, done=done)
    return redirect(f"/localisations/{localisation_id}/sharing#comments")


@blueprint.post("/<uuid:localisation_id>/comments/<uuid:comment_id>/answer")
@requires(Permission.LOCALISATION_EDIT)
def save_answer(localisation_id: UUID, comment_id: UUID) -> Answer:
    """Answer a comment."""
    answer(current_actor(), localisation_id, comment_id, request.form.get("answer", ""))
    return redirect(f"/localisations/{localisation_id}/sharing#comments")


@blueprint.post("/<uuid:localisation_id>/comments/<uuid:comment_id>/delete")
@requires(Permission.LOCALISATION_EDIT, Permission.CAMPAIGN_PLAN)
def delete(localisation_id: UUID, comment_id: UUID) -> Answer:
    """Delete a comment for good."""
    delete_comment(current_actor(), localisation_id, comment_id)
    flash(gettext("The comment is deleted."))
    return redirect(f"/localisations/{localisation_id}/sharing#comments")


@blueprint.get("/<uuid:localisation_id>/preview.pdf")
@requires(Permission.LOCALISATION_READ)
def download_preview(localisation_id: UUID) -> Response:
    """Answer with the marked preview of some formats, or of all, as one PDF."""
    actor = current_actor()
    wanted = request.args.getlist("format")
    data = preview_pdf(actor, localisation_id, wanted, actor.language)
    editor = open_editor(actor, localisation_id)
    prefix = "Vorschau" if actor.language == "de" else "Preview"
    name = f"{prefix}-{editor.campaign.slug}-{editor.outlet.number}.pdf"
    sent = make_response(data)
    sent.mimetype = "application/pdf"
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent
