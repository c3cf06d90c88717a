"""Owns the fixture of a campaign that is open, with prices: made once, copied for each test."""

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, insert, make_url, select, text

from portal.foundation import clock, storage
from portal.foundation import database as databases
from portal.foundation.database import Base
from tests.factories.demo_campaign import IN_ORDER_TIME
from tests.factories.orders import OriginalShop, Shop


@pytest.fixture
def shop(original_shop: OriginalShop, tmp_path: Path) -> Iterator[Shop]:
    """A campaign that is open, with prices, in a database and a file store of this test's own."""
    target = tmp_path / "test.sqlite"
    shutil.copyfile(original_shop.path, target)
    yield from _opened(original_shop, f"sqlite:///{target}")


@pytest.fixture(params=["sqlite", "postgresql"])
def any_shop(
    request: pytest.FixtureRequest, original_shop: OriginalShop, tmp_path: Path
) -> Iterator[Shop]:
    """The same on SQLite, then on PostgreSQL: there, too, it is copied and not made again."""
    if request.param == "sqlite":
        target = tmp_path / "test.sqlite"
        shutil.copyfile(original_shop.path, target)
        yield from _opened(original_shop, f"sqlite:///{target}")
        return
    kept = make_url(request.getfixturevalue("shop_on_postgresql"))
    copied = kept.set(database=f"{kept.database}_copy")
    _run_alone(kept, f"CREATE DATABASE {copied.database} TEMPLATE {kept.database}")
    yield from _opened(original_shop, copied.render_as_string(hide_password=False))
    _run_alone(kept, f"DROP DATABASE {copied.database} WITH (FORCE)")


def _opened(original: OriginalShop, url: str) -> Iterator[Shop]:
    """Open a copy of the shop for one test."""
    database = databases.connect(url)
    storage.use_file_store(copy.deepcopy(original.files))
    clock.start_at(IN_ORDER_TIME)
    yield original.shop
    database.engine.dispose()


@pytest.fixture(scope="session")
def shop_on_postgresql(postgresql_url: str, original_shop: OriginalShop) -> str:
    """The address of a PostgreSQL database with the rows of the shop, to be copied."""
    url = make_url(postgresql_url)
    filled = url.set(database=f"{url.database}_shop")
    _run_alone(url, f"DROP DATABASE IF EXISTS {filled.database} WITH (FORCE)")
    _run_alone(url, f"CREATE DATABASE {filled.database}")
    source, target = create_engine(f"sqlite:///{original_shop.path}"), create_engine(filled)
    Base.metadata.create_all(target)
    with source.connect() as made, target.begin() as empty:
        for table in Base.metadata.sorted_tables:
            if rows := [dict(row) for row in made.execute(select(table)).mappings()]:
                empty.execute(insert(table), rows)
    source.dispose()
    target.dispose()
    return filled.render_as_string(hide_password=False)


def _run_alone(url: URL, statement: str) -> None:
    """Run what PostgreSQL runs in no transaction and in none of the databases concerned."""
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
