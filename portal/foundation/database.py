"""Owns the database: engine, sessions, the unit of work and the column types all tables share.

Services use `session()` inside `transaction()`, flush, and never commit. On SQLite a transaction
begins IMMEDIATE, so that two writers never both read a limit before either has written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.types import JSON

from portal.foundation.ids import new_id

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored as UTC; SQLite, which drops zones, gives it back as UTC too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times and store the others as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The one declarative base: every table of the product."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), dict[str, Any]: JSON(), list[str]: JSON()}  # noqa: RUF012 - SQLAlchemy's own protocol


class WithId:
    """Mixin: a UUIDv7 primary key made by this process."""

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True, default=new_id)


class Database:
    """One engine and its unit of work."""

    def __init__(self, url: str, *, echo: bool = False) -> None:
        self.engine = _engine(url, echo=echo)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._current: ContextVar[Session | None] = ContextVar("session", default=None)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite."""
        return self.engine.dialect.name == "sqlite"

    def session(self) -> Session:
        """Return the session of the running unit of work; without one it is a defect."""
        current = self._current.get()
        if current is None:
            raise RuntimeError("Open a unit of work first: with transaction(): or with reading():")
        return current

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Run one unit of work: re-entrant, and only the outermost commits or rolls back.

        Inside `reading()` it is a session of its own; when it has committed, the reading session
        forgets what it knew, so that what is read next is what is now true.
        """
        running = self._current.get()
        if running is not None and not running.info["read_only"]:
            yield running
            return
        with self._open(read_only=False) as session:
            yield session
            session.commit()
        if running is not None:
            running.rollback()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reads alone, or use the one that runs."""
        running = self._current.get()
        if running is not None:
            yield running
            return
        with self._open(read_only=True) as session:
            yield session

    @contextmanager
    def _open(self, *, read_only: bool) -> Iterator[Session]:
        with self._sessions() as session:
            session.info["read_only"] = read_only
            if not read_only:
                session.connection(execution_options={"heimspiel_writes": True})
            token = self._current.set(session)
            try:
                yield session
            finally:
                self._current.reset(token)


def _engine(url: str, *, echo: bool) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, echo=echo, pool_pre_ping=True, pool_size=10, max_overflow=10)
    _make_folder(url)
    engine = create_engine(url, echo=echo, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(url: str) -> None:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)


def _set_up_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=NORMAL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("heimspiel_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_database: Database | None = None


def connect(url: str, *, echo: bool = False) -> Database:
    """Make `url` this process's database and return it."""
    global _database  # noqa: PLW0603 - one database a process, set at start-up
    _database = Database(url, echo=echo)
    return _database


def database() -> Database:
    """Return this process's database."""
    if _database is None:
        raise RuntimeError("No database yet: call connect(url) at start-up")
    return _database


def session() -> Session:
    """Return the session of the running unit of work."""
    return database().session()


@contextmanager
def transaction() -> Iterator[Session]:
    """Run one unit of work on this process's database (see `Database.transaction`)."""
    with database().transaction() as running:
        yield running


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session for reads alone (see `Database.reading`)."""
    with database().reading() as running:
        yield running


def insert_if_absent(table: type[Base], **values: object) -> bool:
    """Insert a row unless one with the same key is there; tell whether this call inserted it.

    A concurrent insert of the same key is waited for, so that the row is there in either case.
    """
    insert = sqlite.insert if database().is_sqlite else postgresql.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(*_key_of(table))
    return session().execute(statement).first() is not None


def _key_of(table: type[Base]) -> list[Column[Any]]:
    return list(table.metadata.tables[table.__tablename__].primary_key.columns)
