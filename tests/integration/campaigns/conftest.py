"""Owns the fixture of a campaign that is open, with prices: made once, copied for each test."""

import copy
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrations.tables import import_models
from portal.foundation import clock, storage
from portal.foundation import database as databases
from portal.foundation.config import Settings, configure
from portal.foundation.storage import MemoryFileStore
from tests.conftest import fresh_tables
from tests.factories.demo_campaign import IN_ORDER_TIME
from tests.factories.orders import Shop, make_shop


@dataclass(frozen=True, slots=True)
class Original:
    """The shop as it was made: its database file and its files."""

    shop: Shop
    path: Path
    files: MemoryFileStore


@pytest.fixture(scope="session")
def original_shop(tmp_path_factory: pytest.TempPathFactory) -> Original:
    """Make the shop once for all tests of a run."""
    folder = tmp_path_factory.mktemp("shop")
    import_models()
    configure(Settings(demo=True, data_dir=folder))
    files = MemoryFileStore()
    storage.use_file_store(files)
    path = folder / "shop.sqlite"
    made = next(tables := fresh_tables(f"sqlite:///{path}"))
    shop = make_shop()
    made.engine.dispose()
    tables.close()
    return Original(shop, path, files)


@pytest.fixture
def shop(original_shop: Original, tmp_path: Path) -> Iterator[Shop]:
    """A campaign that is open, with prices, in a database and a file store of this test's own."""
    target = tmp_path / "test.sqlite"
    shutil.copyfile(original_shop.path, target)
    database = databases.connect(f"sqlite:///{target}")
    storage.use_file_store(copy.deepcopy(original_shop.files))
    clock.start_at(IN_ORDER_TIME)
    yield original_shop.shop
    database.engine.dispose()
