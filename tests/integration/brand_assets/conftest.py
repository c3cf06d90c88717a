"""Owns the fixtures of the pages of kit and library: a network, and the portal over it."""

import pytest
from flask import Flask

from portal.foundation.config import Settings
from portal.foundation.database import Database, transaction
from portal.foundation.storage import FileStore
from tests.factories.regions import Network, make_network
from tests.factories.web import make_app


@pytest.fixture
def network(db: Database, file_store: FileStore) -> Network:
    """Regions, partners, outlets and an account of each role."""
    with transaction() as s:
        return make_network(s)


@pytest.fixture
def web(network: Network, settings: Settings) -> Flask:
    """The portal over that network."""
    return make_app(settings)
