"""Fixtures for all tests.

    def test_x(db): ...            a fresh SQLite file with all tables; `db` is the Database
    def test_x(any_db): ...        the same test on SQLite and on a real PostgreSQL
    def test_x(file_store): ...    files in memory
    def test_x(any_store): ...     the same test with files on disk and on a real S3 server

The servers start once for a run, also with `-n 2`, listen on loopback alone and stop with it.
Tests that use `any_db` or `any_store` belong in tests/integration.
"""

import importlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Table
from sqlalchemy.exc import NoReferencedTableError

from migrations.tables import model_modules
from portal.foundation import database as databases
from portal.foundation import storage
from portal.foundation.config import Settings, configure
from portal.foundation.database import Base, Database
from portal.foundation.storage import FileStore, MemoryFileStore


@pytest.fixture(autouse=True)
def settings(tmp_path: Path) -> Settings:
    """Settings of a demo in this test's own folder."""
    return configure(Settings(demo=True, data_dir=tmp_path))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite file with all tables."""
    for name in model_modules():
        with suppress(ImportError):
            importlib.import_module(name)
    yield from fresh_tables(f"sqlite:///{tmp_path / 'test.sqlite'}")


def fresh_tables(url: str) -> Iterator[Database]:
    """Connect this process to a database, create all tables, and let go of it afterwards."""
    database = databases.connect(url)
    Base.metadata.create_all(database.engine, tables=_complete_tables())
    yield database
    database.engine.dispose()


@pytest.fixture
def file_store() -> FileStore:
    """An empty file store in memory."""
    return storage.use_file_store(MemoryFileStore())


def _complete_tables() -> list[Table]:
    """Tables whose references are all there."""
    tables = []
    for table in Base.metadata.tables.values():
        with suppress(NoReferencedTableError):
            assert all(key.column is not None for key in table.foreign_keys)
            tables.append(table)
    return tables
