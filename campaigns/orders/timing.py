"""Owns what still comes in time: from whom a format is proposed, and what comes too late for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.orders.price_lists import Offer
from campaigns.orders.rules import delivery_day


@dataclass(frozen=True, slots=True)
class Proposal:
    """One offer for each format, and the formats that come too late even so."""

    offers: Mapping[str, Offer]
    late: frozenset[str]


def propose(found: Sequence[Offer], today: date, last: date) -> Proposal:
    """Propose the first supplier that delivers by the campaign's `last` day, else the quickest."""
    chosen: dict[str, Offer] = {}
    for offer in sorted(found, key=lambda offer: max(last, delivery_day(today, offer.days))):
        chosen.setdefault(offer.format_key, offer)
    late = (key for key, offer in chosen.items() if delivery_day(today, offer.days) > last)
    return Proposal(chosen, frozenset(late))
