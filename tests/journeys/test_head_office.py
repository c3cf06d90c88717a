"""Head office plans and publishes a campaign, keeps the brand, and lets people in."""

import io
import re

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.demonstration import Portal
from tests.journeys.steps import SLOW


def _photo() -> bytes:
    target = io.BytesIO()
    Image.effect_noise((1600, 1200), 80).convert("RGB").save(target, "JPEG", quality=70)
    return target.getvalue()


def _bar(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_campaigns_stand_in_a_calendar_and_in_a_list(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, "campaign_manager")
    _bar(page, "Kampagnen")
    calendar = page.get_by_label("Kalender")
    expect(calendar.locator(".bar-order")).not_to_have_count(0)
    expect(page.locator(".campaign-take-up")).to_contain_text("Anteil bestellt", timeout=SLOW)
    expect(page.locator(".campaign-take-up tbody tr")).not_to_have_count(0)

    page.get_by_role("navigation", name="Ansicht").get_by_role("link", name="Liste").click()
    row = page.get_by_role("row", name=re.compile("^Frühlingspflanztage"))
    expect(row).to_contain_text("Bestellung läuft")
    expect(row).to_contain_text("412")


def test_a_campaign_is_planned_with_what_worked(desktop: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(desktop, "campaign_manager")
    page.goto(page.url.rstrip("/") + "/campaigns/")
    page.get_by_label("Kalender").get_by_role("link", name="Frühlingspflanztage").click()
    page.get_by_role("link", name="Ähnliche planen").click()
    _fill_plan(page)
    page.get_by_role("button", name="Als Entwurf speichern").click()
    expect(page.locator(".toasts")).to_contain_text("Als Entwurf gespeichert.", timeout=SLOW)

    _make_leader_default(page)
    page.goto(page.url.removesuffix("/edit"))
    link = page.get_by_role("link", name="Für 32 Filialen prüfen und veröffentlichen")
    expect(link).to_be_visible()  # what follows is in test_everyone.py


def _fill_plan(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Sommerblüte Berlin")
    page.get_by_label("Name auf Englisch").fill("Summer bloom Berlin")
    page.get_by_label("Kurzname").fill("sommerbluete-berlin-2027")
    counted = page.locator("#audience-count")
    expect(counted).to_contain_text("412 Filialen sind gemeint")
    page.get_by_label("Deutschland", exact=True).uncheck()
    expect(counted).to_contain_text("0 Filialen", timeout=SLOW)
    page.get_by_label("Berlin und Brandenburg").check()
    expect(counted).to_contain_text("32 Filialen sind gemeint", timeout=SLOW)


def _make_leader_default(page: Page) -> None:
    ranking = page.locator("#ranking")
    expect(ranking).to_contain_text("Überschriften", timeout=SLOW)
    first = ranking.locator("tbody tr").first
    expect(first).to_contain_text(re.compile(r"in \d+ von 100 Ziehungen"))
    expect(first).to_contain_text(re.compile(r"[+−\d]+ bis [+−\d]+"))
    expect(first).to_contain_text(re.compile("Gut belegt|Noch offen"))
    leader = first.locator("th").inner_text()
    ranking.get_by_role("button", name=f"„{leader}“ zur Vorgabe machen").click()
    expect(ranking).to_contain_text(f"„{leader}“ ist die Vorgabe dieser Kampagne.", timeout=SLOW)
    page.reload()
    expect(page.locator("[name='default:headline']")).to_have_value(leader)


def test_the_brand_page_shows_the_kit_and_pictures_come_in(
    desktop: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desktop, "brand_manager")
    _bar(page, "Marke")
    main = page.get_by_role("main")
    for text in ("Halm", "62 0 100 0", "HKS 65 K", "Vollkorn-Bold.ttf"):
        expect(main.get_by_text(text, exact=False).first).to_be_visible()

    _bar(page, "Bilder")
    page.get_by_role("link", name="Bilder hinzufügen").click()
    page.locator("input[name=files]").set_input_files(
        {"name": "Schaufenster.jpg", "mimeType": "image/jpeg", "buffer": _photo()}
    )
    row = page.get_by_role("listitem").filter(has_text="Schaufenster.jpg")
    expect(row).to_contain_text("Wartet, bis Sie die Rechte bestätigen")
    page.get_by_label("Ich darf diese Bilder für Werbung verwenden.").check()
    expect(row).to_contain_text("hinzugefügt", timeout=3 * SLOW)
    expect(page.get_by_role("status").first).to_contain_text("1 von 1 Dateien fertig")
    row.get_by_role("link", name="Beschreiben").click()
    expect(page.get_by_text("1.600 × 1.200").first).to_be_visible()


def test_an_invited_person_gets_in_with_the_link(
    desktop: BrowserContext, phone: BrowserContext, sign_in: SignIn, portal: Portal
) -> None:
    page = sign_in(desktop, "administrator")
    page.goto(f"{portal.base_url}/accounts/")
    page.get_by_role("link", name="Person einladen").click()
    page.get_by_label("Name", exact=True).fill("Änne Überhörst")
    page.get_by_label("E-Mail-Adresse").fill("aenne.ueberhoerst@halmgruen.example")
    page.get_by_label("Rolle", exact=True).select_option(label="Auswertung")
    page.get_by_label("Ort").select_option(label="Hessen (Region)")
    page.get_by_role("button", name="Einladung erstellen").click()
    link = page.get_by_label("Link").input_value()

    invited = phone.new_page()
    invited.goto(link)
    expect(invited.get_by_role("main")).to_contain_text("Änne Überhörst")
    for field in invited.locator("input[type=password]").all():
        field.fill("drei Gießkannen am Zaun")
    invited.get_by_role("button", name="Festlegen und anmelden").click()
    expect(invited.get_by_role("heading", level=1)).to_have_text("Was wirkt wo")
    again = invited.goto(link)
    assert again is not None
    assert again.status == 410  # the link works once
