"""Owns the pages of orders: the list, one order, cancelling, and the price of an ad."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from campaigns.budgets.taken import MoneyFrom, money_of_order
from campaigns.orders.forms import EmptyForm, check_form, read_id
from campaigns.orders.offering import timely_formats
from campaigns.orders.quotes import usual_quote
from campaigns.orders.reading import (
    PAGE,
    OrderView,
    count_orders,
    get_order,
    get_order_line,
    list_orders,
)
from campaigns.orders.rules import may_cancel
from campaigns.orders.service import cancel_line
from campaigns.orders.words import late_text, limit_words, line_words, order_words, percent_of
from campaigns.proofs.rules import FileKind
from campaigns.proofs.service import read_proof_file
from portal.foundation.errors import Ended, Refusal
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("orders", __name__, template_folder="templates")


@blueprint.get("/")
@requires(Permission.ORDER_READ)
def show_orders() -> str:
    """List the orders in scope, the newest first."""
    actor = current_actor()
    total = count_orders(actor)
    pages = max(-(-total // PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "orders/orders.html",
        orders=list_orders(actor, page - 1),
        page=page,
        pages=pages,
        total=total,
        order_words=order_words,
        line_words=line_words,
    )


@blueprint.get("/<uuid:order_id>")
@requires(Permission.ORDER_READ)
def show_order(order_id: UUID) -> str:
    """Show one order with its lines, sums and states."""
    actor = current_actor()
    view = get_order(actor, order_id)
    may_order = actor.may_at(Permission.ORDER_PLACE, view.order.path)
    return render_template(
        "orders/order.html",
        view=view,
        source=_money_from(view),
        order_words=order_words,
        line_words=line_words,
        may_cancel=lambda line: may_order and may_cancel(line.status),
    )


def _money_from(view: OrderView) -> MoneyFrom | None:
    """Return which money an order has taken from."""
    campaigns = {shown.campaign.id for shown in view.lines}
    lines = [shown.line.id for shown in view.lines]
    return money_of_order(current_actor(), view.outlet, campaigns, lines)


@blueprint.post("/lines/<uuid:line_id>/cancel")
@requires(Permission.ORDER_PLACE)
def save_cancellation(line_id: UUID) -> Response:
    """Cancel a line before its production."""
    actor = current_actor()
    check_form(actor, EmptyForm())
    line = cancel_line(actor, line_id)
    flash(gettext("Cancelled. The money is free again."))
    return redirect(url_for("orders.show_order", order_id=line.order_id))


@blueprint.get("/lines/<uuid:line_id>/picture.jpg")
@requires(Permission.ORDER_READ)
def show_picture(line_id: UUID) -> Response:
    """Return the picture of the proof that was ordered."""
    actor = current_actor()
    line = get_order_line(actor, line_id)
    picture = read_proof_file(actor, line.proof_id, FileKind.PREVIEW_JPEG)
    answer = Response(picture, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@blueprint.get("/price")
@requires(Permission.LOCALISATION_READ)
def show_price() -> str:
    """Return what an ad costs in its usual quantities, for the editor and for cards."""
    actor = current_actor()
    localisation_id = read_id(request.args.get("localisation"))
    timely = timely_formats(actor, localisation_id, request.args.getlist("format"))
    late = late_text(timely.late, timely.last)
    if late and not timely.keys:
        return render_template("orders/price.html", quote=None, problem=late)
    try:
        quoted = usual_quote(actor, localisation_id, timely.keys)
    except Ended:
        return ""  # the editor says so itself, with the reason
    except Refusal as problem:
        text = gettext(problem.message, **problem.params)
        return render_template("orders/price.html", quote=None, problem=text)
    return render_template(
        "orders/price.html",
        quote=quoted,
        limits=limit_words(quoted),
        percent=percent_of(quoted),
        late=late,
    )
