"""Owns the pages of suppliers, and the files of a delivery for whoever may have them."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.http import dump_options_header
from werkzeug.wrappers import Response as Answer

from campaigns.delivery.downloads import (
    deliveries_of,
    file_link,
    list_packages,
    open_link,
    package_link,
)
from campaigns.delivery.forms import AgainForm, StatusForm
from campaigns.delivery.packages import stored_chunks
from campaigns.delivery.rules import DeliveryState, outcome_words
from campaigns.delivery.service import deliver_again
from campaigns.orders.reading import lines_of_supplier
from campaigns.orders.rules import NEXT, LineStatus
from campaigns.orders.service import advance_line
from campaigns.orders.words import line_words
from portal.foundation.errors import N_, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("delivery", __name__, template_folder="templates")

OPEN = (LineStatus.ORDERED, LineStatus.IN_PRODUCTION, LineStatus.SHIPPED)
DONE = (LineStatus.DELIVERED, LineStatus.CANCELLED)


@blueprint.get("/")
@requires(Permission.ORDER_LINE_FULFIL)
def show_jobs() -> str:
    """List the lines routed to one's own suppliers, and the packages made for them."""
    actor = current_actor()
    done = request.args.get("show") == "done"
    return render_template(
        "delivery/jobs.html",
        lines=lines_of_supplier(actor, DONE if done else OPEN),
        done=done,
        packages=[(package, package_link(actor, package)) for package in list_packages(actor)],
        line_words=line_words,
        steps_of=_steps,
    )


def _steps(status: LineStatus) -> list[tuple[LineStatus, str]]:
    """Return where a supplier may take a line from here, with the words for the button."""
    words = {
        LineStatus.IN_PRODUCTION: gettext("Begin production"),
        LineStatus.SHIPPED: gettext("Shipped"),
        LineStatus.DELIVERED: gettext("Delivered"),
    }
    reachable = NEXT.get(status, frozenset())
    if status is LineStatus.ORDERED:
        reachable = frozenset({LineStatus.IN_PRODUCTION})
    return [(step, text) for step, text in words.items() if step in reachable]


@blueprint.post("/lines/<uuid:line_id>/status")
@requires(Permission.ORDER_LINE_FULFIL)
def save_status(line_id: UUID) -> Answer:
    """Say how far a line is."""
    form = StatusForm()
    if not form.validate_on_submit():
        raise Invalid(N_("Choose in production, shipped or delivered."), field="status")
    line = advance_line(current_actor(), line_id, LineStatus(form.status.data))
    said = line_words(line.status).text
    flash(gettext("Nr. %(reference)s: %(state)s", reference=line.reference, state=said))
    return redirect(url_for("delivery.show_jobs"))


@blueprint.get("/lines/<uuid:line_id>/files")
@requires(Permission.ORDER_READ, Permission.ORDER_LINE_FULFIL)
def show_files(line_id: UUID) -> str:
    """Return the files of a line and how handing them over went, as a part of other pages."""
    actor = current_actor()
    found = deliveries_of(actor, line_id)
    links = {
        delivery.id: file_link(actor, delivery)
        for delivery in found
        if delivery.state is DeliveryState.HANDED_OVER
    }
    words = {state: gettext(text) for state, text in outcome_words().items()}
    return render_template(
        "delivery/files.html",
        deliveries=found,
        links=links,
        words=words,
        line_id=line_id,
        translated=gettext,
        may_order=actor.may(Permission.ORDER_PLACE),
    )


@blueprint.post("/lines/<uuid:line_id>/again")
@requires(Permission.ORDER_PLACE)
def try_again(line_id: UUID) -> Answer:
    """Try once more to hand over a line that was refused."""
    if not AgainForm().validate_on_submit():
        raise Invalid(N_("This page is out of date. Load it again."))
    deliveries = deliver_again(current_actor(), line_id)
    handed = any(delivery.state is DeliveryState.HANDED_OVER for delivery in deliveries)
    if handed:
        flash(gettext("Handed over"))
    else:
        flash(gettext("Not handed over. The order says why."), "error")
    return redirect("/orders/")


@blueprint.get("/files/<token>")
@requires(Permission.ORDER_READ, Permission.ORDER_LINE_FULFIL)
def download(token: str) -> Response:
    """Hand out the file that a signed link opens for this account, piece by piece."""
    found = open_link(current_actor(), token)

    def content() -> Iterator[bytes]:
        yield from stored_chunks(found.sha256)

    answer = Response(content(), mimetype=found.media_type)
    answer.headers["Content-Disposition"] = dump_options_header(
        "attachment", {"filename": found.file_name}
    )
    answer.headers["Content-Length"] = str(found.size)
    return answer
