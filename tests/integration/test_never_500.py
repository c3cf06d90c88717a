"""Hostile input to every route: it is refused or ignored, and never a failure of ours.

A route that takes a form has its fields in `forms_of`, or the test names it. Every hostile value
stands in all fields at once, and some of them in one field while the others are as they should be.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from structlog.testing import capture_logs
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from brand_assets.kit.drafting import begin_draft
from brand_assets.kit.models import BrandKit
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of
from migrations.tables import import_models
from portal.foundation import storage
from portal.foundation.config import Settings, configure
from portal.foundation.database import reading, transaction
from portal.foundation.ids import new_id
from portal.foundation.storage import MemoryFileStore
from regions.accounts import passwords
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Role
from tests.conftest import fresh_tables
from tests.factories.orders import make_shop
from tests.factories.regions import make_account
from tests.factories.web import client_of, make_app
from tests.integration.test_access import address, routes, rows_of

#: What people with bad intent, and programs with bad luck, put where a text or number belongs.
HOSTILE = (
    "",
    "a\0b",
    "'\"><script>alert(1)</script>",
    "{{ 7 * 7 }} %(x)s %s {0}",
    "²",
    "-1",
    "sNaN",
    "NaN",
    "Infinity",
    "1e400",
    "9" * 30,
    "9" * 5000,
    "9999-12-31",
    "0001-01-01",
    "\u202ea\ufffe\U000e0041",
    "/assets/?a\r\nX-Odd: 1",
    "../../../../etc/passwd",
    "x" * 70_000,
)
#: Parameters of addresses that some page reads.
QUERY = (
    *(
        "asset",
        "batch",
        "campaign",
        "direction",
        "format",
        "from",
        "kind",
        "localisation",
        "next",
        "outlet",
        "page",
    ),
    *("period", "q", "region", "show", "sort", "source", "template", "usable", "view", "width"),
    *("channel", "collection", "colour", "least", "lies", "mine", "prints", "rights"),
    *("own", "since", "tag", "until", "use"),
)
#: Values in the path that are text.
TEXT_IN_PATH = frozenset(
    {
        "code",
        "field_key",
        "form",
        "format_key",
        "key",
        "language",
        "name",
        "path",
        "sha256",
        "side",
        "token",
    }
)
#: Routes that read no form: their address says everything.
BARE = {
    "accounts.renew",
    "across.check",
    "across.undo",
    "arranging.discard",
    "basket.remove_line",
    "kit_versions.begin",
    "library.archive",
    "library.propose",
    "library_rights.begin_download",
    "presence.leave",
    "presence.look",
    "orders.save_cancellation",
    "planning.close",
    "everyone.cancel",
    "everyone.start",
    "expiry.undo",
    "rollout.cancel",
    "rollout.start",
    "uploads.finish",
    "delivery.try_again",
    "template_pages.begin",
    "template_pages.discard",
    "template_pages.retire_all",
    "template_pages.retire_one",
    "versions.cancel",
    "versions.carry_sooner",
    "versions.dismiss",
    "versions.start",
    "viewing.delete",
    "viewing.revoke",
}
#: Routes that would end the session of the one who asks.
LEFT_OUT = {"sign_in.sign_out"}
#: Routes with values in the path that read some of `QUERY` too.
READ_QUERIES = {
    "everyone.show_check",
    "everyone_look.show_look",
    "template_pages.show_draft",
    "across.show_given",
    "across.show_rows",
    "earlier.show_offers",
    "kit_editing.show_section",
    "proofs.show_picture",
    "value_history.show_news",
}
#: How many hostile values each field gets while the others hold what a person would send.
ONE_AT_A_TIME = 2
TAKES_JSON = {
    "across.read",
    "across.save",
    "proofs.draw",
    "proofs.leave_signs",
    "proofs.save",
    "uploads.begin",
    "value_history.repeat",
    "value_history.set_earlier",
    "value_history.take_back",
}
TAKES_FILES = {
    "across.read_workbook",
    "template_pages.add",
    "template_pages.save",
    "kit_exchange.read_files",
    "kit_files.bring_fonts",
    "uploads.send_form",
    "pdf_check.check",
    "kit_words.upload",
    "library_rights.replace",
    "outlet_import.check_file",
    "reports.check_upload",
    "proofs.upload_photo",
}


@dataclass(frozen=True, slots=True)
class Target:
    """The portal, somebody with every role in it, and rows by their names in addresses."""

    web: Flask
    client: FlaskClient
    rows: dict[str, Any]
    account: Account
    version_id: str


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("hostile")
    import_models()
    settings = configure(Settings(demo=True, data_dir=folder, requests_per_minute=0))
    storage.use_file_store(MemoryFileStore())
    for _ in fresh_tables(f"sqlite:///{folder / 'hostile.sqlite'}"):
        shop = make_shop()
        network, web = shop.demo.network, make_app(settings)
        rows = rows_of(shop, network.partner, network.outlets[0].id)
        with transaction() as s:
            account = make_account(s, Role.ADMINISTRATOR, "hg/")
            for role in Role:
                at = (
                    {"path": "hg/"}
                    if role is not Role.SUPPLIER
                    else {"supplier_id": shop.supplier_id}
                )
                s.add(AccountGrant(account_id=account.id, role=role, **at))
            version = s.scalars(select(AdTemplateVersion.id)).first()
            kit_id = s.scalars(select(BrandKit.id)).one()
        draft = begin_draft(network.actors[Role.BRAND_MANAGER], kit_id)
        drafts = ("kit_editing", "kit_exchange", "kit_files")
        rows |= {f"{name}.version_id": draft.id for name in drafts} | {"section": "colours"}
        rows["template_pages.ad_version_id"] = rows["ad_version_id"]
        # Passwords are compared a hundred times here, and how well they are kept is not asked.
        patch = pytest.MonkeyPatch()
        patch.setattr(passwords, "_hasher", quick := PasswordHasher(1, 8, 1))
        patch.setattr(passwords, "_NOBODY", quick.hash("nobody"))
        yield Target(web, client_of(web, account), rows, account, str(version))
        patch.undo()


def forms_of(target: Target) -> dict[str, dict[str, Any]]:
    """Return what a person would send to each route that takes a form."""
    rows = target.rows
    line = {"quantity": "500", "supplier": str(rows["supplier_id"]), "finishing": "spot-hks65"}
    role = {"role": "partner_staff", "place": "hg/", "number": "0012"}
    days = dict.fromkeys(("order_from", "order_until", "runs_from", "runs_until"), "2027-05-01")
    plan = days | {
        "name_de": "Herbst",
        "name_en": "Autumn",
        "slug": "herbst",
        "kpi": "scans",
        "target_value": "10",
        "target_date": "2027-06-01",
        "target_group": "alle",
        "paths": "hg/",
        "tags": "stadt",
        "coop_percent": "50",
        "coop_cap": "5",
        "coop_fund": "9",
        "description_de": "",
        "description_en": "",
        "link_target": "https://halmgruen.example/",
        "headline_options": "A\nB",
        "row_version": "1",
        "use": target.version_id,
        "has_fields": "1",
        f"channel:{target.version_id}": "druck",
        "lock": "headline",
        "default:headline": "A",
    }
    address = {
        "street": "Weg 1",
        "postcode": "21029",
        "city": "Hamburg",
        "phone": "040 1",
        "email": "a@b.example",
        "opening_hours": "Mo–Fr 9–19 Uhr",
    }
    password = {"password": "drei grosse Amseln", "repeated": "drei grosse Amseln"}
    return {
        "template_pages.save_form": {
            "seen": "0" * 64,
            "frame:headline:size_min": "20",
            "frame:headline:style": "H1",
            "field:headline:label.de": "Titel",
            "field:headline:default": "Es blüht.",
        },
        "versions.publish": {"policy": "until", "old_until": "2027-05-01", "seen": str(new_id())},
        "versions.take": {"field": "headline", "value": "Kurz", "row_version": "1"},
        "account.save_account": {"name": "A", "language": "de"},
        "account.save_password": password | {"old_password": "x"},
        "accounts.add_role": role,
        "accounts.remove_role": {"role": "analyst", "path": "hg/", "supplier_id": ""},
        "accounts.send_invite": role | {"name": "A", "email": "a@b.example", "language": "de"},
        "accounts.switch_active": {"active": "yes"},
        "approval.save_decision": {"outcome": "rejected", "reason": "Nein", "row_version": "7"},
        "approval.save_routine": {"seen": f"{rows['submission_id']}:7"},
        "approval.save_withdrawal": {"row_version": "7"},
        "basket.add_line": line
        | {"localisation": str(rows["localisation_id"]), "format_key": "flyer-a5"},
        "basket.add_usual": {
            "localisation": str(rows["localisation_id"]),
            "format_key": "flyer-a5",
        },
        "basket.place_order": {
            "outlet": str(rows["outlet_id"]),
            "seen": "0" * 64,
            "key": str(new_id()),
        },
        "basket.save_hand_in": {"outlet": str(new_id())},
        "basket.save_line": line,
        "delivery.save_status": {"status": "shipped"},
        "earlier.take": {
            "from": str(rows["localisation_id"]),
            "earlier_version": "1",
            "row_version": "1",
            "field": "headline",
        },
        "exports.ask_for_export": {"format": "csv"},
        "kit_editing.change_section": {
            "act": "",
            "row-colours": "r0",
            "shown-colours": '{"Tanne": "x"}',
            "r0.was": "Tanne",
            "r0.seen": '{"token": "Tanne"}',
            "r0-token": "Tanne",
            "r0-srgb": "#07452F",
            "r0-cyan": "90",
            "r0-base": "Halm",
            "r0-share": "40",
            "new-rule": "type.smallest",
        },
        "kit_versions.create": {
            "name_de": "Kresse",
            "name_en": "Cress",
            "key": "kresse",
            "path": "hg/",
            "source": str(rows["version_id"]),
            "fonts": "y",
        },
        "kit_versions.discard": {"seen": "0" * 64},
        "home.start_order": {
            "campaign": str(rows["campaign_id"]),
            "outlet": str(rows["outlet_id"]),
            "format": "flyer-a5",
        },
        "home.take_mend": {
            "campaign": str(rows["campaign_id"]),
            "outlet": str(rows["outlet_id"]),
            "field": "headline",
            "value": "A",
        },
        "insight.choose_leader": {"campaign": str(rows["campaign_id"]), "headline": "A"},
        "library.save_asset": {
            "title": "A",
            "alt": "",
            "tags": "a,b",
            "photographer": "",
            "focal_x": "50",
            "focal_y": "50",
        },
        # Without the tick nothing is expired: the other routes are to find the campaign as it was.
        "expiry.expire": {"reason": "Das Motiv ist gesperrt."},
        "rollout.publish": {"policy": "take_over", "seen": "0" * 32},
        "everyone_decisions.publish": {"seen": "0" * 32},
        "everyone_decisions.save_exceptions": {
            "seen": "0" * 32,
            "outlet": str(rows["outlet_id"]),
            "reason": "zieht im Mai um",
            "all": "yes",
        },
        "everyone_decisions.withdraw": {"outlet": str(rows["outlet_id"])},
        "arranging.make": {"place": "hg/", "name": "Ostern", "description": ""},
        "arranging.describe": {"name": "Ostern", "description": "Alles Gelbe"},
        "arranging.arrange": {"move": "up"},
        "arranging.rename": {"tag": "mai", "name": "juni"},
        "arranging.change_selection": {
            "asset": str(rows["asset_id"]),
            "action": "tag",
            "tags": "mai",
            "collection": str(rows["collection_id"]),
            "back": "/assets/",
        },
        "library_rights.save_rights": {
            "licence": "eigen",
            "usage_terms": "",
            "model_release": "on_file",
            "property_release": "not_needed",
            "starts": "2027-01-01",
            "ends": "2028-01-01",
            "channels": "print",
            "territories": "hg/de/",
        },
        "library_rights.take": {"place": "hg/", "agreed": "frei"},
        "localisation.start": {
            "campaign": str(rows["campaign_id"]),
            "outlet": str(rows["outlet_id"]),
        },
        "kit_exchange.take_chosen": {"plan": '{"colours":[],"styles":[]}', "chosen": "colour:A"},
        "kit_files.bring_logo": {"key": "main", "name_de": "Logo", "name_en": "Logo"},
        "kit_files.bring_profile": {"condition": "FOGRA39", "max_ink": "300"},
        "kit_files.drop_font": {"font": "Inter-Bold.otf"},
        "kit_files.drop_logo": {"logo": "positiv"},
        "kit_files.order_fonts": {"act": "add", "font": "Inter-Bold.otf"},
        "outlet_import.confirm_import": {"token": "x"},
        "outlets.decide_report": {"accept": "", "reason": "Nein"},
        "outlets.report_change": address | {"note": "falsch"},
        "outlets.save_outlet": address
        | {"name": "A", "place": "B", "tags": "stadt", "open": "y", "row_version": "1"},
        "planning.count_audience": plan,
        "planning.save_new_plan": plan,
        "planning.save_plan": plan,
        "received.save_received": {
            "batch": str(new_id()),
            "asset": str(rows["asset_id"]),
            "all-tags": "Mai",
            "all-photographer": "A",
            "all-licence": "eigen",
            "all-ends": "2028-01-01",
            f"title-{rows['asset_id']}": "A",
            f"ends-{rows['asset_id']}": "2028-01-01",
        },
        "reports.choose_columns": {"code": "code", "day": "day", "decimal": ","},
        "reports.take_over": {"without_problem_rows": "y"},
        "sign_in.accept_invitation": password,
        "sign_in.check_sign_in": {"email": "a@b.example", "password": "x", "next": "/orders/"},
        "uploads.settle": {"asset": str(rows["asset_id"]), "instead": ""},
        "viewing.make": {"formats": "flyer-a5", "days": "7", "recipient": "Ines"},
        "viewing.save_answer": {"answer": "Ja"},
        "viewing.save_settled": {"done": "1"},
        "visits.comment": {
            "format": "flyer-a5",
            "page": "0",
            "x": "0.5",
            "y": "0.5",
            "name": "Ines",
            "text": "Das Datum?",
        },
        "several.put_several": {"ad": f"{rows['localisation_id']}:flyer-a5"},
        "suppliers.save_supplier": address | {"name": "A", "contact": "B", "row_version": "1"},
    }


class Watch:
    """Sends requests and keeps what failed."""

    def __init__(self, target: Target) -> None:
        self.target, self.sent = target, 0
        self.failed: list[tuple[str, str, int, list[str]]] = []
        self.by_anybody = target.web.test_client()

    def send(self, what: str, path: str, method: str = "GET", **kwargs: Any) -> None:
        """Send one request; a status of 500 or more is kept."""
        public = path.startswith(("/sign-in", "/invitation", "/l/", "/language", "/view/"))
        client = self.by_anybody if public else self.target.client
        with capture_logs() as logged:
            answer: TestResponse = client.open(path, method=method, **kwargs)
        self.sent += 1
        if answer.status_code >= 500:
            causes = [repr(line["exc_info"])[:200] for line in logged if "exc_info" in line]
            self.failed.append((what, method, answer.status_code, causes))
        answer.close()


def report(watch: Watch) -> str:
    """Return what failed, a line each."""
    return "\n".join(map(str, watch.failed))


def hostile_addresses(target: Target, rule: Rule) -> Iterator[tuple[str, dict[str, str]]]:
    """Return addresses of a route with hostile text in the path or in the query."""
    plain, _, _ = address(target.web, rule, target.rows).partition("?")
    for value in HOSTILE:
        if not rule.arguments or rule.endpoint in READ_QUERIES:
            yield plain, dict.fromkeys(QUERY, value)
        for name in rule.arguments & TEXT_IN_PATH if value else ():
            path = address(target.web, rule, target.rows | {name: "MARK"})
            yield path.replace("MARK", quote(value, safe="")), {}
    for name in rule.arguments & {"page", "width"}:
        yield address(target.web, rule, target.rows | {name: 10**25}), {}


def test_no_address_makes_it_fail(target: Target) -> None:
    watch = Watch(target)
    for rule, method, _ in routes(target.web):
        for path, query in hostile_addresses(target, rule) if method == "GET" else ():
            what = f"{rule.endpoint} {path[-60:]} {list(query.values())[:1]}"
            watch.send(what, path, query_string=query)
    assert not watch.failed, report(watch)
    assert watch.sent > 500


def test_no_form_makes_it_fail(target: Target) -> None:
    watch, forms, turn = Watch(target), forms_of(target), 0
    unknown = set()
    for rule, method, _ in routes(target.web):
        if method != "POST" or rule.endpoint in BARE | LEFT_OUT | TAKES_JSON | TAKES_FILES:
            continue
        path, form = address(target.web, rule, target.rows), forms.get(rule.endpoint)
        if form is None:
            unknown.add(rule.endpoint)
            continue
        for value in HOSTILE:
            what = f"{rule.endpoint} all={value[:20]!r}"
            watch.send(what, path, "POST", data=dict.fromkeys(form, value))
        for name in form:
            for _ in range(ONE_AT_A_TIME):
                turn += 1
                value = HOSTILE[turn % len(HOSTILE)]
                what = f"{rule.endpoint} {name}={value[:20]!r}"
                watch.send(what, path, "POST", data=form | {name: value})
        twice = {name: [value, "x"] for name, value in form.items()}
        watch.send(f"{rule.endpoint} twice", path, "POST", data=twice)
        watch.send(f"{rule.endpoint} nothing", path, "POST")
        watch.send(f"{rule.endpoint} json", path, "POST", json=form)
    assert not unknown, "say in forms_of what these take"
    assert not watch.failed, report(watch)
    assert watch.sent > 500


#: JSON that no editor sends, as a value of a field or as the whole body.
ODD_JSON: tuple[Any, ...] = (
    *(None, True, [], {}, -1, 0, 10**400, 1e308, "", "²", "NaN", "\ud800", "a\0b", "x" * 70_000),
    *([[[[]]]], ["x"] * 50, {"text": {"text": {"text": "1"}}}, {"cents": 10**400}),
    {"cents": 1.5, "starting_from": "x"},
    {"sha256": "0" * 64, "zoom": 10**400, "x": "NaN", "y": []},
    {"sha256": "../../etc/passwd"},
    {"from": "10:00+02:00", "until": "12:00", "day": "2027-05-15"},
    {"from": "9999-12-31", "until": "9999-12-31"},
    {"street": {}, "postcode": [], "city": 1, "phone": None},
    [{"name": "A", "size": 1, "unit_price": [], "price": {"text": []}, "cents": "x"}],
    [{"days": {}, "hours": "x" * 500}],
)
#: Bodies that are hardly JSON, or none.
ODD_BODIES = (
    *(b"", b"null", b"[]", b"1", b"{", b"\xff\xfe", b'"x"', b'{"changes": NaN}'),
    *(b"[" * 100_000, b'{"changes":' * 30_000, b'{"row_version": 1e400, "changes": {}}'),
    b'{"row_version": ' + b"9" * 5000 + b', "changes": {}}',
    b'{"row_version": 99999999999999999999, "changes": {"headline": "A"}}',
    b'{"row_version": 1, "changes": {"\\ud800": 1}}',
)


def test_no_json_makes_it_fail(target: Target) -> None:
    watch = Watch(target)
    with reading() as s:
        campaign = s.get_one(Campaign, target.rows["campaign_id"])
        keys = [field.key for field in fields_of(campaign)]
    for rule, method, _ in routes(target.web):
        if method != "POST" or rule.endpoint not in TAKES_JSON:
            continue
        path = address(target.web, rule, target.rows)
        for body in ODD_BODIES:
            what = f"{rule.endpoint} {body[:40]!r}"
            watch.send(what, path, "POST", data=body, content_type="application/json")
        for value in ODD_JSON if rule.endpoint in {"proofs.save", "proofs.draw"} else ():
            sent: dict[str, Any] = {"changes": dict.fromkeys(keys, value)}
            if rule.endpoint == "proofs.save":
                sent["row_version"] = 1
            watch.send(f"{rule.endpoint} {str(value)[:60]!r}", path, "POST", json=sent)
    assert not watch.failed, report(watch)
    assert watch.sent > 100


def test_no_upload_makes_it_fail(target: Target) -> None:
    watch, rows = Watch(target), target.rows
    names = ("../../x.jpg", "a\0b.csv", "x" * 3000, "\u202egpj.exe", "'; DROP TABLE asset;--")
    contents = (b"", b"\0" * 100, b"\xff\xd8\xff\xe0" + b"x" * 500, b"<svg onload='alert(1)'/>")
    tables = (b"code;day\n=1+1;\xff\n", b"number,partner_number\n" + b'"' * 999, b"a,b\n" * 999)
    paths = {
        "/assets/upload": ("files", {"place": "hg/", "cleared": "y"}),
        f"/localisations/{rows['localisation_id']}/photos/{rows['field_key']}": ("photo", {}),
        f"/brand/versions/{rows['kit_editing.version_id']}/wordings": ("file", {"how": "more"}),
        f"/brand/versions/{rows['kit_files.version_id']}/edit/fonts": ("files", {}),
        f"/brand/versions/{rows['kit_files.version_id']}/edit/import": ("files", {}),
        "/outlets/import/": ("file", {}),
        "/pdf-check/": ("file", {"profile": "x4"}),
        "/insight/reports/": ("file", {"source": "druckerei"}),
    }
    for path, (field, form) in paths.items():
        sent = [(names[0], content) for content in contents + tables]
        for name, content in [*sent, *((name, contents[2]) for name in names)]:
            data = form | {field: (io.BytesIO(content), name)}
            watch.send(f"{path} {name[:20]!r} {content[:20]!r}", path, "POST", data=data)
        watch.send(f"{path} text", path, "POST", data=form | {field: "no file"})
    assert not watch.failed, report(watch)
    assert watch.sent > 40
