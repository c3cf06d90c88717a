"""A field of every kind: entered in the editor, kept, set on the page, and shown again."""

from uuid import UUID

import pytest

from brand_assets.design_facts import MendKind, PageFacts
from campaigns.ad_templates.fields import FieldKind
from campaigns.ad_templates.service import get_template_version
from campaigns.localisation.resolving import resolve
from campaigns.localisation.service import get_or_start, leave_as_typed, save_values
from campaigns.orders.facts import changed_values
from campaigns.planning.models import Campaign
from campaigns.planning.service import load_campaign
from campaigns.proofs.editor import look
from campaigns.proofs.service import make_proof
from portal.foundation.config import Settings
from portal.foundation.database import Database
from portal.foundation.storage import FileStore
from regions.accounts.rules import Role
from tests.factories.demo_campaign import DemoCampaign, make_demo_campaign
from tests.factories.every_kind import LONG, everything, publish_every_kind
from tests.factories.web import make_app
from tests.integration.regions_web import sign_in


@pytest.fixture
def demo(any_db: Database, file_store: FileStore) -> DemoCampaign:
    """A published campaign on one of the databases."""
    return make_demo_campaign()


def publish(demo: DemoCampaign) -> Campaign:
    roles = demo.network.actors
    brand, planner = roles[Role.BRAND_MANAGER], roles[Role.CAMPAIGN_MANAGER]
    kit = get_template_version(next(iter(demo.versions.values()))).kit_version_id
    return publish_every_kind(brand, planner, demo.campaign, kit, demo.photos["Garden"])


def texts(pages: tuple[PageFacts, ...]) -> dict[str, str]:
    return {
        frame.fields[0]: frame.text.text
        for page in pages
        for frame in page.frames
        if frame.fields and frame.text
    }


def mended_and_left_as_typed(demo: DemoCampaign, ad: UUID, version: int) -> None:
    typed = {"alles.text": 'Unsere "Bonita" 9-18 Uhr'}
    mended = save_values(demo.partner, ad, typed, version)
    assert mended.localisation.values["alles.text"] == "Unsere „Bonita“ 9–18 Uhr"
    assert [(one.field, one.typed) for one in mended.mended] == list(typed.items())
    left = leave_as_typed(demo.partner, ad, "alles.text", typed=True)
    kept = save_values(demo.partner, ad, typed, left.row_version)
    assert kept.localisation.values["alles.text"] == typed["alles.text"]
    assert not kept.mended
    found = look(demo.partner, ad).by_field.get("alles.text", ())
    assert "text.signs" not in {remark.rule for remark in found}
    leave_as_typed(demo.partner, ad, "alles.text", typed=False)
    again = save_values(demo.partner, ad, typed, kept.localisation.row_version)
    assert again.localisation.values["alles.text"] == "Unsere „Bonita“ 9–18 Uhr"


def what_fits_is_offered(demo: DemoCampaign, ad: UUID, version: int) -> int:
    saved = save_values(demo.partner, ad, {"alles.multiline": LONG}, version)
    (remark,) = look(demo.partner, ad).by_field["alles.multiline"]
    offered = [mend.value for mend in remark.mends if mend.kind is MendKind.SET_VALUE]
    # The shorter first; the one that does not fit either is not offered, and shortening stays.
    assert offered == ["Kurz", "Passt gut"]
    assert MendKind.SHORTEN in {mend.kind for mend in remark.mends}
    version = saved.localisation.row_version
    taken = save_values(demo.partner, ad, {"alles.multiline": offered[1]}, version)
    assert "alles.multiline" not in look(demo.partner, ad).by_field
    # Whoever decides is told that the words are head office's own.
    changed = changed_values(taken.localisation, load_campaign(taken.localisation.campaign_id))
    assert [c.offered for c in changed if c.key == "alles.multiline"] == [True]
    return taken.localisation.row_version


def test_every_kind_is_entered_kept_and_set(demo: DemoCampaign, settings: Settings) -> None:
    """One test, because publishing the campaigns is the slow part."""
    ad = get_or_start(demo.partner, publish(demo).id, demo.outlet_id)
    before = look(demo.partner, ad.id)
    rules = {(r.field, r.rule) for found in before.by_field.values() for r in found if r.blocks}
    assert ("alles.text", "field.must_change") in rules
    assert ("alles.number", "field.required") in rules
    assert ("alles.text", "field.required") not in rules

    entered = everything(demo.photos["Garden"])
    result = save_values(demo.partner, ad.id, entered, ad.row_version)
    assert not result.problems
    assert set(result.saved) == set(entered)
    resolved = resolve(ad.id)
    assert {f.kind for f in resolved.fields if resolved.canonical.get(f.key)} == set(FieldKind)

    after = look(demo.partner, ad.id)
    set_texts = texts(after.pages["flyer-a5"])
    assert set_texts["alles.rich_text"] == "Neu: Beete bis 3\u202fm2"
    assert set_texts["alles.number"] == "1.250,5\u202fm²"
    assert set_texts["alles.phone"] == "+49\u202f40\u202f66969-0"
    assert set_texts["alles.person"].splitlines()[0] == "Anna Beispiel"
    assert "ab" in set_texts["alles.rows"]
    photos = [
        frame.fields for page in after.pages["flyer-a5"] for frame in page.frames if frame.photo
    ]
    assert sorted(photos) == [("alles.person",), ("alles.photo",)]
    assert not [r for found in after.by_field.values() for r in found if r.blocks]

    version = what_fits_is_offered(demo, ad.id, result.localisation.row_version)
    mended_and_left_as_typed(demo, ad.id, version)
    page = sign_in(
        make_app(settings, csrf=True, testing=False), demo.network.accounts[Role.PARTNER_MANAGER]
    )
    html = page.get(f"/localisations/{ad.id}").get_data(as_text=True)
    for kind in FieldKind:
        assert f'data-kind="{kind}"' in html
    assert "Marke &amp; Gestaltung" in html
    make_proof(demo.partner, ad.id, "flyer-a5")
