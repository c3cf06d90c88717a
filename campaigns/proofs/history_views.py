"""Owns the pages and answers about what was changed: taking back, the history, others' changes."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request

from campaigns.localisation.history_pages import history_page
from campaigns.localisation.service import ValuesClash, redo, set_again, undo
from campaigns.proofs.answers import clash_answer, news_answer, saved_answer, words
from campaigns.proofs.editor import open_editor
from campaigns.proofs.editor_words import told_changes
from campaigns.proofs.forms import read_again, read_own_steps, read_step, read_step_number
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("value_history", __name__, template_folder="templates")


@blueprint.post("/<uuid:localisation_id>/undo")
@requires(Permission.LOCALISATION_EDIT)
def take_back(localisation_id: UUID) -> Response:
    """Take back the last save."""
    form = read_step(request.get_json(silent=True))
    return saved_answer(undo(current_actor(), localisation_id, form.row_version), {})


@blueprint.post("/<uuid:localisation_id>/redo")
@requires(Permission.LOCALISATION_EDIT)
def repeat(localisation_id: UUID) -> Response:
    """Set again what was taken back."""
    form = read_step(request.get_json(silent=True))
    return saved_answer(redo(current_actor(), localisation_id, form.row_version), {})


@blueprint.post("/<uuid:localisation_id>/again")
@requires(Permission.LOCALISATION_EDIT)
def set_earlier(localisation_id: UUID) -> Response:
    """Set one field to what it was before an entry of the history."""
    form = read_again(request.get_json(silent=True))
    actor = current_actor()
    try:
        result = set_again(actor, localisation_id, form.step, form.field, form.row_version)
    except ValuesClash as clash:
        return clash_answer(localisation_id, clash)
    return saved_answer(result, {})


@blueprint.get("/<uuid:localisation_id>/history")
@requires(Permission.LOCALISATION_READ)
def show_history(localisation_id: UUID) -> str:
    """Show who changed which value, when, from what to what: the latest, or those `before`."""
    actor = current_actor()
    editor = open_editor(actor, localisation_id)
    before = read_step_number(request.args.get("before", "")) or None
    page = history_page(actor, localisation_id, before)
    return render_template(
        "proofs/history.html",
        changes=told_changes(editor, page.changes, actor.language),
        older=page.older,
        editor=editor,
        **words(),
    )


@blueprint.get("/<uuid:localisation_id>/news")
@requires(Permission.LOCALISATION_READ)
def show_news(localisation_id: UUID) -> Response:
    """Answer with what others changed since the row version that the window knows."""
    since = read_step_number(request.args.get("since", ""))
    return news_answer(localisation_id, since, read_own_steps(request.args.get("own", "")))
