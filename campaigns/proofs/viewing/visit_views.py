"""Owns the public page of a view link: no account, no cookie, nothing but the ad it shows."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask_babel import get_locale
from werkzeug.wrappers import Response as Answer

from campaigns.proofs.editor_words import size_text
from campaigns.proofs.viewing.forms import read_remark
from campaigns.proofs.viewing.refusals import Tally, record
from campaigns.proofs.viewing.rules import (
    MOST_NAME,
    MOST_TEXT,
    ViewLinkEnded,
    ViewLinkForeign,
    ViewLinkUnknown,
)
from campaigns.proofs.viewing.visiting import (
    Visit,
    count_visit,
    picture_of,
    visit,
    write_comment,
)
from portal.foundation.config import settings
from portal.foundation.errors import Conflict, Invalid
from portal.foundation.rate_limits import limiter
from regions.accounts.guard import find_actor, public

blueprint = Blueprint("visits", __name__, template_folder="templates")

MOST_BYTES = 32 * 1024
_TALLY = "view_link_refusals"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)


@blueprint.get("/<token>")
@public
@limiter.limit("60 per minute")
def show(token: str) -> Response:
    """Show the ad to whoever holds the link."""
    try:
        with _refusals_counted(token):
            seen = visit(token)
    except (ViewLinkUnknown, ViewLinkEnded) as refusal:
        return _closed(refusal)
    # Programs that look ahead for a messenger say nothing of this; a person's browser does.
    by_hand = request.headers.get("Sec-Fetch-Mode") == "navigate"
    if by_hand and "noted" not in request.args:
        count_visit(seen.link.id)
    return _page(seen, token, {})


@blueprint.get("/<token>/<format_key>/<int:page>.jpg")
@public
@limiter.limit("300 per minute")
def show_picture(token: str, format_key: str, page: int) -> Answer:
    """Answer with a marked picture of a page as it is saved."""
    with _refusals_counted(token):
        data, etag = picture_of(token, format_key, page, _language())
    answer = Response(data, mimetype="image/jpeg")
    answer.set_etag(etag)
    _guard(answer)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


@blueprint.post("/<token>/comments")
@public
@limiter.limit("10 per minute; 60 per hour")
def comment(token: str) -> Answer:
    """Keep a comment; where it cannot be kept, show the page again with what was written."""
    if (request.content_length or 0) > MOST_BYTES:
        abort(413)
    actor = find_actor()
    try:
        with _refusals_counted(token):
            remark = read_remark(request.form)
            kept = write_comment(token, remark, actor.account_id if actor else None)
    except (ViewLinkUnknown, ViewLinkEnded) as refusal:
        return _closed(refusal)
    except (Invalid, Conflict) as refusal:
        return _again(token, refusal)
    return redirect(f"/view/{token}?noted=1#c-{kept.id}", 303)


@contextmanager
def _refusals_counted(token: str) -> Iterator[None]:
    """Have what is refused within audited; what was asked for by hand is counted, not each kept."""
    try:
        yield
    except (ViewLinkUnknown, ViewLinkEnded, ViewLinkForeign) as refusal:
        tally = current_app.extensions.setdefault(_TALLY, Tally())
        why = str(refusal.params.get("why", refusal.code))
        record(tally, token, why, request.remote_addr or "")
        raise


def _again(token: str, problem: Invalid | Conflict) -> Response:
    """Answer with the page as it was, with what was written and what is wrong with it."""
    try:
        answer = _page(visit(token), token, request.form, problem)
    except (ViewLinkUnknown, ViewLinkEnded) as refusal:
        return _closed(refusal)
    answer.status_code = problem.status
    return answer


def _page(
    seen: Visit, token: str, written: Mapping[str, str], problem: Invalid | Conflict | None = None
) -> Response:
    page = render_template(
        "viewing/visit.html",
        visit=seen,
        token=token,
        written=written,
        problem=problem,
        noted="noted" in request.args,
        lang=_language(),
        size_text=size_text,
        most_name=MOST_NAME,
        most_text=MOST_TEXT,
        name_days=settings().view_link_name_days,
        comment_days=settings().view_link_comment_days,
    )
    return _guard(make_response(page))


def _closed(refusal: ViewLinkUnknown | ViewLinkEnded) -> Response:
    page = render_template("viewing/closed.html", refusal=refusal, lang=_language())
    return _guard(make_response(page, refusal.status))


def _guard(answer: Response) -> Response:
    """Let nobody index, embed or refer to what only the holder of a link sees."""
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else settings().default_language
