"""One set of values for all formats: prefilled, saved as one goes, never silently overwritten."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from brand_assets.library.models import AssetUse
from brand_assets.library.rules import AssetMeta
from brand_assets.library.service import add_asset
from brand_assets.typesetting.values import AddressValue, TextValue
from campaigns.ad_templates.fields import Json
from campaigns.localisation import service
from campaigns.localisation.models import Localisation, ValueChange
from campaigns.localisation.resolving import Origin
from campaigns.localisation.rules import short_code, template_step_key
from campaigns.localisation.service import (
    ValuesClash,
    find_short_link,
    get_localisation,
    get_or_start,
    history,
    redo,
    resolve,
    save_values,
    set_again,
    short_link,
    undo,
)
from campaigns.localisation.taking_back import take_back
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of, set_default
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.database import reading, transaction
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.usage import UsageEvent
from regions.accounts.rules import Role
from tests.factories.kit import BRAND
from tests.factories.orders import Shop
from tests.factories.regions import make_actor

OWN = "Hier wächst Bergedorf."


def started(shop: Shop) -> Localisation:
    return get_localisation(shop.manager, shop.localise())


def refusals() -> list[AuditEntry]:
    with reading() as s:
        return list(s.scalars(select(AuditEntry).where(AuditEntry.outcome == "refused")))


def test_a_localisation_is_prefilled_from_the_outlet_and_the_campaign(shop: Shop) -> None:
    found = resolve(started(shop).id)
    assert found.typed["markt.name"] == TextValue("Halmgrün Gartenmarkt Hamburg-Bergedorf")
    assert found.typed["markt.inhaber"] == TextValue("Inh. Jonas Petersen e. K.")
    address = AddressValue("Am Weidengrund 12", "21029", "Hamburg", "040 66969 412")
    assert found.typed["markt.adresse"] == address
    assert found.typed["angebot.grundpreis"] == TextValue("1 Pflanze = 0,50 €")
    assert found.origins["markt.name"] is Origin.OUTLET
    assert found.origins["headline"] is Origin.DEFAULT
    assert found.origins["angebot.grundpreis"] is Origin.COMPUTED
    assert found.missing == ()


def test_starting_twice_is_the_same_localisation(shop: Shop) -> None:
    first = get_or_start(shop.manager, shop.demo.campaign.id, shop.demo.outlet_id)
    second = get_or_start(shop.manager, shop.demo.campaign.id, shop.demo.outlet_id)
    assert first.id == second.id


def test_the_unit_price_follows_the_price(shop: Shop) -> None:
    localisation = started(shop)
    save_values(shop.manager, localisation.id, {"angebot.preis": "5,99"}, 1)
    assert resolve(localisation.id).typed["angebot.grundpreis"] == TextValue("1 Pflanze = 1,00 €")


def test_what_can_be_read_is_saved_and_the_rest_is_named(shop: Shop) -> None:
    localisation = started(shop)
    changes = {"headline": OWN, "angebot.preis": "billig"}
    result = save_values(shop.manager, localisation.id, changes, 1)
    assert result.saved == ("headline",)
    assert [problem.field for problem in result.problems] == ["angebot.preis"]
    assert get_localisation(shop.manager, localisation.id).values == {"headline": OWN}


def test_saving_the_same_again_changes_nothing(shop: Shop) -> None:
    localisation = started(shop)
    first = save_values(shop.manager, localisation.id, {"headline": OWN}, 1).localisation
    again = save_values(shop.manager, localisation.id, {"headline": OWN}, 2)
    assert again.saved == ()
    assert again.localisation.row_version == first.row_version == 2


@pytest.mark.parametrize("key", ["markt.name", "aktion.name", "angebot.grundpreis", "kein.feld"])
def test_a_locked_or_unknown_field_saves_nothing_and_is_audited(shop: Shop, key: str) -> None:
    localisation = started(shop)
    with pytest.raises(NotPermitted):
        save_values(shop.manager, localisation.id, {"headline": OWN, key: "x"}, 1)
    assert get_localisation(shop.manager, localisation.id).values == {}
    entry = refusals()[-1]
    assert (entry.action, entry.details["fields"]) == (
        "localisation.save",
        sorted(["headline", key]),
    )


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.ANALYST])
def test_who_may_not_localise_cannot_save(shop: Shop, role: Role) -> None:
    localisation = started(shop)
    with pytest.raises((NotFound, NotPermitted)):
        save_values(shop.demo.network.actors[role], localisation.id, {"headline": OWN}, 1)


def test_a_foreign_partner_neither_sees_nor_saves_nor_starts(shop: Shop) -> None:
    localisation = started(shop)
    network = shop.demo.network
    stranger = make_actor(Role.PARTNER_MANAGER, network.foreign.path)
    with pytest.raises(NotFound):
        get_localisation(stranger, localisation.id)
    with pytest.raises(NotFound):
        save_values(stranger, localisation.id, {"headline": "Meins."}, 1)
    with pytest.raises(NotFound):
        get_or_start(stranger, shop.demo.campaign.id, shop.demo.outlet_id)
    assert {entry.action for entry in refusals()} == {"localisation.save", "localisation.start"}
    assert get_localisation(shop.manager, localisation.id).values == {}


def test_a_stale_save_of_another_field_is_merged(shop: Shop) -> None:
    localisation = started(shop)
    save_values(shop.manager, localisation.id, {"headline": OWN}, 1)
    staff = shop.demo.network.actors[Role.PARTNER_STAFF]
    result = save_values(staff, localisation.id, {"angebot.preis": "3,49"}, 1)
    assert set(result.localisation.values) == {"headline", "angebot.preis"}


def test_a_stale_save_of_the_same_field_names_who_and_both_values(shop: Shop) -> None:
    localisation = started(shop)
    save_values(shop.manager, localisation.id, {"angebot.preis": "5,99"}, 1)
    staff = shop.demo.network.actors[Role.PARTNER_STAFF]
    with pytest.raises(ValuesClash) as caught:
        save_values(staff, localisation.id, {"angebot.preis": "3,49", "headline": OWN}, 1)
    (clash,) = caught.value.clashes
    assert (clash.by, clash.theirs["cents"], clash.mine["cents"]) == (shop.manager.name, 599, 349)
    assert set(get_localisation(shop.manager, localisation.id).values) == {"angebot.preis"}
    save_values(staff, localisation.id, {"angebot.preis": "3,49"}, caught.value.row_version)
    assert get_localisation(staff, localisation.id).values["angebot.preis"]["cents"] == 349


def test_undo_takes_back_whole_saves_and_redo_repeats(shop: Shop) -> None:
    localisation = started(shop)
    save_values(shop.manager, localisation.id, {"headline": OWN}, 1)
    save_values(shop.manager, localisation.id, {"headline": "B.", "angebot.preis": "4,99"}, 2)
    undone = undo(shop.manager, localisation.id, 3).localisation
    assert undone.values == {"headline": OWN}
    assert redo(shop.manager, localisation.id, 4).localisation.values["headline"] == "B."
    undo(shop.manager, localisation.id, 5)
    assert undo(shop.manager, localisation.id, 6).localisation.values == {}
    with pytest.raises(Conflict):
        undo(shop.manager, localisation.id, 7)
    steps = [(change.step, change.undoes_step) for change in history(shop.manager, localisation.id)]
    assert steps[0] == (2, None)
    assert steps[-1][1] == 2


def test_undo_takes_back_what_was_typed_in_one_go_at_once(shop: Shop) -> None:
    localisation = started(shop)
    save_values(shop.manager, localisation.id, {"angebot.preis": "4,99"}, 1)
    for version, text in enumerate(("Hier", "Hier wächst", "Hier wächst was."), start=2):
        save_values(shop.manager, localisation.id, {"headline": text}, version)
    assert set(undo(shop.manager, localisation.id, 5).localisation.values) == {"angebot.preis"}
    again = redo(shop.manager, localisation.id, 6).localisation
    assert again.values["headline"] == "Hier wächst was."
    undo(shop.manager, localisation.id, 7)
    assert undo(shop.manager, localisation.id, 8).localisation.values == {}


def test_undo_waits_until_somebody_elses_change_was_seen(shop: Shop) -> None:
    localisation = started(shop)
    save_values(shop.manager, localisation.id, {"headline": OWN}, 1)
    with pytest.raises(Conflict, match=shop.manager.name):
        undo(shop.demo.network.actors[Role.PARTNER_STAFF], localisation.id, 1)


def test_a_regional_manager_acts_on_behalf_and_that_is_recorded(shop: Shop) -> None:
    regional = shop.demo.network.actors[Role.REGIONAL_MANAGER]
    localisation = get_or_start(regional, shop.demo.campaign.id, shop.demo.outlet_id)
    save_values(regional, localisation.id, {"headline": OWN}, 1)
    (change,) = history(shop.manager, localisation.id)
    assert (change.by, change.on_behalf) == (regional.name, True)
    with reading() as s:
        kinds = select(UsageEvent).where(UsageEvent.kind == "localisation.values_saved")
        event = s.scalars(kinds).one()
        assert event.attributes == {"fields": ["headline"], "on_behalf": True}
        assert event.region_path == localisation.path


def test_a_chosen_headline_is_counted_by_its_number(shop: Shop) -> None:
    localisation = started(shop)
    save_values(shop.manager, localisation.id, {"headline": "Hände in die Erde."}, 1)
    save_values(shop.manager, localisation.id, {"headline": OWN}, 2)
    with reading() as s:
        kinds = select(UsageEvent).where(UsageEvent.kind == "localisation.headline_chosen")
        chosen = s.scalars(kinds.order_by(UsageEvent.event_id))
        assert [event.attributes["option"] for event in chosen] == [4, 0]


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2027, 4, 16, 21, 59, tzinfo=UTC), True),
        (datetime(2027, 4, 16, 22, 1, tzinfo=UTC), False),
        (datetime(2027, 3, 28, 21, 59, tzinfo=UTC), False),
        (datetime(2027, 3, 28, 22, 1, tzinfo=UTC), True),
    ],
)
def test_ordering_ends_at_midnight_where_the_outlet_is(
    shop: Shop, moment: datetime, is_open: bool
) -> None:
    """Both edges lie in summer time; the first is the night in which it begins."""
    localisation = started(shop)
    clock.start_at(moment)
    if is_open:
        save_values(shop.manager, localisation.id, {"headline": OWN}, 1)
        return
    with pytest.raises(Conflict, match="closed"):
        save_values(shop.manager, localisation.id, {"headline": OWN}, 1)


def test_a_new_default_reaches_those_who_set_nothing(shop: Shop) -> None:
    localisation = started(shop)
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    set_default(planner, shop.demo.campaign.id, "headline", "Hände in die Erde.", "ranking")
    assert resolve(localisation.id).typed["headline"] == TextValue("Hände in die Erde.")
    with pytest.raises(NotPermitted):
        set_default(shop.manager, shop.demo.campaign.id, "headline", "Meine.", "plan")


def test_a_pool_takes_no_other_photo(shop: Shop) -> None:
    localisation = started(shop)
    fits = {"bild.motiv": {"sha256": shop.demo.photos["YellowFlower"]}}
    save_values(shop.manager, localisation.id, fits, 1)
    foreign = {"bild.motiv": {"sha256": shop.demo.photos["LadyBird"]}}
    with pytest.raises(Invalid, match="not among"):
        save_values(shop.manager, localisation.id, foreign, 2)


def test_another_partners_photo_cannot_be_placed_by_its_hash(shop: Shop) -> None:
    localisation = started(shop)
    network = shop.demo.network
    theirs = make_actor(Role.PARTNER_MANAGER, network.foreign.path)
    data = (BRAND / "photos" / "Blinds.jpg").read_bytes()
    photo = add_asset(theirs, network.foreign.path, data, AssetMeta("Geheim")).asset
    with pytest.raises(Invalid, match="not among"):
        save_values(shop.manager, localisation.id, {"bild.lokal": {"sha256": photo.sha256}}, 1)
    assert refusals()[-1].action == "localisation.save"


def test_the_library_knows_which_photos_are_in_use(shop: Shop) -> None:
    localisation = started(shop)
    photo = {"sha256": shop.demo.photos["YellowFlower"], "zoom": 1.4}
    save_values(shop.manager, localisation.id, {"bild.motiv": photo}, 1)
    with reading() as s:
        uses = s.scalars(select(AssetUse).where(AssetUse.subject_id == localisation.id)).all()
        assert [use.path for use in uses] == [localisation.path]
    undo(shop.manager, localisation.id, 2)
    with reading() as s:
        of_ad = select(AssetUse).where(AssetUse.subject_id == localisation.id)
        assert s.scalars(of_ad).all() == []


def test_a_short_link_is_the_same_on_every_machine_and_follows_its_ad(shop: Shop) -> None:
    localisation = started(shop)
    link = short_link(localisation.id, "flyer-a5")
    assert link.code == short_code("fruehlingspflanztage-2027", "0034", "flyer-a5")
    assert link.target == "https://halmgruen.example/pflanzkalender"
    assert short_link(localisation.id, "flyer-a5").code == link.code
    own = {"qr.ziel": "https://www.halmgruen.example/bergedorf"}
    save_values(shop.manager, localisation.id, own, 1)
    found = find_short_link(link.code.lower())
    assert found is not None
    assert found.target == own["qr.ziel"]


def test_a_link_never_leads_away_from_the_brand(shop: Shop) -> None:
    localisation = started(shop)
    short_link(localisation.id, "flyer-a5")
    away = {"qr.ziel": "https://evil.example/"}
    assert save_values(shop.manager, localisation.id, away, 1).problems
    found = short_link(localisation.id, "flyer-a5")
    assert found.target == "https://halmgruen.example/pflanzkalender"


def test_two_starts_in_one_transaction_keep_one_row(shop: Shop) -> None:
    with transaction():
        first = get_or_start(shop.manager, shop.demo.campaign.id, shop.demo.outlet_id)
        assert get_or_start(shop.manager, shop.demo.campaign.id, shop.demo.outlet_id) is first


def change_field(shop: Shop, key: str, **changed: Json) -> None:
    """Give a field of the campaign another definition, as a template that is carried over does."""
    with transaction() as s:
        campaign = s.get_one(Campaign, shop.demo.campaign.id)
        campaign.fields = [{**f, **changed} if f["key"] == key else f for f in campaign.fields]
        for ad in s.scalars(select(Localisation)):
            step = {"step": ad.row_version + 1, "field_key": template_step_key("flyer-a5")}
            s.add(ValueChange(localisation_id=ad.id, **step, old=1, new=2, changed_by_name="-"))
            ad.row_version += 1


@pytest.mark.parametrize(
    "changed", [{"kind": "number"}, {"max_chars": 5}, {"locked": True}], ids=str
)
def test_what_is_saved_is_read_by_the_fields_as_they_are_under_the_lock(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Json]
) -> None:
    localisation, looked = started(shop), service._refuse_changing

    def overtaken(*args: Any) -> None:
        looked(*args)
        change_field(shop, "headline", **changed)

    monkeypatch.setattr(service, "_refuse_changing", overtaken)
    try:
        result = save_values(shop.manager, localisation.id, {"headline": OWN}, 1)
        assert [problem.field for problem in result.problems] == ["headline"]
    except NotPermitted:
        assert "locked" in changed
    assert get_localisation(shop.manager, localisation.id).values == {}


def test_values_that_were_read_by_former_fields_are_not_saved(shop: Shop) -> None:
    localisation, fields = started(shop), fields_of(shop.demo.campaign)
    save_values(shop.manager, localisation.id, {"headline": OWN}, 1, read_by=fields)
    change_field(shop, "angebot.preis", least=100)
    with pytest.raises(Conflict, match="Load the page again"):
        save_values(shop.manager, localisation.id, {"headline": "B."}, 3, read_by=fields)
    assert get_localisation(shop.manager, localisation.id).values == {"headline": OWN}


def test_an_old_value_that_the_changed_field_cannot_hold_stays_in_the_history(shop: Shop) -> None:
    ad = started(shop).id
    save_values(shop.manager, ad, {"headline": OWN}, 1)
    save_values(shop.demo.network.actors[Role.PARTNER_STAFF], ad, {"headline": "B."}, 2)
    save_values(shop.manager, ad, {"angebot.preis": "4,99"}, 3)
    undo(shop.manager, ad, 4)
    change_field(shop, "headline", max_chars=5)
    assert redo(shop.manager, ad, 6).localisation.values["angebot.preis"]["cents"] == 499
    undo(shop.manager, ad, 7)
    with pytest.raises(Conflict, match="can no longer hold"):
        undo(shop.manager, ad, 8)
    with pytest.raises(Conflict, match="can no longer hold"):
        set_again(shop.manager, ad, 3, "headline", 8)
    with pytest.raises(Conflict, match="can no longer hold"):
        take_back(shop.manager, ad, 3)
    assert get_localisation(shop.manager, ad).values == {"headline": "B."}
    assert OWN in [change.new for change in history(shop.manager, ad)]
