"""Owns the pages of a version's publication: whom it concerns, the trial, conflicts, the policy."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from campaigns.localisation.service import get_localisation
from campaigns.planning.service import fields_of, load_campaign
from campaigns.rollout.service import Standing
from campaigns.rollout.versions.forms import TakeForm, read_choice, read_id
from campaigns.rollout.versions.models import VersionTrial
from campaigns.rollout.versions.parked import dismiss_entry, open_entries, take_entry
from campaigns.rollout.versions.publishing import (
    carry_now,
    check_of,
    publish_version,
    unchecked,
)
from campaigns.rollout.versions.reading import (
    get_conflict,
    list_conflicts,
    owners_of,
    pictures_of,
    read_picture,
)
from campaigns.rollout.versions.service import (
    RebasePlan,
    cancel_trial,
    plan_rebase,
    start_trial,
)
from campaigns.rollout.versions.wording import CARRY_WORDS, KIND_TITLES, told
from portal.foundation import clock
from portal.foundation.errors import N_, Invalid, NotFound
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("versions", __name__, template_folder="templates")


@blueprint.get("/templates/<uuid:ad_version_id>")
@requires(Permission.TEMPLATE_PUBLISH)
def show_plan(ad_version_id: UUID) -> str:
    """Show whom a version concerns, the trial as far as it is, and the decision once it is done."""
    actor = current_actor()
    plan = plan_rebase(actor, ad_version_id)
    page = request.args.get("page", 1, type=int)
    listed = list_conflicts(actor, plan.trial, page) if plan.trial else None
    return render_template(
        "versions/plan.html",
        plan=plan,
        standing=plan.standing,
        listed=listed,
        checks={one.concerned.campaign.id: check_of(plan.version, one) for one in plan.campaigns},
        unchecked=unchecked(plan) if plan.is_draft else (),
        obstacle_labels=_labels(plan, actor.language),
        carried_names=_names(plan, actor.language),
        told=told,
        kind_titles=KIND_TITLES,
        carry_words=CARRY_WORDS,
        today=clock.today(),
        done=_done(plan),
    )


def _labels(plan: RebasePlan, language: str) -> dict[UUID, dict[str, str]]:
    """Return by campaign how its fields are called, where one of them stands in the way."""
    campaigns = (one.concerned.campaign for one in plan.campaigns if one.obstacles)
    return {
        campaign.id: {entry.key: entry.label.in_language(language) for entry in fields_of(campaign)}
        for campaign in campaigns
    }


def _names(plan: RebasePlan, language: str) -> dict[UUID, str]:
    return {c.campaign_id: load_campaign(c.campaign_id).name(language) for c in plan.carries}


def _done(plan: RebasePlan) -> int:
    if plan.trial is None:
        return 0
    return max(plan.trial.done, plan.job.done if plan.job else 0)


@blueprint.get("/templates/<uuid:ad_version_id>/progress")
@requires(Permission.TEMPLATE_PUBLISH)
def show_progress(ad_version_id: UUID) -> Response:
    """Return how far the trial is, as a part that asks again; once it has ended, the page anew."""
    plan = plan_rebase(current_actor(), ad_version_id)
    answer = Response(
        render_template("versions/progress.html", plan=plan, done=_done(plan)),
        mimetype="text/html",
    )
    answer.headers["Cache-Control"] = "no-store"
    if plan.standing is not Standing.RUNNING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/templates/<uuid:ad_version_id>/start")
@requires(Permission.TEMPLATE_PUBLISH)
def start(ad_version_id: UUID) -> Response:
    """Try the draft with all open ads in the background."""
    start_trial(current_actor(), ad_version_id)
    return redirect(url_for("versions.show_plan", ad_version_id=ad_version_id))


@blueprint.post("/templates/<uuid:ad_version_id>/cancel")
@requires(Permission.TEMPLATE_PUBLISH)
def cancel(ad_version_id: UUID) -> Response:
    """End the trial."""
    cancel_trial(current_actor(), ad_version_id)
    flash(gettext("Cancelled. Nothing was changed."))
    return redirect(url_for("versions.show_plan", ad_version_id=ad_version_id))


@blueprint.post("/templates/<uuid:ad_version_id>/publish")
@requires(Permission.TEMPLATE_PUBLISH)
def publish(ad_version_id: UUID) -> Response:
    """Publish the draft whose trial was seen, with the policy that was chosen."""
    version = publish_version(current_actor(), ad_version_id, read_choice(), read_id("seen"))
    flash(gettext("Version %(number)s is published.", number=version.number))
    return redirect(url_for("versions.show_plan", ad_version_id=ad_version_id))


@blueprint.post("/templates/<uuid:ad_version_id>/carry/<uuid:carry_id>")
@requires(Permission.TEMPLATE_PUBLISH)
def carry_sooner(ad_version_id: UUID, carry_id: UUID) -> Response:
    """Have a campaign that waits for its day go over now."""
    plan = plan_rebase(current_actor(), ad_version_id)
    if carry_id not in {carry.id for carry in plan.carries}:
        raise NotFound(N_("This campaign does not go over to this version. Load the page again."))
    carry_now(current_actor(), carry_id)
    flash(gettext("The campaign goes over now."))
    return redirect(url_for("versions.show_plan", ad_version_id=ad_version_id))


@blueprint.get("/templates/<uuid:ad_version_id>/ads/<uuid:trial_item_id>")
@requires(Permission.TEMPLATE_PUBLISH)
def show_conflict(ad_version_id: UUID, trial_item_id: UUID) -> str:
    """Show an ad before and after, what does not fit, and who is told."""
    actor = current_actor()
    plan = plan_rebase(actor, ad_version_id)
    row = get_conflict(actor, _trial(plan), trial_item_id)
    pages = len(plan.version.document["pages"])
    page = min(max(request.args.get("page", 0, type=int), 0), pages - 1)
    return render_template(
        "versions/conflict.html",
        plan=plan,
        row=row,
        page=page,
        pages=pages,
        pair=_pair(plan, row.item.id, page) if plan.is_draft or row.item.pictures else None,
        owners=owners_of(row.item.path),
        told=told,
        kind_titles=KIND_TITLES,
    )


def _pair(plan: RebasePlan, item_id: UUID, page: int) -> object:
    trial = _trial(plan)
    try:
        return pictures_of(trial, get_conflict(current_actor(), trial, item_id).item, page)
    except NotFound:
        return None  # the page says that there is no picture


@blueprint.get("/templates/<uuid:ad_version_id>/ads/<uuid:trial_item_id>/<int:page>/<side>.jpg")
@requires(Permission.TEMPLATE_PUBLISH)
def show_picture(ad_version_id: UUID, trial_item_id: UUID, page: int, side: str) -> Response:
    """Return the picture of a page of an ad, before or after."""
    actor = current_actor()
    trial = _trial(plan_rebase(actor, ad_version_id))
    pair = pictures_of(trial, get_conflict(actor, trial, trial_item_id).item, page)
    answer = Response(read_picture(pair, side), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _trial(plan: RebasePlan) -> VersionTrial:
    if plan.trial is None:
        raise NotFound(N_("This version was not tried yet. Start with that."))
    return plan.trial


@blueprint.get("/localisations/<uuid:localisation_id>/parked")
@requires(Permission.LOCALISATION_READ)
def show_parked(localisation_id: UUID) -> str:
    """Return what is to be settled in an ad, as a part of the editor."""
    actor = current_actor()
    localisation = get_localisation(actor, localisation_id)
    return render_template(
        "versions/parked.html",
        entries=open_entries(actor, localisation_id),
        localisation=localisation,
        may_edit=actor.may_at(Permission.LOCALISATION_EDIT, localisation.path),
        kind_titles=KIND_TITLES,
    )


@blueprint.post("/parked/<uuid:entry_id>/take")
@requires(Permission.LOCALISATION_EDIT)
def take(entry_id: UUID) -> Response:
    """Set a parked entry in its field, or in another one."""
    form = TakeForm()
    if not form.validate_on_submit():
        raise Invalid(N_("This text is too long to read. Please shorten it."), field="value")
    actor = current_actor()
    entry = take_entry(
        actor, entry_id, form.field.data or "", form.value.data or None, form.version()
    )
    return _back(entry.localisation_id, gettext("Taken over into the ad."))


@blueprint.post("/parked/<uuid:entry_id>/dismiss")
@requires(Permission.LOCALISATION_EDIT)
def dismiss(entry_id: UUID) -> Response:
    """Settle a parked entry without it; the history keeps it."""
    entry = dismiss_entry(current_actor(), entry_id)
    return _back(entry.localisation_id, gettext("Settled. The history keeps what it was."))


def _back(localisation_id: UUID, said: str) -> Response:
    flash(said)
    return redirect(f"/localisations/{localisation_id}")
