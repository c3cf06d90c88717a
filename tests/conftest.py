"""Fixtures for all tests.

    def test_x(db): ...            a fresh SQLite file with all tables; `db` is the Database
    def test_x(any_db): ...        the same test on SQLite and on a real PostgreSQL
    def test_x(file_store): ...    files in memory
    def test_x(any_store): ...     the same test with files on disk and on a real S3 server

The servers start once for a run, whatever its workers, listen on loopback alone and stop with it.
Tests that use `any_db` or `any_store` belong in tests/integration.
"""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog
from argon2 import PasswordHasher
from sqlalchemy import create_engine, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from migrations.tables import import_models
from portal.foundation import clock, storage
from portal.foundation import database as databases
from portal.foundation.config import Settings, configure
from portal.foundation.database import Base, Database
from portal.foundation.ids import new_id
from portal.foundation.storage import DiskFileStore, FileStore, MemoryFileStore
from portal.foundation.storage_s3 import Bucket, S3FileStore
from regions.accounts import passwords
from tests.factories.orders import OriginalShop, make_shop
from tests.servers import postgresql, s3_server, server_folder

#: Each run tries the same examples: what fails, fails again. `make search` tries others, and more.
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("search", max_examples=1000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

#: What passwords are kept with; tests keep theirs at hardly any cost, as set below.
PRODUCT_HASHER = passwords._hasher


def pytest_configure() -> None:
    """Keep passwords at hardly any cost, those of modules too; no file outlives a power cut.

    What is logged is told plainly: a traceback in colours takes longer than most tests.
    """
    structlog.configure(
        [structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    )
    databases._set_up_sqlite = _set_up_passing_sqlite
    passwords._hasher = quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODY = quick.hash("nobody")


_set_up_sqlite = databases._set_up_sqlite


def _set_up_passing_sqlite(connection: DBAPIConnection, _record: object) -> None:
    _set_up_sqlite(connection, _record)
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


@pytest.fixture(autouse=True)
def true_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock of this test's own: where one test shifts it, the next has the true time again."""
    monkeypatch.setattr(clock, "_clock", clock.Clock())


@pytest.fixture(autouse=True)
def settings(tmp_path: Path) -> Settings:
    """Settings of a demo in this test's own folder, without the limit that starts threads."""
    return configure(Settings(demo=True, data_dir=tmp_path, requests_per_minute=0))


@pytest.fixture
def db(tmp_path: Path, empty_sqlite: Path) -> Iterator[Database]:
    """A fresh SQLite file with all tables."""
    path = tmp_path / "test.sqlite"
    shutil.copyfile(empty_sqlite, path)
    database = databases.connect(f"sqlite:///{path}")
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def original_shop(tmp_path_factory: pytest.TempPathFactory) -> OriginalShop:
    """A campaign that is open, with prices: made once for all tests of a run, to be copied."""
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
    return OriginalShop(shop, path, files)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "tables.sqlite"
    for database in fresh_tables(f"sqlite:///{path}"):
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def fresh_tables(url: str) -> Generator[Database]:
    """Connect this process to a database, create all tables, and let go of it afterwards."""
    import_models()
    database = databases.connect(url)
    Base.metadata.create_all(database.engine)
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the servers that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return server_folder(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def postgresql_url(servers: Path) -> Iterator[str]:
    """The address of this worker's own, empty PostgreSQL database."""
    with postgresql(servers) as address:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
        engine = create_engine(address.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("ALTER SYSTEM SET fsync = off"))
            connection.execute(text("ALTER SYSTEM SET synchronous_commit = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
            connection.execute(text(f"DROP DATABASE IF EXISTS test_{worker} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE test_{worker}"))
        engine.dispose()
        yield address.format(database=f"test_{worker}")


@pytest.fixture(params=["sqlite", "postgresql"])
def any_db(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database with all tables, empty: SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("db")
        return
    database = databases.connect(request.getfixturevalue("empty_postgresql"))
    yield database
    _empty(database)
    database.engine.dispose()


@pytest.fixture(scope="session")
def empty_postgresql(postgresql_url: str) -> str:
    """The address of this worker's PostgreSQL database with all tables and no rows."""
    for _database in fresh_tables(postgresql_url):
        pass
    return postgresql_url


def _empty(database: Database) -> None:
    """Delete all rows: asks first which tables have any, as to truncate all takes far longer."""
    names = [f'"{table.name}"' for table in Base.metadata.sorted_tables]
    filled = "SELECT '{0}' WHERE EXISTS (SELECT FROM {0})"
    asked = " UNION ALL ".join(filled.format(name) for name in names)
    with database.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # in any order
        for name in connection.scalars(text(asked)).all():
            connection.execute(text("DELETE FROM " + name))  # noqa: S608 - a name of our tables


@pytest.fixture(params=["disk", "s3"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """An empty file store: on disk, then on S3."""
    if request.param == "disk":
        return storage.use_file_store(DiskFileStore(tmp_path / "files"))
    return storage.use_file_store(request.getfixturevalue("s3_store"))


@pytest.fixture(scope="session")
def s3_endpoint(servers: Path) -> Iterator[str]:
    """The address of the S3 server that all workers of this run share, with the bucket `tests`."""
    with s3_server(servers) as server:
        yield server.endpoint


@pytest.fixture
def s3_store(s3_endpoint: str) -> S3FileStore:
    """A file store of its own on a real S3 server."""
    return S3FileStore(Bucket("tests", s3_endpoint, prefix=f"{new_id()}/"))


@pytest.fixture
def file_store() -> FileStore:
    """An empty file store in memory."""
    return storage.use_file_store(MemoryFileStore())
