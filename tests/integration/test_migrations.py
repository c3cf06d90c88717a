"""The history of tables: it leads an empty database to what the code says, on both databases."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from migrations.history import configuration, is_current, require_current, upgrade
from migrations.tables import import_models
from portal.foundation.database import Base, Database
from portal.foundation.errors import Misconfigured


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'history.sqlite'}"
        return
    url: str = request.getfixturevalue("postgresql_url")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"{engine.url.database}_history"
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield str(engine.url.set(database=name).render_as_string(hide_password=False))
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def test_the_history_leads_to_the_tables_of_the_code(empty_url: str) -> None:
    import_models()
    assert not is_current(empty_url)
    with pytest.raises(Misconfigured, match="portal migrate"):
        require_current(empty_url)
    upgrade(empty_url)
    upgrade(empty_url)
    assert is_current(empty_url)
    engine = Database(empty_url).engine
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_history_can_be_taken_back(empty_url: str) -> None:
    upgrade(empty_url)
    command.downgrade(configuration(empty_url), "base")
    engine = Database(empty_url).engine
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
