"""Holds the look at an effect: all of it, its cancelling, its resuming, and that it grows old."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

import campaigns.rollout.jobs  # noqa: F401 - registers the job
from brand_assets.kit.models import BrandKitVersion
from campaigns.localisation.models import Localisation
from campaigns.planning.service import close_campaign
from campaigns.rollout import apart, keeping, looking, service
from campaigns.rollout.items import FRAMES
from campaigns.rollout.models import KitEffect, KitEffectItem
from campaigns.rollout.pictures import pictures_of, read_picture
from campaigns.rollout.publishing import publish_with_effect
from campaigns.rollout.reading import AdQuery, Kind, all_ads, list_ads, list_templates
from campaigns.rollout.rules import AdStage, EffectState, Policy
from campaigns.rollout.service import Standing, Subject, cancel_effect, get_subject, start_effect
from campaigns.rollout.subjects import TemplateSubject
from portal.foundation.config import Settings, configure
from portal.foundation.database import reading, transaction
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.jobs import queue, run_due_jobs
from portal.foundation.jobs.runner import run
from regions.accounts.rules import Actor, Role
from tests.factories.kit_drafts import draft_with, greener_in_print, redder, without_spring
from tests.factories.orders import FLYER, Shop
from tests.factories.regions import make_actor


@pytest.fixture
def brand(shop: Shop) -> Actor:
    return shop.demo.network.actors[Role.BRAND_MANAGER]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Work in this process, and leave templates out: for tests of what surrounds it.

    What is put into the list is raised at the second piece of work, once.
    """
    troubles: list[str] = []
    calls: list[object] = []

    def at_once(function: Callable[..., object], *args: object) -> object:
        result = function(*args)
        calls.append(function)
        if troubles and len(calls) == 2:
            raise RuntimeError(troubles.pop())
        return result

    def no_templates(_basis: object) -> list[TemplateSubject]:
        return []

    monkeypatch.setattr(apart, "run_in_background", at_once)
    monkeypatch.setattr(keeping, "_kept", OrderedDict())
    for module in (looking, service):
        monkeypatch.setattr(module, "template_subjects", no_templates)
    return troubles


def looked_at(brand: Actor, version: BrandKitVersion) -> Subject:
    start_effect(brand, version.id)
    run_due_jobs()
    return get_subject(brand, version.id)


def effect_of(subject: Subject) -> KitEffect:
    assert subject.effect is not None
    return subject.effect


def test_everything_under_way_is_set_by_both_versions_and_compared(
    shop: Shop, brand: Actor
) -> None:
    own, plain = shop.localise({"headline": "Hier blüht Ihnen was."}), shop.localise(outlet=1)
    shop.order(shop.flyers(own, 250))
    draft = draft_with(brand, redder, greener_in_print, without_spring)
    assert get_subject(brand, draft.id).standing is Standing.NONE
    # This job alone: what else is due hands the flyer over, and then it is not looked at.
    run(start_effect(brand, draft.id).job_id)
    subject = get_subject(brand, draft.id)

    effect = effect_of(subject)
    assert subject.standing is Standing.COMPLETE
    assert subject.job is not None
    assert (subject.job.done, subject.job.total) == (effect.total, effect.total)
    # Two outlets in three formats: "Frühling" stands in one's headline, the red in both.
    assert effect.counts == {
        "ads": 6,
        "look": 4,
        "press": 0,
        "blocked": 3,
        "new": 3,
        "gone": 0,
        "unseen": 0,
        "templates": 9,
        "templates_changed": 9,
        "templates_blocked": 9,
    }
    ads = all_ads(brand, effect, AdQuery())
    assert [row.item.localisation_id for row in ads[:3]] == [plain] * 3
    assert {row.item.stage for row in ads} == {AdStage.DRAFT, AdStage.APPROVED}
    ordered = (own, FLYER)
    flyer = next(r.item for r in ads if (r.item.localisation_id, r.item.format_key) == ordered)
    assert (flyer.look, flyer.press, flyer.newly_blocked) == (True, True, False)
    assert {"preisform", "logo"} <= {
        f.frame for f in FRAMES.validate_python(flyer.detail["frames"])
    }
    assert len(list_templates(effect)) == 9

    pair = pictures_of(flyer, effect, 0)
    assert 0.01 < pair.differs < 0.2
    assert read_picture(flyer, effect, 0, "after").startswith(b"\xff\xd8")
    with pytest.raises(NotFound):
        pictures_of(flyer, effect, 9)
    assert list_ads(brand, effect, AdQuery(kind=Kind.BLOCKED)).total == 3
    assert list_ads(brand, effect, AdQuery(format_key=FLYER)).total == 2
    assert list_ads(brand, effect, AdQuery(region="hg/de/sued/")).total == 0


@pytest.mark.usefixtures("here")
def test_a_changed_draft_or_campaign_makes_an_effect_old(shop: Shop, brand: Actor) -> None:
    shop.localise()
    draft = draft_with(brand, redder)
    effect = effect_of(looked_at(brand, draft))
    with transaction() as s:
        version = s.get_one(BrandKitVersion, draft.id)
        version.sha256 = "1" * 64
    assert get_subject(brand, draft.id).standing is Standing.OTHER_CONTENT
    refused(brand, draft.id, effect.id, "draft has changed")

    with transaction() as s:
        s.get_one(BrandKitVersion, draft.id).sha256 = effect.content_sha256
    close_campaign(shop.demo.network.actors[Role.CAMPAIGN_MANAGER], shop.demo.campaign.id)
    assert get_subject(brand, draft.id).standing is Standing.OTHER_BASIS
    refused(brand, draft.id, effect.id, "Campaigns or templates have changed")


def refused(brand: Actor, version_id: UUID, seen: UUID | None, why: str) -> None:
    with pytest.raises(Conflict, match=why):
        publish_with_effect(brand, version_id, Policy.FINISH, seen)


@pytest.mark.usefixtures("here")
def test_publishing_needs_a_complete_effect_that_was_seen(shop: Shop, brand: Actor) -> None:
    shop.localise()
    draft = draft_with(brand, redder)
    refused(brand, draft.id, None, "Look at the effect")
    effect = start_effect(brand, draft.id)
    assert start_effect(brand, draft.id).id == effect.id  # what runs goes on
    refused(brand, draft.id, effect.id, "still being looked at")
    cancel_effect(brand, draft.id)
    refused(brand, draft.id, effect.id, "cancelled")
    run_due_jobs()
    with reading() as s:
        assert s.scalars(select(KitEffectItem)).all() == []
    newer = effect_of(looked_at(brand, draft))
    refused(brand, draft.id, effect.id, "newer look")
    assert publish_with_effect(brand, draft.id, Policy.FINISH, newer.id).campaigns == 0
    refused(brand, draft.id, newer.id, "published already")


def test_a_run_that_was_cut_off_goes_on_after_the_last_batch(
    shop: Shop, brand: Actor, here: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    configure(Settings(demo=True, data_dir=tmp_path, render_processes=1))
    monkeypatch.setattr(looking, "OUTLETS_A_BATCH", 1)
    monkeypatch.setattr(queue, "pause_before", lambda _attempt: timedelta())
    shop.localise()
    shop.localise(outlet=1)
    effect_id = start_effect(brand, draft_with(brand, redder).id).id
    here.append("the machine goes down at the second batch")
    assert run_due_jobs(limit=1) == 1

    with reading() as s:
        halfway = s.get_one(KitEffect, effect_id)
        first = s.scalars(select(Localisation.id).order_by(Localisation.id)).first()
        assert (halfway.done, halfway.last_localisation_id) == (3, first)
        assert halfway.counts["ads"] == 3
    run_due_jobs()
    with reading() as s:
        effect = s.get_one(KitEffect, effect_id)
        assert effect.state is EffectState.DONE
        assert (effect.done, effect.counts["ads"], effect.counts["look"]) == (6, 6, 4)
        assert len(s.scalars(select(KitEffectItem)).all()) == 4


@pytest.mark.usefixtures("here")
def test_an_unsound_draft_is_not_looked_at(shop: Shop, brand: Actor) -> None:
    draft = draft_with(brand, lambda kit: kit["limits"].update(min_text_pt=30.0))
    with pytest.raises(Invalid, match="problems"):
        start_effect(brand, draft.id)


def test_only_who_may_publish_the_kit_sees_its_effect(shop: Shop, brand: Actor) -> None:
    draft = draft_with(brand, redder)
    for role, path in ((Role.BRAND_MANAGER, "hg/de/nord/"), (Role.CAMPAIGN_MANAGER, "hg/")):
        other = make_actor(role, path)
        with pytest.raises((NotFound, NotPermitted)):
            get_subject(other, draft.id)
        with pytest.raises((NotFound, NotPermitted)):
            start_effect(other, draft.id)
        with pytest.raises((NotFound, NotPermitted)):
            publish_with_effect(other, draft.id, Policy.FINISH, None)
