"""Holds exports: what DuckDB reads, the scope, late events, contracts, CSV and the download."""

import csv
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select, update

from bench.network import build_network
from campaigns.ad_templates.versions import TEMPLATE_PUBLISHED
from campaigns.insight.exports.contract import FACT_USAGE, TABLES
from campaigns.insight.exports.files import arrow_schema, read_manifest
from campaigns.insight.exports.rules import ExportFormat
from campaigns.insight.exports.service import export_for, export_usage
from campaigns.insight.history.service import load_history
from campaigns.insight.links.models import ChannelEvent
from campaigns.localisation.rules import HEADLINE_CHOSEN
from portal.foundation import usage
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Conflict, NotPermitted
from portal.foundation.storage import FileStore
from portal.foundation.usage import UsageEvent
from regions.accounts.rules import Role
from regions.partners.editing import keep_change
from regions.partners.models import Outlet
from regions.scoping import Scope
from tests.factories.filled import Filled
from tests.factories.insight import make_campaign, make_formats
from tests.factories.regions import make_actor

OUTLETS = 14


@pytest.fixture
def network(any_db: Database, filled: Filled) -> None:
    filled.fill(any_db, _fill)


def _fill() -> None:
    with transaction() as s:
        build_network(s, OUTLETS, regions=2)
        campaign = make_campaign(s, make_formats(s), "next").id
    load_history(campaign)


def _query(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    facts = f"read_parquet('{folder}/fact_usage/*/*.parquet', hive_partitioning=true)"
    outlets = f"read_parquet('{folder}/dim_outlet/*.parquet')"
    channel = f"read_parquet('{folder}/fact_channel/*/*.parquet', hive_partitioning=true)"
    found = duckdb.sql(sql.format(usage=facts, outlets=outlets, channel=channel))
    assert found is not None
    return found.fetchall()


def _count(model: Any, *where: Any) -> int:
    with reading() as s:
        return s.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_duckdb_reads_what_the_database_holds(network: None, tmp_path: Path) -> None:
    exported = export_usage(tmp_path)
    ((rows, months),) = _query(tmp_path, "select count(*), count(distinct month) from {usage}")
    assert rows == exported.rows["fact_usage"] == _count(UsageEvent)
    assert months > 6
    ((visits,),) = _query(tmp_path, "select sum(visits) from {channel} where source = 'own_link'")
    assert visits == _count(ChannelEvent, ChannelEvent.why_not.is_(None))
    ((joined,),) = _query(
        tmp_path,
        "select count(*) from {usage} u join {outlets} o using (outlet_key) where o.is_current",
    )
    assert joined == _count(UsageEvent, UsageEvent.outlet_id.is_not(None))


def test_files_have_the_declared_schema_and_compression(network: None, tmp_path: Path) -> None:
    export_usage(tmp_path)
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    for table in TABLES:
        for partition in manifest.tables[table.name].values():
            for part in partition.parts:
                file = pq.ParquetFile(tmp_path / part.path)
                assert file.schema_arrow.equals(arrow_schema(table))
                assert file.metadata.num_rows == part.rows
                assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_nothing_in_the_files_names_an_outlet_or_partner(network: None, tmp_path: Path) -> None:
    export_usage(tmp_path, ExportFormat.CSV)
    with reading() as s:
        outlet = s.scalars(select(Outlet).order_by(Outlet.number).limit(1)).one()
    written = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.csv"))
    for named in (str(outlet.id), outlet.id.hex, outlet.name, outlet.path, str(outlet.partner_id)):
        assert named not in written


def test_a_scope_is_cut_in_the_query(network: None, tmp_path: Path) -> None:
    export_usage(tmp_path, scope=Scope.at("hg/de/r00/"))
    regions = _query(tmp_path, "select distinct region_path from {usage}")
    assert regions == [("hg/de/r00/",)]
    assert _query(tmp_path, "select distinct region_path from {channel}") == [("hg/de/r00/",)]
    assert _query(tmp_path, "select distinct region_path from {outlets}") == [("hg/de/r00/",)]


def test_a_late_event_comes_in_a_later_run_and_nothing_comes_twice(
    network: None, tmp_path: Path
) -> None:
    first = export_usage(tmp_path)
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    late_month = sorted(manifest.tables["fact_usage"])[2]
    with transaction():
        usage.record(
            HEADLINE_CHOSEN,
            actor=None,
            path="hg/de/r00/",
            occurred_at=datetime(int(late_month[:4]), int(late_month[5:]), 3, tzinfo=UTC),
        )
    again = export_usage(tmp_path)
    ((rows, events),) = _query(tmp_path, "select count(*), count(distinct event_key) from {usage}")
    assert rows == events == first.rows["fact_usage"] + 1
    after = read_manifest(tmp_path)
    assert after is not None
    changed = {
        month
        for month, one in after.tables["fact_usage"].items()
        if one.parts != manifest.tables["fact_usage"][month].parts
    }
    assert changed == {late_month}
    assert again.rows["fact_usage"] == rows


def test_a_run_without_news_rewrites_no_fact(network: None, tmp_path: Path) -> None:
    export_usage(tmp_path)
    before = set(tmp_path.rglob("month=*/*"))
    export_usage(tmp_path)
    assert set(tmp_path.rglob("month=*/*")) == before


def test_only_the_files_of_the_manifest_are_left(network: None, tmp_path: Path) -> None:
    export_usage(tmp_path)
    export_usage(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert manifest["run"] == 2
    named = read_manifest(tmp_path)
    assert named is not None
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.parquet")}
    assert written == named.files


def test_contracts_differ_and_a_folder_keeps_to_one(network: None, tmp_path: Path) -> None:
    one, same, other = tmp_path / "one", tmp_path / "same", tmp_path / "other"
    for folder, contract in ((one, "agency"), (same, "agency"), (other, "auditor")):
        export_usage(folder, contract=contract)
    keys = [
        {row[0] for row in _query(folder, "select distinct outlet_key from {outlets}")}
        for folder in (one, same, other)
    ]
    assert keys[0] == keys[1]
    assert keys[0].isdisjoint(keys[2])
    with pytest.raises(Conflict):
        export_usage(one, contract="auditor")


def test_csv_has_the_same_rows_and_no_formulas(network: None, tmp_path: Path) -> None:
    with transaction() as s:
        s.execute(update(UsageEvent).values(actor_role="=cmd()"))
        usage.record(TEMPLATE_PUBLISHED, actor=None)
    exported = export_usage(tmp_path, ExportFormat.CSV)
    rows: list[dict[str, str]] = []
    for path in sorted(tmp_path.glob("fact_usage/*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows.extend(csv.DictReader(file))
    assert len(rows) == exported.rows["fact_usage"]
    assert tuple(rows[0]) == FACT_USAGE.names
    assert {row["actor_role"] for row in rows} == {"'=cmd()", ""}


def test_an_outlet_has_its_history(network: None, tmp_path: Path) -> None:
    with transaction() as s:
        outlet = s.scalars(select(Outlet).order_by(Outlet.number).limit(1)).one()
        before, outlet.size = outlet.size, 3_000
        keep_change(outlet, {"size": before}, {"size": 3_000}, None)
    export_usage(tmp_path)
    states = _query(
        tmp_path,
        "select version, size_class, is_current, valid_until is null from {outlets} "
        "where outlet_key in (select outlet_key from {outlets} where version = 2) order by version",
    )
    assert states == [(1, "unknown", False, False), (2, "medium", True, True)]


def test_an_analyst_gets_a_zip_of_the_own_scope(
    network: None, tmp_path: Path, file_store: FileStore
) -> None:
    analyst = make_actor(Role.ANALYST, "hg/de/r01/")
    with zipfile.ZipFile(file_store.open(export_for(analyst, ExportFormat.PARQUET).sha256)) as file:
        file.extractall(tmp_path / "out")
    regions = _query(tmp_path / "out", "select distinct region_path from {usage}")
    assert regions == [("hg/de/r01/",)]
    made = _count(UsageEvent, UsageEvent.kind == "export.made")
    assert made == 1


def test_who_may_not_export_is_refused(network: None) -> None:
    with pytest.raises(NotPermitted):
        export_for(make_actor(Role.PARTNER_MANAGER, "hg/de/r00/p00000/"), ExportFormat.CSV)
