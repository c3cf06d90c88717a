"""The end of a picture's rights: refused when chosen, announced before, taken out after."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from brand_assets.library.models import Asset, AssetRights, RightsNotice
from brand_assets.library.rules import ReleaseState
from campaigns.approval.service import approval_of
from campaigns.delivery.rules import DeliveryState
from campaigns.delivery.service import deliver_line
from campaigns.localisation.models import ValueChange
from campaigns.localisation.service import get_localisation, save_values, undo
from campaigns.orders.reading import lines_of
from campaigns.proofs.service import check
from campaigns.rollout.rights.jobs import NIGHTLY_JOB, schedule_rights
from campaigns.rollout.rights.service import MAIL_JOB, announce_endings, withdraw_ended
from portal.foundation import clock
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Invalid
from portal.foundation.jobs import run_due_jobs
from portal.foundation.jobs.models import Job
from portal.foundation.storage import FileStore
from regions.accounts.models import Account
from regions.accounts.rules import Role
from tests.factories.demo_campaign import IN_ORDER_TIME, make_demo_campaign
from tests.factories.orders import POST, Shop

FIELD = "bild.motiv"


def set_right(sha256: str, **changes: object) -> None:
    """Change the rights to every asset of a content."""
    with transaction() as s:
        ids = s.scalars(select(Asset.id).where(Asset.sha256 == sha256)).all()
        for rights in s.scalars(select(AssetRights).where(AssetRights.asset_id.in_(ids))):
            for name, value in changes.items():
                setattr(rights, name, value)


def changes_of(table: type[ValueChange]) -> list[ValueChange]:
    with reading() as s:
        return list(s.scalars(select(table).order_by(table.step)))


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ({"ends": date(2027, 5, 9)}, "only until 09.05.2027"),
        ({"starts": date(2027, 5, 23)}, "only from 23.05.2027"),
        ({"territories": ["hg/de/sued/"]}, "in your region"),
        ({"model_release": ReleaseState.MISSING}, "consent"),
    ],
)
def test_a_picture_outside_its_rights_cannot_be_placed(
    shop: Shop, right: dict[str, object], said: str
) -> None:
    yellow = shop.demo.photos["YellowFlower"]
    localisation_id = shop.localise()
    set_right(yellow, **right)
    with pytest.raises(Invalid, match=said):
        save_values(shop.manager, localisation_id, {FIELD: {"sha256": yellow}}, 1)
    assert get_localisation(shop.manager, localisation_id).values == {}


def test_rights_that_leave_out_a_part_of_the_run_are_a_finding(shop: Shop) -> None:
    yellow = shop.demo.photos["YellowFlower"]
    set_right(yellow, ends=date(2027, 5, 15))
    localisation_id = shop.localise({FIELD: {"sha256": yellow}})
    found = check(shop.manager, localisation_id, POST).findings
    assert "asset.right" in {finding.rule for finding in found}


def test_ended_pictures_leave_drafts_and_the_ad_says_so(
    any_db: Database, file_store: FileStore
) -> None:
    demo = make_demo_campaign()
    clock.start_at(IN_ORDER_TIME)
    yellow, shop = demo.photos["YellowFlower"], Shop(demo, demo.network.supplier.id)
    localisation_id = shop.localise({FIELD: {"sha256": yellow}})
    save_values(shop.manager, localisation_id, {"headline": "Hier wächst Bergedorf."}, 2)
    set_right(yellow, ends=IN_ORDER_TIME.date())
    assert withdraw_ended() == 0, "the last day still counts"
    clock.start_at(IN_ORDER_TIME + timedelta(days=1))
    assert withdraw_ended() == 1
    assert withdraw_ended() == 0

    now = get_localisation(shop.manager, localisation_id)
    assert set(now.values) == {"headline"}
    last = changes_of(ValueChange)[-1]
    assert last.old is not None
    assert (last.old["sha256"], last.new, last.changed_by) == (yellow, None, None)
    (finding,) = [
        f
        for f in check(shop.manager, localisation_id, POST).findings
        if f.rule == "asset.withdrawn"
    ]
    assert (finding.field, f"{IN_ORDER_TIME:%d.%m.%Y}" in finding.message.de) == (FIELD, True)

    undone = undo(shop.manager, localisation_id, now.row_version).localisation
    assert undone.values == {}, "the person's own last change, not what the system did"
    other = {FIELD: {"sha256": shop.demo.photos["Garden"]}}
    save_values(shop.manager, localisation_id, other, undone.row_version)
    rules = {f.rule for f in check(shop.manager, localisation_id, POST).findings}
    assert "asset.withdrawn" not in rules


def test_an_ordered_ad_keeps_its_picture(shop: Shop) -> None:
    yellow = shop.demo.photos["YellowFlower"]
    localisation_id = shop.localise({FIELD: {"sha256": yellow}})
    shop.order(shop.flyers(localisation_id))
    set_right(yellow, ends=IN_ORDER_TIME.date() - timedelta(days=1))
    assert withdraw_ended() == 0


def test_each_person_is_told_three_times_in_one_mail_for_all(shop: Shop) -> None:
    yellow = shop.demo.photos["YellowFlower"]
    shop.localise({FIELD: {"sha256": yellow}})
    ends = date(2027, 5, 20)
    set_right(yellow, ends=ends)
    told = []
    for left in (31, 30, 29, 7, 5, 1, 0):
        clock.start_at(datetime(2027, 5, 20, 9, tzinfo=UTC) - timedelta(days=left))
        told.append(announce_endings() > 0)
    assert told == [False, True, False, True, False, True, False]
    with reading() as s:
        rows = s.execute(
            select(RightsNotice.days, Account.email).join(
                Account, Account.id == RightsNotice.account_id
            )
        ).all()
        jobs = s.scalars(select(Job).where(Job.name == MAIL_JOB)).all()
    people = {email for _, email in rows}
    actors = shop.demo.network.actors
    assert shop.manager.email in people
    assert actors[Role.BRAND_MANAGER].email in people
    assert actors[Role.APPROVER].email not in people
    assert {days for days, _ in rows} == {30, 7, 1}
    assert len(jobs) == 3 * len(people)
    named = [str(job.payload["assets"]) for job in jobs]
    assert sum("Hamburg-Bergedorf" in places for places in named) >= 3


def test_the_night_takes_out_announces_and_sets_the_next(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: dict[str, str] = {}

    def keep(to: str, subject: str, text: str) -> bool:
        sent[to] = text
        return True

    monkeypatch.setattr("campaigns.rollout.rights.jobs.send_mail", keep)
    yellow, own = shop.demo.photos["YellowFlower"], shop.demo.photos["Garden"]
    first, second = shop.localise({FIELD: {"sha256": yellow}}), shop.localise(outlet=1)
    save_values(shop.manager, second, {FIELD: {"sha256": own}}, 1)
    set_right(yellow, ends=IN_ORDER_TIME.date())
    set_right(own, ends=IN_ORDER_TIME.date() + timedelta(days=8))
    schedule_rights()
    schedule_rights()
    clock.start_at(IN_ORDER_TIME + timedelta(days=1))
    run_due_jobs()
    run_due_jobs()

    assert FIELD not in get_localisation(shop.manager, first).values
    assert FIELD in get_localisation(shop.manager, second).values
    text = sent[shop.manager.email]
    assert "Garden" in text
    assert "YellowFlower" not in text
    assert f"{IN_ORDER_TIME + timedelta(days=8):%d.%m.%Y}" in text
    with reading() as s:
        nights = s.scalars(select(Job.state).where(Job.name == NIGHTLY_JOB)).all()
    assert sorted(nights) == ["done", "waiting"]


def test_what_may_not_be_used_any_more_is_not_delivered(shop: Shop) -> None:
    yellow = shop.demo.photos["YellowFlower"]
    localisation_id = shop.localise({FIELD: {"sha256": yellow}})
    line = lines_of(shop.order(shop.flyers(localisation_id)).id)[0]
    assert approval_of(line.proof_id).valid
    set_right(yellow, ends=IN_ORDER_TIME.date() - timedelta(days=1))
    (refused,) = deliver_line(line.id)
    assert (refused.state, "may not be used" in refused.detail) == (DeliveryState.REFUSED, True)
    set_right(yellow, ends=None)
    (delivered,) = deliver_line(line.id, again=True)
    assert delivered.state is DeliveryState.HANDED_OVER
