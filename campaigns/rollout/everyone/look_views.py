"""Owns the page "Look as outlet X": any outlet, the longest and shortest values, all formats."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from campaigns.ad_templates.service import get_template, get_template_version
from campaigns.approval.showing import OUTLINE_AIR, Outline, ShownPicture
from campaigns.rollout.everyone.extremes import Datum, End, Extreme
from campaigns.rollout.everyone.forms import read_subject, read_whom
from campaigns.rollout.everyone.looking import Look, LookedAt
from campaigns.rollout.everyone.service import CheckSubject, get_campaign_to_check
from campaigns.rollout.everyone.words import (
    DATUM_WORDS,
    END_WORDS,
    VERDICT_STATES,
    VERDICT_WORDS,
)
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Actor, Permission

blueprint = Blueprint("everyone_look", __name__, template_folder="templates")

WIDTH, LEAST_WIDTH, MOST_WIDTH = 900, 80, 1600
_MAY_LOOK = requires(Permission.CAMPAIGN_PLAN, Permission.TEMPLATE_PUBLISH)


@blueprint.get("/<uuid:campaign_id>/look")
@_MAY_LOOK
def show_look(campaign_id: UUID) -> str:
    """Show a campaign as one outlet would get it, or with values that are long or short."""
    actor, subject = current_actor(), read_subject(campaign_id, request.args)
    campaign = get_campaign_to_check(actor, subject)
    look, words = _look(actor, subject), request.args.get("q", "")[:80]
    formats = look.formats()
    shown = _chosen(formats, request.args.get("format", ""))
    page = _page(shown)
    before, after = look.neighbours()
    version_id = subject.template_version_id
    version = get_template_version(version_id) if version_id else None
    return render_template(
        "everyone/look.html",
        campaign=campaign,
        version=version,
        template=get_template(version.template_id) if version else None,
        look=look,
        formats=formats,
        shown=shown,
        page=page,
        picture=_outlined(shown, page),
        numbered=_numbered(shown, page),
        before=before,
        after=after,
        words=words,
        found=look.search(words),
        base=_base(subject),
        whom=_whom_args(look),
        extremes=_by_datum(look.extremes),
        ends=End,
        datum_words=DATUM_WORDS,
        end_words=END_WORDS,
        verdict_words=VERDICT_WORDS,
        verdict_states=VERDICT_STATES,
    )


def _look(actor: Actor, subject: CheckSubject) -> Look:
    return Look(actor, subject, read_whom(request.args))


def _base(subject: CheckSubject) -> dict[str, str]:
    version = subject.template_version_id
    return {"version": version.hex} if version else {}


def _whom_args(look: Look) -> dict[str, str]:
    """Return the parameters that lead to the same person's look, whatever format is shown."""
    given = {"outlet": look.outlet.id.hex}
    return given | ({"as": request.args.get("as", "")} if look.replaced else {})


def _by_datum(extremes: tuple[Extreme, ...]) -> Mapping[Datum, Mapping[End, Extreme]]:
    found: dict[Datum, dict[End, Extreme]] = {}
    for one in extremes:
        found.setdefault(one.datum, {})[one.end] = one
    return found


def _chosen(formats: list[LookedAt], key: str) -> LookedAt:
    return next((one for one in formats if one.ad_format.key == key), formats[0])


def _page(shown: LookedAt) -> int:
    asked = request.args.get("page", 0, type=int)
    return min(max(asked, 0), max(len(shown.facts) - 1, 0))


def _numbered(shown: LookedAt, page: int) -> list[tuple[int, Any]]:
    """Return the frames of a page that something was found about, numbered as in the picture."""
    names = dict.fromkeys(
        finding.frame
        for finding, verdict in shown.findings
        if verdict is not None and finding.frame and finding.page == page
    )
    return list(enumerate(names, start=1))


def _outlined(shown: LookedAt, page: int) -> ShownPicture | None:
    if not shown.facts:
        return None
    facts = shown.facts[page]
    boxes = {frame.frame: frame.drawn for frame in facts.frames}
    width, height = facts.width, facts.height
    air = max(width, height) * OUTLINE_AIR
    outlines = [
        Outline(number, boxes[name].grown(air).cut_to(width, height))
        for number, name in _numbered(shown, page)
        if name in boxes
    ]
    return ShownPicture(width, height, tuple(outlines))


@blueprint.get("/<uuid:campaign_id>/look.jpg")
@_MAY_LOOK
def show_picture(campaign_id: UUID) -> Response:
    """Return the picture of one page, as it would come out; nothing is stored."""
    actor, subject = current_actor(), read_subject(campaign_id, request.args)
    get_campaign_to_check(actor, subject)
    width = min(max(request.args.get("width", WIDTH, type=int), LEAST_WIDTH), MOST_WIDTH)
    page = request.args.get("page", 0, type=int)
    data = _look(actor, subject).picture(request.args.get("format", ""), page, width)
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
