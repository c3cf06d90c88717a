"""Owns baskets: what an outlet means to order, shared by its staff and its manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, delete, func, select

from campaigns.localisation.models import Localisation
from campaigns.orders.models import BasketLine
from campaigns.orders.quotes import Quote, quote, usual_quote
from campaigns.orders.rules import BASKET_LINE_PUT, LineRequest
from campaigns.planning.holding import hold_open
from campaigns.planning.models import CampaignFormat
from portal.foundation import clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, NotFound, Refusal
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.scoping import within


@dataclass(frozen=True, slots=True)
class BasketOfOutlet:
    """One outlet's basket with its quote, or why it cannot be quoted as it is."""

    outlet: Outlet
    lines: tuple[BasketLine, ...]
    quote: Quote | None
    problem: Refusal | None = None


def put_in_basket(actor: Actor, request: LineRequest) -> BasketLine:
    """Put an ad into its outlet's basket, or change the line that is there; prices are checked."""
    quoted = quote(actor, [request])
    line = quoted.lines[0]
    path = line.localisation.path
    actor.require(Permission.LOCALISATION_SUBMIT, path)
    with transaction() as running:
        hold_open(line.campaign.id, clock.today(quoted.outlet.time_zone))
        stored = _find(request)
        if stored is None:
            stored = BasketLine(
                localisation_id=line.localisation.id,
                campaign_id=line.campaign.id,
                outlet_id=quoted.outlet.id,
                path=path,
                format_key=request.format_key,
                added_by=actor.account_id,
            )
            running.add(stored)
        stored.quantity = request.quantity
        stored.supplier_id = line.request.supplier_id
        stored.finishing_key = request.finishing_key
        _record(actor, stored)
        running.flush()
        return stored


def put_usual(actor: Actor, localisation_id: UUID, format_keys: Sequence[str]) -> None:
    """Put several formats of one ad into the basket, each in its usual quantity."""
    with transaction():
        for line in usual_quote(actor, localisation_id, format_keys).lines:
            put_in_basket(actor, line.request)


def _find(request: LineRequest) -> BasketLine | None:
    return session().scalar(
        select(BasketLine).where(
            BasketLine.localisation_id == request.localisation_id,
            BasketLine.format_key == request.format_key,
        )
    )


def _record(actor: Actor, stored: BasketLine) -> None:
    usage.record(
        BASKET_LINE_PUT,
        actor=actor.ref_at(stored.path),
        path=stored.path,
        outlet_id=stored.outlet_id,
        campaign_id=stored.campaign_id,
        localisation_id=stored.localisation_id,
        format_key=stored.format_key,
        value=float(stored.quantity),
    )


def get_basket_line(actor: Actor, line_id: UUID) -> BasketLine:
    """Return one line in scope; raises NotFound."""
    with reading() as running:
        found = running.get(BasketLine, line_id)
        if found is None or not actor.may_at(Permission.LOCALISATION_READ, found.path):
            raise NotFound(N_("This line is no longer in the basket."))
        return found


def change_line(
    actor: Actor, line_id: UUID, quantity: int, supplier_id: UUID | None, finishing: str | None
) -> BasketLine:
    """Change quantity, supplier or finishing of a line."""
    line = get_basket_line(actor, line_id)
    return put_in_basket(
        actor,
        LineRequest(line.localisation_id, line.format_key, quantity, supplier_id, finishing),
    )


def take_out(actor: Actor, line_id: UUID) -> None:
    """Take a line out of the basket."""
    with transaction() as running:
        line = get_basket_line(actor, line_id)
        actor.require(Permission.LOCALISATION_SUBMIT, line.path)
        running.execute(delete(BasketLine).where(BasketLine.id == line_id))


def put_back(localisation: Localisation, account_id: UUID, request: LineRequest) -> None:
    """Put what was ordered and came back into the basket again, unless it is there already."""
    if _find(request) is not None:
        return
    session().add(
        BasketLine(
            localisation_id=localisation.id,
            campaign_id=localisation.campaign_id,
            outlet_id=localisation.outlet_id,
            path=localisation.path,
            format_key=request.format_key,
            quantity=request.quantity,
            supplier_id=request.supplier_id,
            finishing_key=request.finishing_key,
            added_by=account_id,
            added_at=clock.now(),
        )
    )
    session().flush()


def baskets(actor: Actor) -> tuple[BasketOfOutlet, ...]:
    """Return the baskets in scope, an outlet each, with their quotes of now."""
    scope = actor.scope_for(Permission.LOCALISATION_SUBMIT)
    statement = (
        select(BasketLine)
        .outerjoin(
            CampaignFormat,
            and_(
                CampaignFormat.campaign_id == BasketLine.campaign_id,
                CampaignFormat.format_key == BasketLine.format_key,
            ),
        )
        .where(within(BasketLine.path, scope))
        .order_by(BasketLine.path, BasketLine.localisation_id, CampaignFormat.position)
    )
    with reading() as running:
        by_outlet: dict[UUID, list[BasketLine]] = {}
        for line in running.scalars(statement):
            by_outlet.setdefault(line.outlet_id, []).append(line)
        return tuple(_basket(actor, lines) for lines in by_outlet.values())


def count_lines(actor: Actor) -> int:
    """Return how many lines the baskets in scope hold."""
    scope = actor.scope_for(Permission.LOCALISATION_SUBMIT)
    statement = select(func.count()).select_from(BasketLine).where(within(BasketLine.path, scope))
    with reading() as running:
        return running.scalar(statement) or 0


def requests_of(lines: Sequence[BasketLine]) -> list[LineRequest]:
    """Return what the lines ask for."""
    return [
        LineRequest(
            line.localisation_id,
            line.format_key,
            line.quantity,
            line.supplier_id,
            line.finishing_key,
        )
        for line in lines
    ]


def _basket(actor: Actor, lines: list[BasketLine]) -> BasketOfOutlet:
    outlet = session().get_one(Outlet, lines[0].outlet_id)
    try:
        return BasketOfOutlet(outlet, tuple(lines), quote(actor, requests_of(lines)))
    except Refusal as problem:
        return BasketOfOutlet(outlet, tuple(lines), None, problem)
