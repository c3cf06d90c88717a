"""Owns the pages on which the effect of a kit version is looked at, seen and decided on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from brand_assets.kit.rules import parse_kit
from campaigns.rollout.forms import PublishForm, read_query, read_seen
from campaigns.rollout.models import KitEffect
from campaigns.rollout.pictures import pictures_of, read_picture
from campaigns.rollout.publishing import publish_with_effect
from campaigns.rollout.reading import (
    AdQuery,
    AdRow,
    Kind,
    all_ads,
    formats_in,
    get_ad,
    list_ads,
    list_templates,
    neighbours,
    regions_in,
    templates_in,
)
from campaigns.rollout.rules import Policy
from campaigns.rollout.service import Standing, Subject, cancel_effect, get_subject, start_effect
from campaigns.rollout.showing import first_page, show_ad, worst_message
from campaigns.rollout.subjects import count_decisions
from campaigns.rollout.tables import ads_csv
from campaigns.rollout.words import (
    FRAME_WORDS,
    SAMPLE_WORDS,
    STAGE_WORDS,
    STANDING_WORDS,
    change_text,
    seconds_left,
    summary,
)
from portal.foundation import clock
from portal.foundation.errors import N_, Invalid, NotFound
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Actor, Permission

blueprint = Blueprint("rollout", __name__, template_folder="templates")

_WITH_RESULTS = frozenset({Standing.COMPLETE, Standing.OTHER_CONTENT, Standing.OTHER_BASIS})


@blueprint.get("/kit/<uuid:version_id>")
@requires(Permission.KIT_PUBLISH)
def show_effect(version_id: UUID) -> str:
    """Show the effect of a kit version, as far as it is known, and the decision once it is."""
    actor = current_actor()
    subject = get_subject(actor, version_id)
    results = _results(actor, subject) if subject.standing in _WITH_RESULTS else {}
    return render_template(
        "rollout/effect.html",
        subject=subject,
        standing=subject.standing,
        standing_words=STANDING_WORDS,
        problems=parse_kit(subject.version.definition).problems if subject.is_draft else (),
        policies=Policy,
        **_progress(subject),
        **results,
    )


def _results(actor: Actor, subject: Subject) -> Mapping[str, Any]:
    effect = subject.effect
    if effect is None:
        return {}
    query = read_query(request.args)
    return {
        "decisions": _decisions(subject, effect),
        "summary": summary,
        "templates": _by_template(list_templates(effect)),
        "listed": list_ads(actor, effect, query),
        "query": query,
        "args": _args(query),
        "kinds": Kind,
        "formats": formats_in(effect),
        "ad_templates": templates_in(effect),
        "regions": regions_in(actor, subject.kit.path),
        "stage_words": STAGE_WORDS,
        "sample_words": SAMPLE_WORDS,
        "worst_message": worst_message,
        "first_page": first_page,
    }


def _decisions(subject: Subject, effect: KitEffect) -> int:
    """Return how many approvals a take-over voids; once it was decided, how many it was then."""
    if effect.policy is not None:
        return int(effect.counts.get("decisions", 0))
    return count_decisions(subject.basis)


def _args(query: AdQuery) -> dict[str, str]:
    given = {
        "template": query.template,
        "format": query.format_key,
        "kind": query.kind.value if query.kind else "",
        "region": query.region,
    }
    return {key: value for key, value in given.items() if value}


def _by_template(rows: tuple[AdRow, ...]) -> list[list[AdRow]]:
    """Return the samples of each template in each campaign together."""
    found: dict[tuple[object, object], list[AdRow]] = {}
    for row in rows:
        key = (row.item.template_version_id, row.item.campaign_id)
        found.setdefault(key, []).append(row)
    return list(found.values())


def _progress(subject: Subject) -> Mapping[str, Any]:
    effect = subject.effect
    if effect is None:
        return {"effect": None, "done": 0, "left": None}
    done = max(effect.done, subject.job.done if subject.job else 0)
    left = seconds_left(effect.started_at, clock.now(), done, effect.total)
    return {"effect": effect, "done": done, "left": left}


@blueprint.get("/kit/<uuid:version_id>/progress")
@requires(Permission.KIT_PUBLISH)
def show_progress(version_id: UUID) -> Response:
    """Return how far the look is, as a part that asks again; once it has ended, the page anew."""
    subject = get_subject(current_actor(), version_id)
    page = render_template("rollout/progress.html", subject=subject, **_progress(subject))
    answer = Response(page, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    if subject.standing is not Standing.RUNNING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/kit/<uuid:version_id>/start")
@requires(Permission.KIT_PUBLISH)
def start(version_id: UUID) -> Response:
    """Look at the effect in the background."""
    start_effect(current_actor(), version_id)
    return redirect(url_for("rollout.show_effect", version_id=version_id))


@blueprint.post("/kit/<uuid:version_id>/cancel")
@requires(Permission.KIT_PUBLISH)
def cancel(version_id: UUID) -> Response:
    """End the look at the effect."""
    cancel_effect(current_actor(), version_id)
    flash(gettext("Cancelled. Nothing was changed."))
    return redirect(url_for("rollout.show_effect", version_id=version_id))


@blueprint.post("/kit/<uuid:version_id>/publish")
@requires(Permission.KIT_PUBLISH)
def publish(version_id: UUID) -> Response:
    """Publish the version whose effect was seen, with the policy that was chosen."""
    form = PublishForm()
    if not form.validate_on_submit():
        raise Invalid(N_("Choose what running campaigns do with the new version."), field="policy")
    policy, seen = Policy(form.policy.data), read_seen(form.seen.data)
    adopted = publish_with_effect(current_actor(), version_id, policy, seen)
    flash(gettext("Version %(number)s is in force now.", number=adopted.version.number))
    if adopted.campaigns:
        flash(
            ngettext(
                "%(num)d campaign has taken it over.",
                "%(num)d campaigns have taken it over.",
                adopted.campaigns,
            )
        )
    return redirect(url_for("kit.show_version", version_id=version_id))


@blueprint.get("/kit/<uuid:version_id>/ads.csv")
@requires(Permission.KIT_PUBLISH)
def export_ads(version_id: UUID) -> Response:
    """Hand out the list of ads that change, as it is narrowed, for a spreadsheet."""
    actor = current_actor()
    subject = get_subject(actor, version_id)
    rows = all_ads(actor, _effect(subject), read_query(request.args))
    answer = Response(ads_csv(rows, actor.language), mimetype="text/csv; charset=utf-8")
    effect = gettext("effect")
    name = f"{effect}-{subject.kit.key}-{subject.version.number}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _effect(subject: Subject) -> KitEffect:
    if subject.effect is None:
        raise NotFound(N_("The effect of this version was not looked at yet. Start with that."))
    return subject.effect


@blueprint.get("/kit/<uuid:version_id>/ads/<uuid:item_id>")
@requires(Permission.KIT_PUBLISH)
def show_item(version_id: UUID, item_id: UUID) -> str:
    """Show one page of an ad before and after, what changes in it, and which findings come."""
    actor = current_actor()
    subject = get_subject(actor, version_id)
    effect = _effect(subject)
    row = get_ad(actor, effect, item_id)
    page = request.args.get("page", first_page(row.item), type=int)
    shown = show_ad(row.item, row.campaign, page, actor.language)
    return render_template(
        "rollout/ad.html",
        subject=subject,
        row=row,
        shown=shown,
        pair=None if shown.unseen else pictures_of(row.item, effect, shown.page),
        neighbours=(None, None) if row.item.sample else neighbours(actor, effect, row.item),
        stage_words=STAGE_WORDS,
        sample_words=SAMPLE_WORDS,
        frame_words=FRAME_WORDS,
        change_text=change_text,
    )


@blueprint.get("/kit/<uuid:version_id>/ads/<uuid:item_id>/<int:page>/<side>.jpg")
@requires(Permission.KIT_PUBLISH)
def show_picture(version_id: UUID, item_id: UUID, page: int, side: str) -> Response:
    """Return the picture of a page of an ad, before or after."""
    actor = current_actor()
    effect = _effect(get_subject(actor, version_id))
    row = get_ad(actor, effect, item_id)
    answer = Response(read_picture(row.item, effect, page, side), mimetype="image/jpeg")
    # The effect has an address of its own content: another draft, another effect, other items.
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
