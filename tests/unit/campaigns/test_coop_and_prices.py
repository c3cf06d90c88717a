"""A co-op share never depends on the price that a partner asks for."""

import ast
import dataclasses
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import campaigns.budgets
from campaigns.budgets.models import CoopFund, LedgerEntry, PartnerBudget
from campaigns.budgets.rules import HoldRequest, Share, ShareTerms, share_of
from campaigns.planning.plan_files import read_plan_file
from portal.foundation.errors import Invalid
from portal.foundation.money import Money
from tests.factories.kit import DEMO

PACKAGE = Path(campaigns.budgets.__file__).parent
VALUES = ("ad_templates", "localisation", "proofs", "typesetting", "cd_rules")
money = st.integers(0, 10_000_00).map(Money)
limit = st.none() | money
PLAN = DEMO / "campaigns" / "kraeutersaison.json"


@given(net=money, percent=st.integers(0, 100), cap=limit, fund=limit, allowance=limit)
def test_a_share_follows_from_cost_and_terms_alone(
    net: Money, percent: int, cap: Money | None, fund: Money | None, allowance: Money | None
) -> None:
    terms = ShareTerms(percent, cap, fund, allowance)
    share = share_of(net, terms)
    limits = [one.cents for one in (cap, fund, allowance) if one is not None]
    assert share.coop.cents == min([net.share(percent).cents, *limits])  # type: ignore[arg-type] # an int is a Decimal's worth
    assert share.net == net


def test_nothing_that_a_share_is_made_of_is_a_selling_price() -> None:
    assert {f.name for f in dataclasses.fields(ShareTerms)} == {
        *("percent", "cap_left", "fund_left", "allowance_left"),
    }
    assert {f.name: f.type for f in dataclasses.fields(HoldRequest)} == {
        **dict.fromkeys(("order_line_id", "partner_id", "outlet_id", "campaign_id"), UUID),
        "path": str,
        "seen": Share,
    }
    columns = {
        column.name
        for table in (CoopFund, LedgerEntry, PartnerBudget)
        for column in table.__table__.columns
    }
    assert not {name for name in columns if "price" in name or "value" in name or "field" in name}


def test_budgets_know_no_values_of_ads() -> None:
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            assert not (module and any(part in VALUES for part in module.split("."))), path


@pytest.mark.parametrize(
    "condition",
    [
        {"coop_requires_price": 299},
        {"coop_if_price": {"field": "angebot.preis", "cents": 299}},
        {"coop_percent": {"obeys": 50, "else": 0}},
        {"coop_percent": "50 if angebot.preis == 299 else 0"},
        {"coop_cap_cents": [40000, 0]},
    ],
)
def test_a_plan_that_ties_the_share_to_a_price_is_refused(
    condition: dict[str, Any], tmp_path: Path
) -> None:
    stated = json.loads(PLAN.read_text("utf-8"))
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(stated), "utf-8")
    assert read_plan_file(path).coop_percent == stated["coop_percent"]
    path.write_text(json.dumps(stated | condition), "utf-8")
    with pytest.raises(Invalid):
        read_plan_file(path)


def test_a_field_that_pays_for_its_price_is_refused(tmp_path: Path) -> None:
    stated = json.loads(PLAN.read_text("utf-8"))
    stated["fields"][0]["coop_percent"] = 60
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(stated), "utf-8")
    with pytest.raises(Invalid):
        read_plan_file(path)
