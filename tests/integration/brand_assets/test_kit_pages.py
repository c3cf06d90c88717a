"""A version of a kit is made in forms alone; requests that no page of ours sends are refused."""

import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from brand_assets.kit.drafting import begin_draft, change_draft
from brand_assets.kit.importing import import_kit_folder
from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.kit.service import publish_kit_version
from portal.foundation.audit import AuditEntry
from portal.foundation.database import reading, transaction
from regions.accounts.rules import Role
from tests.factories.kit import BRAND
from tests.factories.regions import Network, make_account
from tests.factories.web import client_of

SECTIONS = (
    *("name", "colours", "pairs", "styles", "logos", "claims", "legal"),
    *("wordings", "hyphenation", "limits", "rules"),
)


@pytest.fixture
def manager(web: Flask, network: Network) -> FlaskClient:
    return client_of(web, network.accounts[Role.BRAND_MANAGER])


@pytest.fixture
def published(network: Network) -> BrandKitVersion:
    actor = network.actors[Role.BRAND_MANAGER]
    return publish_kit_version(actor, import_kit_folder(actor, "hg/", BRAND).id)


@pytest.fixture
def draft(network: Network, published: BrandKitVersion) -> BrandKitVersion:
    return begin_draft(network.actors[Role.BRAND_MANAGER], published.kit_id)


def stored(version: BrandKitVersion) -> dict[str, Any]:
    with reading() as s:
        return s.get_one(BrandKitVersion, version.id).definition


class Fields(HTMLParser):
    """Reads the fields of the form of a section, as a browser without scripts sends them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._name = ""
        self._chosen: str | None = None
        self._text: list[str] | None = None
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        self._hidden += tag == "template"
        if tag == "option" and (self._chosen is None or "selected" in have):
            self._chosen = have.get("value") or ""
        if tag not in {"input", "select", "textarea"}:
            return
        self._name, self._chosen = have.get("name") or "", None
        self._text = [] if tag == "textarea" else None
        if tag == "input" and (have.get("type") != "checkbox" or "checked" in have):
            self._add(have.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "template"
        if tag == "select":
            self._add(self._chosen or "")
        elif tag == "textarea":
            self._add("".join(self._text or []))
            self._text = None

    def _add(self, value: str) -> None:
        if self._name and not self._hidden:
            self.found.setdefault(self._name, []).append(value)


def form_of(page: str) -> dict[str, Any]:
    """Return the fields of the form of a section."""
    fields = Fields()
    fields.feed(page[page.index('class="kit-form"') - 6 : page.rindex("</form>")])
    return {name: values for name, values in fields.found.items() if name != "new-rule"}


def row_of(form: dict[str, Any], name: str) -> str:
    """Return the id of the row of an entry."""
    found = (key for key, value in form.items() if key.endswith(".was") and value == [name])
    return next(found).removesuffix(".was")


def test_every_section_is_shown_and_saved_as_it_came(
    manager: FlaskClient, draft: BrandKitVersion
) -> None:
    for section in SECTIONS:
        page = manager.get(f"/brand/versions/{draft.id}/edit/{section}")
        assert page.status_code == 200
        assert 'style="' not in page.text
        answer = manager.post(f"/brand/versions/{draft.id}/edit/{section}", data=form_of(page.text))
        assert answer.status_code == 302, section
        assert stored(draft) == draft.definition, section


def test_a_kit_from_nothing_gets_colours_without_scripts(
    manager: FlaskClient, network: Network, published: BrandKitVersion
) -> None:
    asked = {"name_de": "Kresse", "name_en": "Cress", "key": "kresse", "path": "hg/"}
    asked |= {"source": str(published.id), "fonts": "y", "profile": "y"}
    assert manager.post("/brand/new", data=asked | {"key": "K!"}).status_code == 422
    answer = manager.post("/brand/new", data=asked)
    assert answer.status_code == 302
    assert "Wirkung ansehen" in manager.get(answer.location).text
    assert "gibt es schon" in manager.post("/brand/new", data=asked).text
    colours = f"{answer.location}/colours"
    added = manager.post(colours, data=form_of(manager.get(colours).text) | {"act": "add:colours"})
    assert "Noch nicht gespeichert." in added.text
    form = form_of(added.text)
    new = row_of(form, "")
    bad = form | {f"{new}-token": "Grün", f"{new}-srgb": "#6FB529", f"{new}-cyan": "62,5"}
    refused = manager.post(colours, data=bad)
    assert refused.status_code == 422
    assert "Buchstaben ohne Umlaute" in refused.text
    assert 'value="Grün"' in refused.text
    assert 'value="62,5"' in refused.text
    good = bad | {f"{new}-token": "Halm", f"{new}-role_de": "Blatt", f"{new}-role_en": "Leaf"}
    good |= {f"{new}-{ink}": "0" for ink in ("magenta", "yellow", "black")}
    assert manager.post(colours, data=good).status_code == 302
    assert 'value="Halm"' in manager.get(colours).text
    with reading() as s:
        kit = s.scalars(select(BrandKit).where(BrandKit.key == "kresse")).one()
        version = s.scalars(select(BrandKitVersion).where(BrandKitVersion.kit_id == kit.id)).one()
    assert [c["token"] for c in version.definition["colours"]] == ["Schwarz", "Weiss", "Halm"]
    assert version.definition["colours"][2]["cmyk"][0] == 62.5


def test_a_renamed_colour_is_renamed_wherever_it_is_used(
    manager: FlaskClient, draft: BrandKitVersion
) -> None:
    url = f"/brand/versions/{draft.id}/edit/colours"
    form = form_of(manager.get(url).text)
    assert (
        manager.post(url, data=form | {f"{row_of(form, 'Halm')}-token": "Gras"}).status_code == 302
    )
    kit = stored(draft)
    assert "Gras" in [pair["ground"] for pair in kit["pairs"]]
    assert {"token": "Gras", "percent": 40.0} in [c["made_of"] for c in kit["colours"]]
    assert "Halm" not in str(kit["colours"]) + str(kit["pairs"]) + str(kit["logos"]) or all(
        pair["ground"] != "Halm" for pair in kit["pairs"]
    )


def test_a_colour_in_use_stays_and_says_where_it_is_used(
    manager: FlaskClient, draft: BrandKitVersion
) -> None:
    url = f"/brand/versions/{draft.id}/edit/colours"
    form = form_of(manager.get(url).text)
    row = row_of(form, "Keim")
    form["row-colours"] = [one for one in form["row-colours"] if one != row]
    answer = manager.post(url, data=form)
    assert answer.status_code == 422
    used = "Farbpaare Tanne/Keim; Logo positiv; Logo kompakt-positiv; Logo bildmarke"
    said = f"Wird noch verwendet: {used}. Ändern Sie das zuerst."
    assert re.findall(r"Wird noch verwendet: [^<]*", answer.text) == [said]
    assert "Keim" in [c["token"] for c in stored(draft)["colours"]]


def test_nobody_overwrites_another_in_silence(
    manager: FlaskClient, network: Network, draft: BrandKitVersion
) -> None:
    url = f"/brand/versions/{draft.id}/edit/claims"
    form = form_of(manager.get(url).text)

    def theirs(kit: dict[str, Any]) -> None:
        kit["claims"]["main"]["de"] = "Blüht auf."
        kit["claims"]["second"] = {"de": "Zwei", "en": "Two"}

    change_draft(network.actors[Role.BRAND_MANAGER], draft.id, draft.sha256, theirs)
    mine = {f"{row_of(form, 'main')}-de": "Wächst mit."}
    answer = manager.post(url, data=form | mine)
    assert answer.status_code == 409
    assert "Inzwischen gespeichert: Blüht auf." in answer.text
    assert 'value="Wächst mit."' in answer.text
    assert stored(draft)["claims"]["main"]["de"] == "Blüht auf."
    again = manager.post(url, data=form_of(answer.text))
    assert again.status_code == 302
    assert stored(draft)["claims"]["main"]["de"] == "Wächst mit."
    assert "second" in stored(draft)["claims"]


def test_open_points_stand_at_their_place_and_lead_there(
    manager: FlaskClient, network: Network, draft: BrandKitVersion
) -> None:
    def unsound(kit: dict[str, Any]) -> None:
        kit["pairs"][0]["ground"] = "Rosa"
        kit["text_styles"][0]["font"] = "Fehlt.otf"

    change_draft(network.actors[Role.BRAND_MANAGER], draft.id, draft.sha256, unsound)
    overview = manager.get(f"/brand/versions/{draft.id}/edit").text
    assert "2 Punkte klären" in overview
    assert "Wirkung ansehen" not in overview
    pairs = manager.get(f"/brand/versions/{draft.id}/edit/pairs").text
    assert "Die Farbe „Rosa“ gibt es in diesem Markenpaket nicht." in pairs
    assert "Rosa (nicht in diesem Markenpaket)" in pairs
    assert manager.get(f"/brand/versions/{draft.id}").status_code == 200
    assert manager.get(f"/brand/versions/{draft.id}/styles/H1.png").status_code == 404


def test_what_changed_is_said_in_words_and_swatches(
    manager: FlaskClient, network: Network, draft: BrandKitVersion
) -> None:
    url = f"/brand/versions/{draft.id}/edit/colours"
    form = form_of(manager.get(url).text)
    manager.post(url, data=form | {f"{row_of(form, 'Mohn')}-srgb": "#C02010"})
    page = manager.get(f"/brand/versions/{draft.id}/compare").text
    assert "Von Fassung 1 zu Fassung 2" in page
    assert 'fill="#D92413"' in page
    assert 'fill="#C02010"' in page
    other = client_of(manager.application, network.accounts[Role.AGENCY])
    assert other.get(f"/brand/versions/{draft.id}/compare").status_code == 404


def test_words_come_and_go_as_a_list(manager: FlaskClient, draft: BrandKitVersion) -> None:
    home = f"/brand/versions/{draft.id}"
    before = stored(draft)["wordings"]
    data = manager.get(f"{home}/wordings.csv").data
    assert manager.post(
        f"{home}/wordings", data={"how": "instead", "file": (io.BytesIO(data), "w.csv")}
    ).location.endswith("/edit/wordings")
    assert stored(draft)["wordings"] == before
    more = b"language;phrase;kind;suggestion\nde;Discount;preferred;Preis\n"
    manager.post(f"{home}/wordings", data={"file": (io.BytesIO(more), "w.csv")})
    assert len(stored(draft)["wordings"]) == len(before) + 1
    bad = manager.post(
        f"{home}/wordings", data={"file": (io.BytesIO(b"language;phrase\nxx;a\n"), "w.csv")}
    )
    assert bad.status_code == 422
    assert manager.post(f"{home}/wordings").status_code == 422
    tried = manager.get(f"{home}/wordings?language=de&text=Billiger+Discount").text
    assert "„Billiger“: Die Marke sagt stattdessen „Günstiger“." in tried
    assert "Die Marke sagt lieber „Preis“." in tried
    found = manager.get(f"{home}/edit/wordings?q=discount").text
    assert re.findall(r'\.was" value="([^"]+)"', found)[:1] == ["de:discount"]


def test_a_sample_follows_what_is_typed(manager: FlaskClient, draft: BrandKitVersion) -> None:
    url = f"/brand/versions/{draft.id}/sample.png"
    typed = {"font": "Inter-Bold.otf", "leading": "1,3", "case": "as_written", "tracking": "200"}
    pictures = [
        manager.get(url, query_string=typed | {"features": features}).data
        for features in ("kern", "smcp")
    ]
    assert Image.open(io.BytesIO(pictures[0])).size == (1440, 192)
    narrow = manager.get(url, query_string=typed | {"tracking": "0"}).data
    assert narrow != pictures[0]
    assert manager.get(url).status_code == 422
    assert manager.get(url, query_string=typed | {"font": "Fehlt.otf"}).status_code == 404


def test_versions_say_who_and_when_and_can_be_begun_again(
    manager: FlaskClient, published: BrandKitVersion
) -> None:
    answer = manager.post(f"/brand/versions/{published.id}/draft")
    page = manager.get(f"/brand/versions/{published.id}").text
    assert "Mit Entwurf 2 weitermachen" in page
    assert "Test Brand Manager" in page
    home = answer.location.removesuffix("/edit")
    assert manager.post(f"{home}/discard", data={"seen": "0"}).status_code == 409
    seen = re.search(r'name="seen" value="(\w+)"', manager.get(answer.location).text)
    assert seen
    assert manager.post(f"{home}/discard", data={"seen": seen[1]}).status_code == 302
    assert manager.get(answer.location).status_code == 404


def test_requests_made_by_hand_are_refused_and_audited(
    web: Flask, manager: FlaskClient, network: Network, draft: BrandKitVersion
) -> None:
    with transaction() as s:
        stranger = client_of(web, make_account(s, Role.BRAND_MANAGER, "other/"))
    agency = client_of(web, network.accounts[Role.AGENCY])
    section = f"/brand/versions/{draft.id}/edit/colours"
    form = form_of(manager.get(section).text)
    for visitor, status in ((stranger, 404), (agency, 403)):
        assert visitor.get(section).status_code == status
        assert visitor.post(section, data=form).status_code == status
        assert visitor.post(f"/brand/versions/{draft.id}/discard").status_code == status
        assert visitor.post(f"/brand/versions/{draft.id}/draft").status_code == status
    asked = {"name_de": "A", "name_en": "A", "key": "fremd", "path": "hg/"}
    assert stranger.post("/brand/new", data=asked).status_code == 422
    published = network_version(1)
    assert manager.post(f"/brand/versions/{published}/edit/colours", data=form).status_code == 409
    assert manager.get(f"/brand/versions/{published}/edit").status_code == 409
    assert manager.post(f"/brand/versions/{draft.id}/edit/secrets").status_code == 404
    assert manager.get(f"/brand/versions/{draft.id}/compare?with=x").status_code == 404
    assert stored(draft) == draft.definition
    with reading() as s:
        refused = s.scalars(select(AuditEntry).where(AuditEntry.outcome == "refused")).all()
    assert len(refused) >= 6


def network_version(number: int) -> object:
    with reading() as s:
        return s.scalars(select(BrandKitVersion.id).where(BrandKitVersion.number == number)).one()
