"""Owns the pages of the basket: what an outlet means to order, what it costs, and ordering it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from campaigns.approval.rules import SubmissionStatus
from campaigns.budgets.taken import MoneyFrom, money_of_choice
from campaigns.orders.baskets import (
    BasketOfOutlet,
    baskets,
    change_line,
    count_lines,
    get_basket_line,
    put_in_basket,
    put_usual,
    requests_of,
    take_out,
)
from campaigns.orders.checkout import checkout, find_order_by_key
from campaigns.orders.forms import (
    EmptyForm,
    HandInForm,
    LineForm,
    NewLineForm,
    OrderForm,
    UsualForm,
    check_form,
    line_request,
    read_id,
)
from campaigns.orders.handing_in import hand_in
from campaigns.orders.offering import shown_lines, timely_formats
from campaigns.orders.words import late_text, limit_words, percent_of, refusal_text
from campaigns.proofs.service import preview_jpeg
from portal.foundation.errors import Invalid, Refusal
from portal.foundation.ids import new_id
from portal.foundation.money import Money
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Actor, Permission

blueprint = Blueprint("basket", __name__, template_folder="templates")


@blueprint.get("/")
@requires(Permission.LOCALISATION_SUBMIT)
def show_basket() -> str:
    """Show what is in the baskets in scope, with prices of now."""
    return _page(current_actor())


def _page(actor: Actor, problem: Refusal | None = None) -> str:
    shown = baskets(actor)
    part = request.headers.get("HX-Target") == "baskets"
    lines = shown_lines(actor, shown)
    return render_template(
        "orders/baskets.html" if part else "orders/basket.html",
        baskets=shown,
        lines=lines,
        basket_is_blocked=lambda basket: any(lines[line.id].blocking for line in basket.lines),
        problem=problem and refusal_text(problem),
        problem_of=refusal_text,
        cents=Money,
        money_from=lambda basket: _money_from(actor, basket),
        limits=limit_words,
        percent=percent_of,
        new_key=lambda: str(new_id()),
        may_order=lambda path: actor.may_at(Permission.ORDER_PLACE, path),
    )


def _money_from(actor: Actor, basket: BasketOfOutlet) -> MoneyFrom | None:
    """Return which money an outlet's basket takes from."""
    quoted = basket.quote
    if quoted is None:
        return None
    campaigns = {line.campaign_id for line in basket.lines}
    return money_of_choice(actor, basket.outlet, campaigns, quoted.coop, quoted.own)


@blueprint.get("/count")
@requires(Permission.LOCALISATION_SUBMIT)
def show_count() -> str:
    """Return the number of lines, nothing where there are none."""
    return render_template("orders/count.html", count=count_lines(current_actor()))


@blueprint.post("/lines")
@requires(Permission.LOCALISATION_SUBMIT)
def add_line() -> Response:
    """Put one ad into the basket."""
    actor, form = current_actor(), NewLineForm()
    check_form(actor, form)
    put_in_basket(actor, line_request(form))
    flash(gettext("Put into the basket"))
    return redirect(url_for("basket.show_basket"))


@blueprint.post("/usual")
@requires(Permission.LOCALISATION_SUBMIT)
def add_usual() -> Response:
    """Put formats of one ad into the basket in their usual quantities; all where none is named.

    What would come after the campaign is left out, and said.
    """
    actor, form = current_actor(), UsualForm()
    check_form(actor, form)
    localisation_id = read_id(form.localisation.data)
    timely = timely_formats(actor, localisation_id, request.form.getlist("format_key"))
    if late := late_text(timely.late, timely.last):
        flash(late, "error")
    if late and not timely.keys:
        return redirect(f"/localisations/{localisation_id}")
    put_usual(actor, localisation_id, timely.keys)
    return redirect(url_for("basket.show_basket"))


@blueprint.post("/lines/<uuid:line_id>")
@requires(Permission.LOCALISATION_SUBMIT)
def save_line(line_id: UUID) -> str | Response:
    """Change quantity, supplier or finishing; what cannot be had is said, nothing is lost."""
    actor, form = current_actor(), LineForm()
    try:
        check_form(actor, form)
        supplier_id = read_id(form.supplier.data) if form.supplier.data else None
        finishing = form.finishing.data or None
        change_line(actor, line_id, int(form.quantity.data or 0), supplier_id, finishing)
    except Invalid as problem:
        return _page(actor, problem)
    if request.headers.get("HX-Request"):
        return _page(actor)
    return redirect(url_for("basket.show_basket"))


@blueprint.post("/lines/<uuid:line_id>/remove")
@requires(Permission.LOCALISATION_SUBMIT)
def remove_line(line_id: UUID) -> Response:
    """Take a line out of the basket."""
    actor, form = current_actor(), EmptyForm()
    check_form(actor, form)
    take_out(actor, line_id)
    flash(gettext("Taken out of the basket"))
    return redirect(url_for("basket.show_basket"))


@blueprint.post("/order")
@requires(Permission.ORDER_PLACE, Permission.LOCALISATION_SUBMIT)
def place_order() -> Response:
    """Order one outlet's basket as it was seen; the same key again leads to the same order."""
    actor, form = current_actor(), OrderForm()
    check_form(actor, form)
    outlet_id, key = read_id(form.outlet.data), form.key.data or ""
    chosen = [line for b in baskets(actor) if b.outlet.id == outlet_id for line in b.lines]
    # A second tap comes when the basket is empty already: its key leads to the order.
    order = find_order_by_key(actor, key)
    if order is None:
        order = checkout(actor, requests_of(chosen), key, form.seen.data or "")
    return redirect(url_for("orders.show_order", order_id=order.id))


@blueprint.post("/hand-in")
@requires(Permission.LOCALISATION_SUBMIT)
def save_hand_in() -> Response:
    """Have the ads of one outlet's basket decided on, so that the manager only has to order."""
    actor, form = current_actor(), HandInForm()
    check_form(actor, form)
    outlet_id = read_id(form.outlet.data)
    chosen = [line for b in baskets(actor) if b.outlet.id == outlet_id for line in b.lines]
    submissions = hand_in(actor, requests_of(chosen))
    waiting = any(s.status is SubmissionStatus.AWAITING_DECISION for s in submissions)
    if waiting:
        flash(gettext("Handed in. Head office decides."))
    else:
        flash(gettext("Handed in and approved by rule."))
    return redirect(url_for("basket.show_basket"))


@blueprint.get("/lines/<uuid:line_id>/picture.jpg")
@requires(Permission.LOCALISATION_READ)
def show_picture(line_id: UUID) -> Response:
    """Return the ad of a line as it is now."""
    actor = current_actor()
    line = get_basket_line(actor, line_id)
    picture = preview_jpeg(actor, line.localisation_id, line.format_key, 0, 240)
    answer = Response(picture, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=30"
    return answer
