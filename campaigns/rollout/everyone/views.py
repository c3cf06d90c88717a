"""Owns the pages of the proof against everyone: its progress, what it found, and the gate."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request, send_file
from flask_babel import gettext
from werkzeug.wrappers import Response

from brand_assets.design_facts import Box
from campaigns.ad_templates.service import get_format, get_template, get_template_version
from campaigns.approval.showing import OUTLINE_AIR, Outline, ShownPicture
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of, publishing_check
from campaigns.rollout.everyone.addresses import to_check
from campaigns.rollout.everyone.forms import (
    MOST_CHOSEN,
    query_args,
    read_outlet_query,
    read_subject,
)
from campaigns.rollout.everyone.results import (
    Excepted,
    OutletLine,
    Sort,
    all_outlets,
    count_without_exception_in,
    list_outlets,
)
from campaigns.rollout.everyone.rules import Standing, Verdict
from campaigns.rollout.everyone.service import (
    CheckSubject,
    EveryoneCheck,
    cancel_check,
    find_check,
    get_campaign_to_check,
    publishes,
    start_check,
)
from campaigns.rollout.everyone.shortening import in_short
from campaigns.rollout.everyone.sums import choices_of, sums_of
from campaigns.rollout.everyone.tables import table_rows
from campaigns.rollout.everyone.words import (
    STANDING_WORDS,
    VERDICT_STATES,
    VERDICT_WORDS,
    rule_text,
    sentence,
    tight_text,
)
from campaigns.rollout.reading import regions_in
from campaigns.rollout.words import seconds_left
from portal.foundation import clock
from portal.foundation.errors import N_, NotFound
from portal.foundation.spreadsheets import CSV_TYPE, Cell, write_csv
from portal.foundation.storage import file_store
from portal.foundation.workbooks import XLSX_TYPE, write_xlsx
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.partners.service import find_outlets

blueprint = Blueprint("everyone", __name__, template_folder="templates")

_WITH_RESULTS = frozenset({Standing.COMPLETE, Standing.OTHER_CONTENT})
_MAY_LOOK = requires(Permission.CAMPAIGN_PLAN, Permission.TEMPLATE_PUBLISH)
_MAY_DECIDE = requires(Permission.CAMPAIGN_PUBLISH, Permission.TEMPLATE_PUBLISH)


@blueprint.get("/<uuid:campaign_id>")
@_MAY_LOOK
def show_check(campaign_id: UUID) -> str:
    """Show the check of a campaign as far as it is, what it found, and what can be decided."""
    actor, subject = current_actor(), read_subject(campaign_id, request.args)
    campaign = get_campaign_to_check(actor, subject)
    check = find_check(subject)
    standing = check.standing if check else Standing.NONE
    results = _results(actor, check) if check and standing in _WITH_RESULTS else {}
    return render_template(
        "everyone/check.html",
        standing=standing,
        standing_words=STANDING_WORDS,
        may_decide=actor.may_at(publishes(subject), campaign.path),
        problems=_problems(actor, subject, campaign),
        **_about(subject, campaign),
        **_progress(check),
        **results,
    )


def _problems(actor: Actor, subject: CheckSubject, campaign: Campaign) -> list[Any]:
    is_plan = subject.template_version_id is None and campaign.status == "draft"
    return publishing_check(actor, campaign.id) if is_plan else []


def _about(subject: CheckSubject, campaign: Campaign) -> Mapping[str, Any]:
    version_id = subject.template_version_id
    version = get_template_version(version_id) if version_id else None
    return {
        "subject": subject,
        "campaign": campaign,
        "version": version,
        "template": get_template(version.template_id) if version else None,
        "asked": {"version": version_id.hex} if version_id else {},
    }


def _progress(check: EveryoneCheck | None) -> Mapping[str, Any]:
    if check is None:
        return {"check": None, "left": None}
    run = check.run
    left = seconds_left(run.started_at, clock.now(), check.done, run.total)
    return {"check": check, "left": left}


def _results(actor: Actor, check: EveryoneCheck) -> Mapping[str, Any]:
    query = read_outlet_query(request.args)
    sums = sums_of(actor, check)
    listed = list_outlets(actor, check, query)
    return {
        "sums": sums,
        "sentence": sentence(sums),
        "listed": listed,
        "query": query,
        "args": query_args(query),
        "choices": choices_of(check),
        "format_names": _format_names(actor.language, check),
        "labels": _labels(check, actor.language),
        "regions": regions_in(actor, check.run.path),
        "tightest": _tightest(actor, check),
        "shown_without": count_without_exception_in(actor, check, query),
        "most_chosen": MOST_CHOSEN,
        **_words(actor.language),
    }


def _words(language: str) -> Mapping[str, Any]:
    return {
        "verdicts": Verdict,
        "sorts": Sort,
        "excepted_kinds": Excepted,
        "verdict_words": VERDICT_WORDS,
        "verdict_states": VERDICT_STATES,
        "rule_text": lambda rule: rule_text(rule, language),
        "tight_text": tight_text,
        "in_short": lambda said: in_short(said, language),
    }


def _format_names(language: str, check: EveryoneCheck) -> dict[str, str]:
    keys = [*choices_of(check).formats, *(one["format"] for one in _frames(check))]
    return {key: get_format(key).name(language) for key in dict.fromkeys(keys)}


def _labels(check: EveryoneCheck, language: str) -> dict[str, str]:
    campaign = get_campaign_to_check(current_actor(), check.subject)
    return {entry.key: entry.label.in_language(language) for entry in fields_of(campaign)}


def _frames(check: EveryoneCheck) -> list[dict[str, Any]]:
    return list(check.run.tightest.get("frames", []))


def _tightest(actor: Actor, check: EveryoneCheck) -> list[tuple[Mapping[str, Any], Outlet, Any]]:
    """Return the tightest frames with their outlets and outlines, as far as the account sees."""
    frames = _frames(check)
    ids = [UUID(one["outlet"]) for one in frames]
    outlets = {outlet.id: outlet for outlet in find_outlets(actor, ids=ids)}
    return [
        (one, outlets[UUID(one["outlet"])], _outlined(one))
        for one in frames
        if UUID(one["outlet"]) in outlets
    ]


def _outlined(frame: Mapping[str, Any]) -> ShownPicture:
    width, height = frame["page_size"]
    air = max(width, height) * OUTLINE_AIR
    return ShownPicture(
        width, height, (Outline(1, Box(*frame["box"]).grown(air).cut_to(width, height)),)
    )


@blueprint.get("/<uuid:campaign_id>/progress")
@_MAY_LOOK
def show_progress(campaign_id: UUID) -> Response:
    """Return how far a check is, as a part that asks again; once it has ended, the page anew."""
    subject = read_subject(campaign_id, request.args)
    campaign = get_campaign_to_check(current_actor(), subject)
    check = find_check(subject)
    if check is None:
        raise NotFound(N_("Nothing was checked yet. Start with that."))
    page = render_template(
        "everyone/progress.html", **_about(subject, campaign), **_progress(check)
    )
    answer = Response(page, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    if check.standing is not Standing.RUNNING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/<uuid:campaign_id>/start")
@_MAY_LOOK
def start(campaign_id: UUID) -> Response:
    """Check for everyone in the background."""
    subject = read_subject(campaign_id, request.args)
    start_check(current_actor(), subject)
    return to_check(subject)


@blueprint.post("/<uuid:campaign_id>/cancel")
@_MAY_LOOK
def cancel(campaign_id: UUID) -> Response:
    """End a check."""
    subject = read_subject(campaign_id, request.args)
    cancel_check(current_actor(), subject)
    flash(gettext("Cancelled. Nothing was changed."))
    return to_check(subject)


@blueprint.get("/<uuid:campaign_id>/outlets.csv")
@_MAY_LOOK
def export_csv(campaign_id: UUID) -> Response:
    """Hand out the list as it is narrowed, as CSV."""
    rows = _table(campaign_id)
    return _file(Response(write_csv(rows), mimetype=CSV_TYPE), "csv")


@blueprint.get("/<uuid:campaign_id>/outlets.xlsx")
@_MAY_LOOK
def export_xlsx(campaign_id: UUID) -> Response:
    """Hand out the list as it is narrowed, as a workbook."""
    book = write_xlsx(str(gettext("Check for all outlets")), _table(campaign_id))
    return _file(send_file(book, mimetype=XLSX_TYPE), "xlsx")


def _table(campaign_id: UUID) -> Iterable[list[Cell]]:
    actor, subject = current_actor(), read_subject(campaign_id, request.args)
    check = _checked(actor, subject)
    lines: Iterable[OutletLine] = all_outlets(actor, check, read_outlet_query(request.args))
    return table_rows(lines, _format_names(actor.language, check), actor.language)


def _checked(actor: Actor, subject: CheckSubject) -> EveryoneCheck:
    get_campaign_to_check(actor, subject)
    check = find_check(subject)
    if check is None:
        raise NotFound(N_("Nothing was checked yet. Start with that."))
    return check


def _file(answer: Response, ending: str) -> Response:
    name = gettext("check-for-all-outlets")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/<uuid:campaign_id>/tightest/<int:place>.jpg")
@_MAY_LOOK
def show_tightest(campaign_id: UUID, place: int) -> Response:
    """Return the picture of one of the ten tightest, as it was when it was checked."""
    actor, subject = current_actor(), read_subject(campaign_id, request.args)
    tightest = _tightest(actor, _checked(actor, subject))
    sha256 = tightest[place][0]["picture"] if place < len(tightest) else None
    if sha256 is None:
        raise NotFound(N_("There is no such picture."))
    answer = Response(file_store().read(sha256), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
