"""Owns the fixture of a campaign that is open, with prices: made once, copied for each test."""

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.foundation import clock, storage
from portal.foundation import database as databases
from tests.factories.demo_campaign import IN_ORDER_TIME
from tests.factories.orders import OriginalShop, Shop


@pytest.fixture
def shop(original_shop: OriginalShop, tmp_path: Path) -> Iterator[Shop]:
    """A campaign that is open, with prices, in a database and a file store of this test's own."""
    target = tmp_path / "test.sqlite"
    shutil.copyfile(original_shop.path, target)
    database = databases.connect(f"sqlite:///{target}")
    storage.use_file_store(copy.deepcopy(original_shop.files))
    clock.start_at(IN_ORDER_TIME)
    yield original_shop.shop
    database.engine.dispose()
