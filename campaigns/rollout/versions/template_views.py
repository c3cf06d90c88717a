"""Owns the pages of one template: its versions and where they are used, its draft, retiring."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from brand_assets.kit.service import load_kit_values, published_kit_version
from campaigns.ad_templates.differing import DocumentDifference, compare_documents
from campaigns.ad_templates.draft_content import DraftProblem, DraftUnsound
from campaigns.ad_templates.draft_form import (
    Changed,
    DraftForm,
    open_form,
    place_problems,
    read_form,
)
from campaigns.ad_templates.draft_inputs import Problem
from campaigns.ad_templates.drafting import (
    add_template,
    begin_draft,
    content_hash,
    discard_draft,
    find_draft,
    get_draft,
    load_draft_document,
    newest_published,
    save_draft,
    versions_of,
)
from campaigns.ad_templates.fields import read_fields
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.service import get_format, get_template, get_template_version
from campaigns.ad_templates.versions import TemplateStatus
from campaigns.planning.service import fields_of
from campaigns.rollout.versions.forms import SourceForm
from campaigns.rollout.versions.sampling import paint_sample, sample_for
from campaigns.rollout.versions.using import StillUsed, retire, retire_template, uses_of
from campaigns.rollout.versions.wording import (
    DIFFERENCE_WORDS,
    FRAME_WORDS,
    SECTION_WORDS,
    STATUS_WORDS,
    USE_WORDS,
)
from portal.foundation.errors import N_, Conflict, NotFound
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("template_pages", __name__, template_folder="templates")


@blueprint.get("/<uuid:template_id>")
@requires(Permission.TEMPLATE_READ)
def show_template(template_id: UUID) -> str:
    """Show a template's versions, newest first, and in which campaigns each is used."""
    return _template_page(template_id)


def _template_page(template_id: UUID, refused: StillUsed | None = None) -> str:
    actor = current_actor()
    template = get_template(template_id)
    may_publish = actor.may(Permission.TEMPLATE_PUBLISH)
    versions = [
        one for one in versions_of(template_id) if may_publish or one.status != TemplateStatus.DRAFT
    ]
    if not versions:
        raise NotFound(N_("This template does not exist."))
    uses = uses_of([one.id for one in versions])
    return render_template(
        "versions/template.html",
        template=template,
        ad_format=get_format(template.format_key),
        versions=versions,
        uses={one.id: [use for use in uses if use.version_id == one.id] for one in versions},
        draft=find_draft(template_id) if may_publish else None,
        newest=newest_published(template_id),
        may_publish=may_publish,
        status_words=STATUS_WORDS,
        use_words=USE_WORDS,
        content_hash=content_hash,
        refused=refused,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.TEMPLATE_PUBLISH)
def add() -> str | Response | tuple[str, int]:
    """Add a template from its document."""
    form, problems = SourceForm(), tuple[DraftProblem, ...]()
    if form.validate_on_submit():
        try:
            draft = add_template(current_actor(), form.source(), published_kit_version().id)
        except DraftUnsound as unsound:
            problems = unsound.problems
        else:
            return redirect(url_for("template_pages.show_draft", ad_version_id=draft.id))
    page = render_template("versions/new.html", form=form, problems=problems)
    return (page, 422) if problems else page


@blueprint.post("/<uuid:template_id>/draft")
@requires(Permission.TEMPLATE_PUBLISH)
def begin(template_id: UUID) -> Response:
    """Begin the draft of the next version, or go on with the one that is there."""
    draft = begin_draft(current_actor(), template_id)
    return redirect(url_for("template_pages.show_draft", ad_version_id=draft.id))


@blueprint.get("/drafts/<uuid:ad_version_id>")
@requires(Permission.TEMPLATE_PUBLISH)
def show_draft(ad_version_id: UUID) -> str | Response:
    """Show a draft: what can be changed in it, its picture, how it differs from the published."""
    version = get_draft(current_actor(), ad_version_id)
    if version.status != TemplateStatus.DRAFT:
        return redirect(url_for("template_pages.show_template", template_id=version.template_id))
    if request.args.get("view") == "json":
        return _json_page(version, text_of(version), ())
    return _form_page(version, _form_of(version), {})


@blueprint.post("/drafts/<uuid:ad_version_id>")
@requires(Permission.TEMPLATE_PUBLISH)
def save(ad_version_id: UUID) -> str | Response | tuple[str, int]:
    """Save the document; what cannot be saved is shown again with all its problems."""
    actor, form = current_actor(), SourceForm()
    source = form.source()
    try:
        save_draft(actor, ad_version_id, source, form.seen.data or "")
    except DraftUnsound as unsound:
        version = get_draft(actor, ad_version_id)
        return _json_page(version, source.decode(errors="replace"), unsound.problems), 422
    flash(gettext("Saved."))
    return redirect(url_for("template_pages.show_draft", ad_version_id=ad_version_id, view="json"))


@blueprint.post("/drafts/<uuid:ad_version_id>/form")
@requires(Permission.TEMPLATE_PUBLISH)
def save_form(ad_version_id: UUID) -> str | Response | tuple[str, int]:
    """Save what was entered in the form; what cannot be saved is shown again at its inputs."""
    actor, sent = current_actor(), request.form
    version = get_draft(actor, ad_version_id)
    if version.status != TemplateStatus.DRAFT:
        raise Conflict(N_("This template version is published and stays as it is. Make a new one."))
    form = _form_of(version)
    changed = read_form(form, sent)
    if changed.problems:
        return _form_page(version, form, changed.problems), 422
    try:
        save_draft(actor, ad_version_id, changed.source, sent.get("seen", ""))
    except DraftUnsound as unsound:
        placed, others = place_problems(form, changed, unsound.problems)
        return _form_page(version, form, placed, others), 422
    except Conflict as conflict:
        return _form_page(version, form, {}, clash=conflict), 409
    flash(gettext("Saved.") if changed.touched else gettext("Saved. Nothing was changed."))
    return redirect(_after(version, form, changed))


def _after(version: AdTemplateVersion, form: DraftForm, changed: Changed) -> str:
    """Return the address of the form with the first changed part open."""
    opened = next((group for group in form.groups if group.key in changed.touched), None)
    return url_for(
        "template_pages.show_draft",
        ad_version_id=version.id,
        open=opened.key if opened else None,
        _anchor=opened.id if opened else None,
    )


def _form_of(version: AdTemplateVersion) -> DraftForm:
    actor = current_actor()
    sample = sample_for(version, actor.scope)
    return open_form(
        load_draft_document(version.id),
        version.document,
        read_fields(version.fields),
        fields_of(sample.campaign) if sample else (),
        (load_kit_values(version.kit_version_id), actor.language),
    )


def _form_page(
    version: AdTemplateVersion,
    form: DraftForm,
    problems: Mapping[str, Problem],
    others: tuple[DraftProblem, ...] = (),
    clash: Conflict | None = None,
) -> str:
    sent = request.form if request.method == "POST" else None
    colours = load_kit_values(version.kit_version_id).colours
    return render_template(
        "versions/draft.html",
        form=form,
        labels={entry.key: entry.label for entry in form.definitions},
        sent=sent,
        seen=sent.get("seen", "") if sent else content_hash(version),
        placed=problems,
        wrong={group.key for group in form.groups if _is_wrong(group.key, problems)},
        problems=others,
        clash=clash,
        opened=request.args.get("open"),
        colours={token: colour.srgb for token, colour in colours.items()},
        frame_words=FRAME_WORDS,
        section_words=SECTION_WORDS,
        **_about_draft(version),
    )


def _is_wrong(group: str, problems: Mapping[str, Problem]) -> bool:
    return group in problems or any(name.startswith(f"{group}:") for name in problems)


def _json_page(version: AdTemplateVersion, text: str, problems: tuple[DraftProblem, ...]) -> str:
    return render_template(
        "versions/draft_json.html",
        text=text,
        problems=problems,
        seen=content_hash(version),
        **_about_draft(version),
    )


def _about_draft(version: AdTemplateVersion) -> dict[str, Any]:
    base = newest_published(version.template_id)
    return {
        "template": get_template(version.template_id),
        "version": version,
        "base": base,
        "difference": _difference(base, version),
        "fields_changed": [
            entry.label
            for entry in read_fields(version.fields)
            if base is None or entry not in read_fields(base.fields)
        ],
        "sample": sample_for(version, current_actor().scope),
        "painted": content_hash(version)[:12],
        "content_hash": content_hash,
        "pages": len(version.document["pages"]),
        "difference_words": DIFFERENCE_WORDS,
    }


def _difference(base: AdTemplateVersion | None, version: AdTemplateVersion) -> DocumentDifference:
    new = load_draft_document(version.id)
    return compare_documents(load_draft_document(base.id), new) if base else DocumentDifference()


def text_of(version: AdTemplateVersion) -> str:
    """Return a version as the text that a draft is made of."""
    data: dict[str, Any] = {"document": version.document, "fields": version.fields}
    return json.dumps(data, ensure_ascii=False, indent=1)


@blueprint.post("/drafts/<uuid:ad_version_id>/discard")
@requires(Permission.TEMPLATE_PUBLISH)
def discard(ad_version_id: UUID) -> Response:
    """Throw the draft away."""
    discard_draft(current_actor(), ad_version_id)
    flash(gettext("The draft is thrown away."))
    return redirect("/templates/")


@blueprint.get("/versions/<uuid:ad_version_id>.json")
@requires(Permission.TEMPLATE_READ)
def export(ad_version_id: UUID) -> Response:
    """Hand out a version's document with the fields that it brings."""
    version = _readable(ad_version_id)
    template = get_template(version.template_id)
    answer = Response(text_of(version), mimetype="application/json")
    name = f"{template.key}-{version.number}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/versions/<uuid:ad_version_id>/<int:page>.jpg")
@requires(Permission.TEMPLATE_READ)
def show_picture(ad_version_id: UUID, page: int) -> Response:
    """Return a page of a version with sample values."""
    width = request.args.get("width", 700, type=int)
    scope = current_actor().scope
    made = paint_sample(_readable(ad_version_id), page, min(max(width, 120), 1200), scope)
    answer = Response(made, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer


def _readable(ad_version_id: UUID) -> AdTemplateVersion:
    """Return a version that the account may read; drafts belong to those who publish them."""
    version = get_template_version(ad_version_id)
    if version.status == TemplateStatus.DRAFT:
        return get_draft(current_actor(), ad_version_id)
    return version


@blueprint.post("/versions/<uuid:ad_version_id>/retire")
@requires(Permission.TEMPLATE_PUBLISH)
def retire_one(ad_version_id: UUID) -> Response | tuple[str, int]:
    """Retire a version that nothing uses; otherwise say what does."""
    template_id = get_draft(current_actor(), ad_version_id).template_id
    try:
        retire(current_actor(), [ad_version_id])
    except StillUsed as used:
        return _template_page(template_id, used), 409
    flash(gettext("The version is retired."))
    return redirect(url_for("template_pages.show_template", template_id=template_id))


@blueprint.post("/<uuid:template_id>/retire")
@requires(Permission.TEMPLATE_PUBLISH)
def retire_all(template_id: UUID) -> Response | tuple[str, int]:
    """Retire all versions of a template; otherwise say what uses them."""
    try:
        retire_template(current_actor(), template_id)
    except StillUsed as used:
        return _template_page(template_id, used), 409
    flash(gettext("The template is retired."))
    return redirect(url_for("template_pages.show_template", template_id=template_id))
