"""Owns reading an effect: the templates, and the ads that change, filtered, by pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select

from campaigns.ad_templates.models import AdFormat, AdTemplate, AdTemplateVersion
from campaigns.planning.models import Campaign
from campaigns.rollout.models import KitEffect, KitEffectItem
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor, Permission
from regions.hierarchy.models import Region
from regions.partners.models import Outlet
from regions.scoping import below, visible, within

PAGE = 25


class Kind(StrEnum):
    """What a list is narrowed to."""

    BLOCKED = "blocked"
    NEW = "new"
    LOOK = "look"
    PRESS = "press"
    GONE = "gone"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class AdQuery:
    """What part of the list is asked for; empty texts leave a filter out."""

    template: str = ""
    format_key: str = ""
    kind: Kind | None = None
    region: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class AdRow:
    """One ad of the list with the names that its reader knows."""

    item: KitEffectItem
    ad_format: AdFormat
    template: AdTemplate
    campaign: Campaign | None
    outlet: Outlet | None


@dataclass(frozen=True, slots=True)
class AdPage:
    """One page of the list."""

    rows: tuple[AdRow, ...]
    page: int
    pages: int
    total: int


def list_ads(actor: Actor, effect: KitEffect, query: AdQuery) -> AdPage:
    """Return one page of the ads that change and that the account may see, the worst first."""
    conditions = _conditions(actor, effect, query)
    with reading() as running:
        found = _joined(select(KitEffectItem.id), conditions).subquery()
        total = running.scalar(select(func.count()).select_from(found)) or 0
        pages = max(1, -(-total // PAGE))
        page = min(max(query.page, 1), pages)
        statement = _ordered(_rows(conditions)).limit(PAGE).offset((page - 1) * PAGE)
        return AdPage(_read(statement), page, pages, total)


def all_ads(actor: Actor, effect: KitEffect, query: AdQuery) -> tuple[AdRow, ...]:
    """Return all ads of a list, for a file."""
    with reading():
        return _read(_ordered(_rows(_conditions(actor, effect, query))))


def list_templates(effect: KitEffect) -> tuple[AdRow, ...]:
    """Return the templates with their sample values, in the order in which they were tried."""
    conditions = and_(KitEffectItem.effect_id == effect.id, KitEffectItem.sample.is_not(None))
    with reading():
        return _read(_rows(conditions).order_by(KitEffectItem.id))


def get_ad(actor: Actor, effect: KitEffect, item_id: UUID) -> AdRow:
    """Return one ad of an effect that the account may see; raises NotFound."""
    conditions = and_(
        KitEffectItem.effect_id == effect.id,
        KitEffectItem.id == item_id,
        within(KitEffectItem.path, actor.scope_for(Permission.LOCALISATION_READ)),
    )
    with reading():
        found = _read(_rows(conditions))
    if not found:
        raise NotFound(N_("This ad is not part of the effect any more. Go back to the list."))
    return found[0]


def neighbours(
    actor: Actor, effect: KitEffect, item: KitEffectItem
) -> tuple[UUID | None, UUID | None]:
    """Return the ads before and after one in the whole list."""
    conditions = _conditions(actor, effect, AdQuery())
    ids = _joined(select(KitEffectItem.id, KitEffectItem.weight), conditions).subquery()
    order = (ids.c.weight.desc(), ids.c.id)
    places = select(
        ids.c.id,
        func.lag(ids.c.id).over(order_by=order).label("before"),
        func.lead(ids.c.id).over(order_by=order).label("after"),
    ).subquery()
    with reading() as running:
        row = running.execute(
            select(places.c.before, places.c.after).where(places.c.id == item.id)
        ).first()
    return (row.before, row.after) if row else (None, None)


def formats_in(effect: KitEffect) -> Sequence[AdFormat]:
    """Return the formats that an effect was looked at in."""
    used = select(KitEffectItem.format_key).where(KitEffectItem.effect_id == effect.id)
    with reading() as running:
        statement = select(AdFormat).where(AdFormat.key.in_(used)).order_by(AdFormat.unit)
        return running.scalars(statement.order_by(AdFormat.key)).all()


def templates_in(effect: KitEffect) -> Sequence[AdTemplate]:
    """Return the templates of the ads that change."""
    used = (
        select(AdTemplateVersion.template_id)
        .join(KitEffectItem, KitEffectItem.template_version_id == AdTemplateVersion.id)
        .where(KitEffectItem.effect_id == effect.id)
    )
    with reading() as running:
        statement = select(AdTemplate).where(AdTemplate.id.in_(used))
        return running.scalars(statement.order_by(AdTemplate.name_de, AdTemplate.key)).all()


def regions_in(actor: Actor, path: str) -> Sequence[Region]:
    """Return the regions below a place that the account may see, from the root down."""
    statement = visible(select(Region), Region.path, actor.scope).where(below(Region.path, path))
    with reading() as running:
        return running.scalars(statement.order_by(Region.position, Region.path)).all()


def _conditions(actor: Actor, effect: KitEffect, query: AdQuery) -> ColumnElement[bool]:
    parts = [
        KitEffectItem.effect_id == effect.id,
        KitEffectItem.sample.is_(None),
        below(KitEffectItem.path, query.region),
        within(KitEffectItem.path, actor.scope_for(Permission.LOCALISATION_READ)),
    ]
    if query.template:
        parts.append(AdTemplate.key == query.template)
    if query.format_key:
        parts.append(KitEffectItem.format_key == query.format_key)
    if query.kind is not None:
        parts.append(_of_kind(query.kind))
    return and_(*parts)


def _of_kind(kind: Kind) -> ColumnElement[bool]:
    item = KitEffectItem
    return {
        Kind.BLOCKED: and_(item.blocked_after, item.blocked_before.is_(False)),
        Kind.NEW: item.new_findings > 0,
        Kind.LOOK: item.look.is_(True),
        Kind.PRESS: and_(item.press, item.look.is_(False)),
        Kind.GONE: item.gone_findings > 0,
        Kind.UNSEEN: and_(
            item.look.is_(False),
            item.press.is_(False),
            item.new_findings == 0,
            item.gone_findings == 0,
        ),
    }[kind]


def _joined(statement: Select, conditions: ColumnElement[bool]) -> Select:  # type: ignore[type-arg] # whatever it selects
    return (
        statement.join(AdFormat, AdFormat.key == KitEffectItem.format_key)
        .join(AdTemplateVersion, AdTemplateVersion.id == KitEffectItem.template_version_id)
        .join(AdTemplate, AdTemplate.id == AdTemplateVersion.template_id)
        .outerjoin(Campaign, Campaign.id == KitEffectItem.campaign_id)
        .outerjoin(Outlet, Outlet.id == KitEffectItem.outlet_id)
        .where(conditions)
    )


_Rows = Select[KitEffectItem, AdFormat, AdTemplate, Campaign, Outlet]


def _rows(conditions: ColumnElement[bool]) -> _Rows:
    return _joined(select(KitEffectItem, AdFormat, AdTemplate, Campaign, Outlet), conditions)


def _ordered(statement: _Rows) -> _Rows:
    return statement.order_by(KitEffectItem.weight.desc(), KitEffectItem.id)


def _read(statement: _Rows) -> tuple[AdRow, ...]:
    with reading() as running:
        return tuple(AdRow(*row) for row in running.execute(statement))
