"""Owns price lists: publishing a new version, and which supplier offers a format where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from campaigns.orders.models import Finishing, PriceList, PriceTier
from campaigns.orders.rules import FinishingTerms, PriceTerms, Tier, check_tiers
from portal.foundation import audit
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor, Permission
from regions.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class FinishingDraft:
    """An extra with its names in both languages."""

    terms: FinishingTerms
    name_de: str
    name_en: str


@dataclass(frozen=True, slots=True)
class PriceListDraft:
    """The next version of a supplier's prices for a format."""

    supplier_id: UUID
    format_key: str
    valid_from: date
    tiers: tuple[Tier, ...]
    max_quantity: int
    usual_quantity: int
    days: int
    position: int = 0
    finishings: tuple[FinishingDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedFinishing:
    """An extra as it is offered."""

    key: str
    name_de: str
    name_en: str

    def name(self, language: str) -> str:
        """Return its name in `language`."""
        return self.name_en if language == "en" else self.name_de


@dataclass(frozen=True, slots=True)
class Offer:
    """What one supplier asks for a format today."""

    price_list_id: UUID
    supplier_id: UUID
    supplier_name: str
    format_key: str
    terms: PriceTerms
    usual_quantity: int
    days: int
    finishings: tuple[OfferedFinishing, ...]


def publish_price_list(actor: Actor, draft: PriceListDraft) -> PriceList:
    """Publish the next version of a price list; the same prices again change nothing."""
    check_tiers(draft.tiers)
    with transaction() as running:
        supplier = running.get(Supplier, draft.supplier_id)
        if supplier is None or not actor.scope.touches(supplier.path):
            raise NotFound(N_("This supplier does not exist, or not for your account."))
        actor.require(Permission.PRICE_LIST_MANAGE, supplier.path)
        newest = _newest(draft)
        if newest is not None and _same(newest, draft):
            return newest
        added = _add(draft, newest.version + 1 if newest else 1)
        audit.append(
            "price_list.published",
            actor=actor.ref_at(supplier.path),
            subject="price_list",
            subject_id=added.id,
            details={
                "supplier": supplier.key,
                "format": draft.format_key,
                "version": added.version,
            },
        )
        return added


def _newest(draft: PriceListDraft) -> PriceList | None:
    statement = (
        select(PriceList)
        .where(PriceList.supplier_id == draft.supplier_id)
        .where(PriceList.format_key == draft.format_key)
        .order_by(PriceList.version.desc())
        .limit(1)
    )
    return session().scalar(statement)


def _same(stored: PriceList, draft: PriceListDraft) -> bool:
    terms = PriceTerms(
        tuple(sorted(draft.tiers, key=lambda tier: tier.from_quantity)),
        draft.max_quantity,
        tuple(extra.terms for extra in sorted(draft.finishings, key=lambda f: f.terms.key)),
    )
    return stored.terms() == terms and stored.days == draft.days


def _add(draft: PriceListDraft, version: int) -> PriceList:
    same = ("supplier_id", "format_key", "valid_from", "max_quantity", "usual_quantity", "days")
    added = PriceList(
        version=version,
        position=draft.position,
        tiers=[
            PriceTier(
                from_quantity=tier.from_quantity,
                fixed_cents=tier.fixed_cents,
                per_thousand_cents=tier.per_thousand_cents,
            )
            for tier in draft.tiers
        ],
        finishings=[
            Finishing(
                key=extra.terms.key,
                name_de=extra.name_de,
                name_en=extra.name_en,
                fixed_cents=extra.terms.fixed_cents,
                per_thousand_cents=extra.terms.per_thousand_cents,
                spot=extra.terms.spot,
            )
            for extra in draft.finishings
        ],
        **{name: getattr(draft, name) for name in same},
    )
    session().add(added)
    session().flush()
    return added


def offers(format_keys: Sequence[str], path: str, day: date) -> tuple[Offer, ...]:
    """Return what suppliers that serve `path` ask on `day`, the one to propose first."""
    newest = (
        select(
            PriceList.supplier_id,
            PriceList.format_key,
            func.max(PriceList.version).label("version"),
        )
        .where(PriceList.format_key.in_(format_keys), PriceList.valid_from <= day)
        .group_by(PriceList.supplier_id, PriceList.format_key)
        .subquery()
    )
    statement = (
        select(PriceList, Supplier)
        .join(
            newest,
            (newest.c.supplier_id == PriceList.supplier_id)
            & (newest.c.format_key == PriceList.format_key)
            & (newest.c.version == PriceList.version),
        )
        .join(Supplier, Supplier.id == PriceList.supplier_id)
        .where(Supplier.active)
        .options(selectinload(PriceList.tiers), selectinload(PriceList.finishings))
        .order_by(PriceList.format_key, PriceList.position, Supplier.name)
    )
    with reading() as running:
        rows = running.execute(statement)
        return tuple(
            _offer(listed, supplier) for listed, supplier in rows if path.startswith(supplier.path)
        )


def _offer(listed: PriceList, supplier: Supplier) -> Offer:
    return Offer(
        price_list_id=listed.id,
        supplier_id=supplier.id,
        supplier_name=supplier.name,
        format_key=listed.format_key,
        terms=listed.terms(),
        usual_quantity=listed.usual_quantity,
        days=listed.days,
        finishings=tuple(
            OfferedFinishing(extra.key, extra.name_de, extra.name_en) for extra in listed.finishings
        ),
    )
