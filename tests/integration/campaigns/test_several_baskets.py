"""The ads of several outlets go into their baskets at once; nobody else's do."""

from campaigns.orders.baskets import baskets
from portal.foundation.config import Settings
from portal.foundation.database import Database
from portal.foundation.storage import FileStore
from regions.accounts.rules import Role
from tests.factories.orders import make_shop
from tests.factories.web import client_of, make_app


def test_ads_of_several_outlets_go_into_their_baskets(
    db: Database, file_store: FileStore, settings: Settings
) -> None:
    shop = make_shop()
    network = shop.demo.network
    ads = [
        f"{shop.localise(outlet=number)}:{key}"
        for number in (0, 1)
        for key in ("flyer-a5", "post-1080")
    ]
    web = make_app(settings)
    assert (
        client_of(web, network.accounts[Role.PARTNER_MANAGER])
        .post("/basket/several", data={"ad": ads})
        .status_code
        == 302
    )
    found = {basket.outlet.number: len(basket.lines) for basket in baskets(shop.manager)}
    assert found == {"0034": 2, "0035": 2}
    staff = client_of(web, network.accounts[Role.PARTNER_STAFF])  # of the first outlet alone
    assert staff.post("/basket/several", data={"ad": ads[2:]}).status_code == 404
    assert staff.post("/basket/several", data={"ad": ads[:1], "price": "0"}).status_code == 422


def test_outlets_that_were_refused_are_named_once(
    db: Database, file_store: FileStore, settings: Settings
) -> None:
    shop = make_shop()
    ads = [
        f"{shop.localise(outlet=number)}:{key}"
        for number in (0, 1)
        for key in ("flyer-a5", "flyer-a5", "gone")
    ]
    client = client_of(make_app(settings), shop.demo.network.accounts[Role.PARTNER_MANAGER])
    assert client.post("/basket/several", data={"ad": ads}).status_code == 302
    with client.session_transaction() as session:
        ((kind, said),) = session["_flashes"]
    assert kind == "error"
    assert baskets(shop.manager) == ()
    assert said.split(": ")[0] == "Hamburg-Bergedorf, Lüneburg"
    assert client.post("/basket/several", data={"ad": ads[:2]}).status_code == 302
    with client.session_transaction() as session:
        assert session["_flashes"][-1][1].startswith("1 ")
