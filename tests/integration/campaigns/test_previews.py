"""The preview PDF: marked, coarse, the same each time, and what becomes of it with the campaign."""

import io
from uuid import UUID

import pikepdf
import pytest

from campaigns.localisation.service import get_localisation, save_values
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.proofs.viewing.pictures import preview_pdf
from portal.foundation.config import Settings
from portal.foundation.database import transaction
from regions.accounts.rules import Role
from tests.factories.orders import FLYER, Shop
from tests.factories.web import client_of, make_app


@pytest.fixture
def ad(shop: Shop) -> UUID:
    return shop.localise()


def test_the_preview_is_marked_coarse_and_always_the_same(shop: Shop, ad: UUID) -> None:
    pdf = preview_pdf(shop.manager, ad, [], "de")
    assert preview_pdf(shop.manager, ad, [], "de") == pdf
    assert preview_pdf(shop.manager, ad, [], "en") != pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 4
        assert str(document.docinfo["/Title"]).startswith("Vorschau: ")
        assert "/OutputIntents" not in document.Root
        page = document.pages[0]
        [photo, *_] = sorted(page.get_images().values(), key=lambda image: -int(image.Width))
        assert int(photo.Width) <= 600
    with transaction():
        row_version = get_localisation(shop.manager, ad).row_version
    save_values(shop.manager, ad, {"headline": "Hier wächst Bergedorf."}, row_version)
    assert preview_pdf(shop.manager, ad, [], "de") != pdf


def test_an_expired_campaign_is_marked_as_that_and_offers_no_links(
    shop: Shop, ad: UUID, settings: Settings
) -> None:
    before = preview_pdf(shop.manager, ad, [FLYER], "de")
    client = client_of(make_app(settings), shop.demo.network.accounts[Role.PARTNER_MANAGER])
    assert "Link erstellen" in client.get(f"/localisations/{ad}/sharing").get_data(as_text=True)
    with transaction() as s:
        s.get_one(Campaign, shop.demo.campaign.id).status = CampaignStatus.EXPIRED
    assert preview_pdf(shop.manager, ad, [FLYER], "de") != before
    assert "Link erstellen" not in client.get(f"/localisations/{ad}/sharing").get_data(as_text=True)
    asked = client.post(f"/localisations/{ad}/links", data={"formats": FLYER, "days": "7"})
    assert asked.status_code == 409
