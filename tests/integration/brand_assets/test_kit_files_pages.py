"""Fonts, logos, profile, tokens and swatches come into a draft by the pages, and out again."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont

from brand_assets.kit.drafting import begin_draft
from brand_assets.kit.importing import import_kit_folder
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.service import publish_kit_version
from portal.foundation.database import reading, transaction
from portal.foundation.storage import file_store
from regions.scoping.permissions import Role
from tests.factories.kit import BRAND
from tests.factories.regions import Network
from tests.factories.swatches import ase_colour, ase_file
from tests.factories.web import client_of
from tests.unit.brand_assets.test_kit_files import OTF, TTF, with_rights
from tests.unit.brand_assets.test_kit_fonts import VARIABLE

PRIMER = Path(__file__).parents[2] / "data" / "primer"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9V9Z" %s/></svg>'


@pytest.fixture
def draft(network: Network) -> BrandKitVersion:
    manager = network.actors[Role.BRAND_MANAGER]
    published = publish_kit_version(manager, import_kit_folder(manager, "hg/", BRAND).id)
    return begin_draft(manager, published.kit_id)


@pytest.fixture
def page(web: Flask, network: Network) -> FlaskClient:
    return client_of(web, network.accounts[Role.BRAND_MANAGER])


def now(draft: BrandKitVersion) -> dict[str, Any]:
    with reading() as s:
        found: dict[str, Any] = s.get_one(BrandKitVersion, draft.id).definition
        return found


def send(to: FlaskClient, draft: BrandKitVersion, place: str, **sent: object) -> tuple[int, str]:
    answer = to.post(
        f"/brand/versions/{draft.id}/edit/{place}", data=sent, content_type="multipart/form-data"
    )
    return answer.status_code, answer.text


def file(name: str, data: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def woff2() -> bytes:
    with TTFont(io.BytesIO(TTF)) as font:
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()


def test_used_fonts_stay_and_others_come_in_each_by_itself(
    page: FlaskClient, draft: BrandKitVersion
) -> None:
    status, text = send(page, draft, "fonts/remove", font="Vollkorn-Bold.ttf")
    assert status == 409
    assert "H1" in text
    assert send(page, draft, "fonts/order", act="up:Vollkorn-Regular.ttf")[0] == 302
    assert now(draft)["font_fallbacks"] == ["Vollkorn-Regular.ttf", "Inter-Regular.otf"]
    send(page, draft, "fonts/order", act="add", font="Inter-Bold.otf")
    send(page, draft, "fonts/order", act="remove:Inter-Regular.otf")
    assert now(draft)["font_fallbacks"] == ["Vollkorn-Regular.ttf", "Inter-Bold.otf"]
    assert "25 Sprachen" in page.get(f"/brand/versions/{draft.id}/edit/fonts").text
    files = [
        file("vollkorn.woff2", woff2()),
        file("verboten.otf", with_rights(OTF, 0x0002)),
        file("foto.ttf", b"\xff\xd8\xff\xe0 a photo"),
    ]
    status, text = send(page, draft, "fonts", files=files, licence="OFL-1.1")
    assert status == 200
    assert "vollkorn.woff2 steht als Vollkorn-400.ttf im Markenpaket" in text
    assert "verboten.otf: Diese Schrift darf nicht" in text
    assert "foto.ttf: Das ist keine Schriftdatei" in text
    fonts = now(draft)["fonts"]
    assert [one["file"] for one in fonts].count("fonts/Vollkorn-400.ttf") == 1
    assert len(fonts) == 8
    assert "Vollkorn-400.ttf" in now(draft)["font_fallbacks"]
    status, text = send(page, draft, "fonts", files=[file("x.otf", with_rights(OTF, 0x0200))])
    assert status == 422
    stored = file_store().put(VARIABLE.read_bytes(), media_type="font/ttf").sha256
    with transaction() as s:
        old = s.get_one(BrandKitVersion, draft.id)
        old.files = {**old.files, "fonts/Inter-Bold.otf": stored}
    text = page.get(f"/brand/versions/{draft.id}/edit/fonts").text
    assert "Web-Schrift" in text


def test_logos_come_in_clean_and_are_shown(page: FlaskClient, draft: BrandKitVersion) -> None:
    good = file("logo.svg", LOGO % b'fill="#07452F"')
    assert send(page, draft, "logos/files", file=good, key="zeichen", name_de="Zeichen")[0] == 302
    logo = next(one for one in now(draft)["logos"] if one["key"] == "zeichen")
    assert logo["name"] == {"de": "Zeichen", "en": "zeichen"}
    text = page.get(f"/brand/versions/{draft.id}/edit/logos/files").text
    assert "zeichen/space.png" in text
    picture = page.get(f"/brand/versions/{draft.id}/logos/zeichen/space.png?on=Leinen")
    assert picture.data[:8] == b"\x89PNG\r\n\x1a\n"
    assert page.get(f"/brand/versions/{draft.id}/logos/zeichen/space.png?on=x").status_code == 404
    for bad, key, words in (
        (LOGO % b'onclick="alert(1)"', "b", "Programmcode"),
        (b"<html>", "b", "."),
        (LOGO % b"", "B!", "Kleinbuchstaben"),
    ):
        status, text = send(page, draft, "logos/files", file=file("x.svg", bad), key=key)
        assert status == 422
        assert words in text
    assert send(page, draft, "logos/files/remove", logo="zeichen")[0] == 302
    assert "zeichen" not in {one["key"] for one in now(draft)["logos"]}


def test_profile_comes_in_checked(page: FlaskClient, draft: BrandKitVersion) -> None:
    press = (BRAND / "colour" / "FOGRA39-coated.icc").read_bytes()
    sent = {"condition": "FOGRA39", "max_ink": "290,5"}
    assert send(page, draft, "profile", file=file("f.icc", press), **sent)[0] == 302
    assert now(draft)["profile"]["max_ink"] == 290.5
    for data, ink, words in ((b"no", "300", "ICC-Profil"), (press, "viel", "Zahl")):
        status, text = send(page, draft, "profile", file=file("f.icc", data), max_ink=ink)
        assert status == 422
        assert words in text


def test_tokens_and_swatches_are_seen_then_taken(page: FlaskClient, draft: BrandKitVersion) -> None:
    files = [file(one.name, one.read_bytes()) for one in sorted(PRIMER.glob("*.json5"))]
    status, text = send(page, draft, "import", files=files)
    assert status == 200
    assert "blue-5" in text
    assert "Mona Sans" in text
    assert "blue-5" not in json.dumps(now(draft))
    plan = re.search(r'name="plan" value="([^"]*)"', text)
    assert plan is not None
    written = plan[1].replace("&#34;", '"').replace("&amp;", "&").replace("&#39;", "'")
    chosen = ["colour:blue-5", "style:text-body-medium"]
    assert send(page, draft, "import/take", plan=written, chosen=chosen)[0] == 302
    assert now(draft)["colours"][-1]["srgb"] == "#0969DA"
    assert now(draft)["text_styles"][-1]["name"] == "text-body-medium"
    assert len(now(draft)["colours"]) == 14
    assert send(page, draft, "import/take", plan=written, chosen=[])[0] == 422
    assert send(page, draft, "import/take", plan="{", chosen=chosen)[0] == 422
    swatches = ase_file(ase_colour("HKS 43 K", b"CMYK", (1.0, 0.8, 0.0, 0.0), 1))
    status, text = send(page, draft, "import", files=[file("a.ase", swatches)])
    assert status == 200
    assert "HKS-43-K" in text
    for data in (b"", b"{", b"ASEF", b"\xff\xd8"):
        status, text = send(page, draft, "import", files=[file("a", data)])
        assert status == 422, data
    mixed = [file("a.ase", swatches), file("b.json", b"{}")]
    assert send(page, draft, "import", files=mixed)[0] == 422


def test_tokens_and_sheet_are_handed_out(
    web: Flask, network: Network, draft: BrandKitVersion, page: FlaskClient
) -> None:
    home = f"/brand/versions/{draft.id}"
    tokens = page.get(f"{home}/tokens.json")
    found = json.loads(tokens.data)
    assert found["color"]["Halm"]["$value"]["hex"] == "#6fb529"
    sheet = page.get(f"{home}/sheet.pdf?language=en")
    assert sheet.data[:5] == b"%PDF-"
    assert "brand-sheet.pdf" in sheet.headers["Content-Disposition"]
    partner = client_of(web, network.accounts[Role.PARTNER_MANAGER])
    assert partner.get(f"{home}/sheet.pdf").status_code == 404
    assert partner.get(f"{home}/edit/fonts").status_code in {403, 404}


HOSTILE = ("", "\0", "x" * 5000, "²", "../../etc", "[[[[", '{"colours":[{}],"styles":0}', "NaN")


def test_nothing_typed_makes_a_page_fail(page: FlaskClient, draft: BrandKitVersion) -> None:
    forms = {
        "fonts/remove": ("font",),
        "fonts/order": ("act", "font"),
        "logos/files": ("key", "name_de", "name_en"),
        "logos/files/remove": ("logo",),
        "profile": ("condition", "max_ink"),
        "import/take": ("plan", "chosen"),
    }
    for place, names in forms.items():
        for value in HOSTILE:
            extra = {"file": file("a.svg", LOGO % b"")} if place == "logos/files" else {}
            status, _ = send(page, draft, place, **dict.fromkeys(names, value), **extra)
            assert status < 500, (place, value)
    for value in HOSTILE[1:]:
        for place in ("logos/files", "fonts", "profile", "import"):
            field = "files" if place in {"fonts", "import"} else "file"
            sent = {field: file(value[:99], value.encode()), "key": "k"}
            assert send(page, draft, place, **sent)[0] in {302, 422}, (place, value)
    assert now(draft)["fonts"] == draft.definition["fonts"]
