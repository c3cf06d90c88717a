"""Holds what the demonstration tells to click first: each page is there for whom it names."""

from uuid import UUID

import pytest
from flask import Flask

from portal.cli.demo.summary import first_looks
from portal.foundation.config import Settings
from portal.foundation.database import Database, transaction
from portal.foundation.storage import FileStore
from tests.factories.regions import Network, make_network
from tests.factories.web import make_app
from tests.integration.regions_web import sign_in


@pytest.fixture
def network(db: Database, file_store: FileStore) -> Network:
    with transaction() as s:
        return make_network(s)


@pytest.fixture
def web(network: Network, settings: Settings) -> Flask:
    return make_app(settings, csrf=True, testing=False)


def test_what_to_click_first_is_there_for_whom_it_names(web: Flask, network: Network) -> None:
    looks = first_looks(UUID(int=1))
    assert len({look.role for look in looks}) == len(looks)
    for look in looks:
        endpoint, values = web.url_map.bind("127.0.0.1").match(look.path)
        answer = sign_in(web, network.accounts[look.role]).get(look.path)
        # That there is no such campaign here is told only to who may check campaigns.
        expected = 404 if values else 200
        assert answer.status_code == expected, (look.title, endpoint)
