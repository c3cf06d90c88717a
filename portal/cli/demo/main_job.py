"""Owns the main job of the demonstration: localise, be caught, mend, approve, order, deliver."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from PIL import Image
from sqlalchemy import select

from brand_assets.design_facts import AssetRight, Finding, Severity
from brand_assets.library.rules import AssetMeta
from brand_assets.library.uploads import add_asset
from campaigns.ad_templates.fields import Json
from campaigns.ad_templates.service import get_format
from campaigns.approval.models import Submission
from campaigns.approval.rules import Outcome, SubmissionStatus
from campaigns.approval.service import decide
from campaigns.localisation.models import Localisation
from campaigns.localisation.service import get_localisation, get_or_start, save_values
from campaigns.orders.models import Order, OrderLine
from campaigns.orders.rules import LineNote, LineRequest, LineStatus
from campaigns.orders.service import checkout, quote
from campaigns.planning.models import Campaign
from campaigns.planning.service import formats_of
from campaigns.proofs.service import check
from portal.cli.demo.load import FOLDER, Cast
from portal.cli.demo.stories import Case, Story
from portal.foundation.database import reading
from portal.foundation.errors import Invalid, Refusal
from portal.foundation.jobs import run_due_jobs
from portal.foundation.money import Money
from portal.foundation.translations import translate
from regions.accounts.service import get_actor
from regions.partners.models import Outlet
from regions.scoping.actor import Actor

SMALL_PHOTO_WIDTH = 300
"""Pixels; far too few for a photo 72 mm wide."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One row of the summary: what was caught on the way, and what came of it."""

    outlet: str
    title: str
    caught: str
    order_number: str
    lines: str
    net: Money
    coop: Money


@dataclass(frozen=True, slots=True)
class Stage:
    """What all cases share: head office's people, campaigns by file name, and photos by name."""

    cast: Cast
    campaigns: Mapping[str, Campaign]
    photos: Mapping[str, str]


@dataclass(slots=True)
class _Run:
    """One case while it runs."""

    case: Case
    cast: Cast
    campaign: Campaign
    outlet: Outlet
    partner: Actor
    localisation: Localisation
    photos: Mapping[str, str]
    caught: list[str]
    order: Order | None = None


def run_main_job(
    cases: Iterable[Case], stage: Stage, tell: Callable[[Case], None]
) -> list[Happened]:
    """Run each case that has not run yet; `tell` is called as each one begins."""
    happened = []
    for case in cases:
        tell(case)
        run = _begin(case, stage)
        if run is not None:
            _STORIES[case.story](run)
            run_due_jobs()
            happened.append(_summarise(run))
    return happened


def _begin(case: Case, stage: Stage) -> _Run | None:
    """Start an outlet's localisation; None where the case has run before."""
    campaign = stage.campaigns[case.campaign]
    with reading() as running:
        outlet = running.scalars(select(Outlet).where(Outlet.number == case.outlet)).one()
        known = running.scalar(
            select(OrderLine.id).where(
                OrderLine.outlet_id == outlet.id, OrderLine.campaign_id == campaign.id
            )
        )
    if known is not None:
        return None
    partner = get_actor(case.account)
    starter = get_actor(case.helper) if case.helper else partner
    localisation = get_or_start(starter, campaign.id, outlet.id)
    return _Run(case, stage.cast, campaign, outlet, partner, localisation, stage.photos, [])


def _type(run: _Run, values: Mapping[str, Json], actor: Actor | None = None) -> None:
    """Save values as the editor does, on the row as it is now."""
    now = get_localisation(run.partner, run.localisation.id)
    if values:
        named = {key: _with_hash(run.photos, value) for key, value in values.items()}
        save_values(actor or run.partner, now.id, named, now.row_version)


def _with_hash(photos: Mapping[str, str], value: Json) -> Json:
    """Put the content hash in the place of a demo photo's name."""
    return {"sha256": photos[value["photo"]]} if _names_photo(value) else value


def _names_photo(value: Json) -> bool:
    return isinstance(value, Mapping) and set(value) == {"photo"}


def _look(run: _Run) -> list[Finding]:
    """Return what keeps the ad from being ordered in the formats that are wanted."""
    found = []
    for chosen in formats_of(run.campaign.id):
        if chosen.format_key in run.case.quantities:
            seen = check(run.partner, run.localisation.id, chosen.format_key)
            found += [f for f in seen.findings if f.severity is not Severity.NOTE]
    return found


def _catch(run: _Run) -> None:
    """Note each finding once, however many formats have it, in the words that the partner reads."""
    found: dict[tuple[str, str | None], list[str]] = {}
    for finding in _look(run):
        said = found.setdefault((finding.rule, finding.field), [])
        if finding.message.de not in said:
            said.append(finding.message.de)
    for first, *others in found.values():
        more = "weiteren Format" if len(others) == 1 else "weiteren Formaten"
        run.caught.append(f"{first} (Ebenso in {len(others)} {more}.)" if others else first)


def _order(run: _Run, attempt: int = 1) -> Order:
    """Order what the case asks for, as the basket does: a quote, then exactly that."""
    requests = [
        LineRequest(run.localisation.id, key, quantity, finishing_key=run.case.finishing.get(key))
        for key, quantity in run.case.quantities.items()
    ]
    seen = quote(run.partner, requests)
    key = f"demo-{run.campaign.slug}-{run.case.outlet}-{attempt}"
    run.order = checkout(run.partner, requests, key, seen.digest)
    return run.order


def _waiting(order: Order) -> list[Submission]:
    with reading() as running:
        statement = (
            select(Submission)
            .join(OrderLine, OrderLine.submission_id == Submission.id)
            .where(
                OrderLine.order_id == order.id,
                Submission.status == SubmissionStatus.AWAITING_DECISION,
            )
            .distinct()
        )
        return list(running.scalars(statement))


def _decide(run: _Run, outcome: Outcome, reason: str = "") -> None:
    """Let the approver decide on what waits."""
    if run.order is not None:
        for waiting in _waiting(run.order):
            decide(run.cast.approver, waiting.id, outcome, reason, waiting.row_version)


def _plain(run: _Run) -> None:
    _type(run, run.case.values)
    _catch(run)
    _order(run)


def _mended(run: _Run) -> None:
    """What was typed is caught, the order refused, the mend taken, the order placed."""
    if _typed(run):
        _catch(run)
        _refused(run)
    _type(run, run.case.mend)
    _order(run, attempt=2)
    _decide(run, Outcome.APPROVED)


def _typed(run: _Run) -> bool:
    """Type the case's values; what is refused at once is noted in the words that are read."""
    try:
        _type(run, run.case.values)
    except Invalid as refusal:
        run.caught.append(translate("de", refusal.message, refusal.params))
        return False
    return True


def _refused(run: _Run) -> None:
    """Try to order anyway; that it is refused is part of the demonstration."""
    try:
        _order(run)
    except Refusal as refusal:
        if not run.caught:
            run.caught.append(str(refusal))


def _small_photo(run: _Run) -> None:
    photo = _shrunk(FOLDER / "brand" / "photos" / str(run.case.photo))
    own = AssetRight("Eigenes Foto")
    meta = AssetMeta(title="Vom Handy", alt="Eigenes Foto der Filiale", right=own)
    added = add_asset(run.partner, run.outlet.path, photo, meta)
    _type(run, {"bild.lokal": {"sha256": added.asset.sha256}})
    _mended(run)


def _shrunk(path: object) -> bytes:
    """Return a photo as a phone's messenger leaves it: small."""
    with Image.open(str(path)) as picture:
        height = round(picture.height * SMALL_PHOTO_WIDTH / picture.width)
        target = BytesIO()
        picture.convert("RGB").resize((SMALL_PHOTO_WIDTH, height)).save(target, "JPEG", quality=70)
    return target.getvalue()


def _decided(run: _Run) -> None:
    _plain(run)
    _decide(run, Outcome.APPROVED)


def _sent_back(run: _Run) -> None:
    """The approver asks for changes, the partner makes them and orders again."""
    _plain(run)
    _decide(run, Outcome.CHANGES_REQUESTED, run.case.reason)
    run_due_jobs()
    run.caught.append(run.case.reason)
    _type(run, run.case.mend)
    _order(run, attempt=2)
    _decide(run, Outcome.APPROVED)


def _changed_after_approval(run: _Run) -> None:
    """The values change between approval and release: the approved ad is not ordered."""
    _plain(run)
    _decide(run, Outcome.APPROVED)
    _type(run, run.case.mend)
    run_due_jobs()
    if run.order is not None and _notes(run.order) == {LineNote.CHANGED_SINCE}:
        run.caught.append("Nach der Freigabe geändert: nicht bestellt, neu eingereicht.")
    _order(run, attempt=2)
    _decide(run, Outcome.APPROVED)


def _notes(order: Order) -> set[str]:
    with reading() as running:
        return set(
            running.scalars(select(OrderLine.status_note).where(OrderLine.order_id == order.id))
        )


def _above_budget(run: _Run) -> None:
    _plain(run)
    if run.order is not None and _waiting(run.order):
        run.caught.append("Über dem Budget des Partners: wartet auf die Freigabe.")
    _decide(run, Outcome.APPROVED)


def _on_behalf(run: _Run) -> None:
    """The regional manager fills in, the partner orders."""
    _type(run, run.case.values, get_actor(str(run.case.helper)))
    _catch(run)
    _order(run)
    _decide(run, Outcome.APPROVED)


_STORIES: Mapping[Story, Callable[[_Run], None]] = {
    Story.PLAIN: _plain,
    Story.MENDED: _mended,
    Story.SMALL_PHOTO: _small_photo,
    Story.DECIDED: _decided,
    Story.SENT_BACK: _sent_back,
    Story.CHANGED_AFTER_APPROVAL: _changed_after_approval,
    Story.ABOVE_BUDGET: _above_budget,
    Story.ON_BEHALF: _on_behalf,
    Story.LEFT_WAITING: _plain,
}


def _summarise(run: _Run) -> Happened:
    lines = _lines(run.order.id) if run.order else []
    counted = [line for line in lines if line.status not in {LineStatus.REJECTED}]
    return Happened(
        outlet=run.outlet.place,
        title=run.case.title,
        caught=" · ".join(run.caught),
        order_number=str(run.order.number) if run.order else "",
        lines=_told(lines),
        net=sum((line.net for line in counted), Money(0)),
        coop=sum((Money(line.coop_cents) for line in counted), Money(0)),
    )


def _told(lines: Iterable[OrderLine]) -> str:
    """Return what was ordered, by how far it is."""
    by_status: dict[str, list[str]] = {}
    for line in lines:
        what = get_format(line.format_key).name("en")
        by_status.setdefault(_status(line), []).append(f"{line.quantity:,} × {what}")
    return "; ".join(f"{', '.join(found)} ({status})" for status, found in by_status.items())


def _status(line: OrderLine) -> str:
    return line.status.value.replace("_", " ")


def _lines(order_id: UUID) -> list[OrderLine]:
    with reading() as running:
        statement = select(OrderLine).where(OrderLine.order_id == order_id)
        return list(running.scalars(statement.order_by(OrderLine.position)))
