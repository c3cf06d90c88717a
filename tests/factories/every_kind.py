"""Owns a campaign with a field of every kind, and a page on which each of them is set."""

from typing import Any
from uuid import UUID

from brand_assets.design_facts import Bilingual, PriceMode
from campaigns.ad_templates.fields import Choice, FieldDefinition, FieldKind, Section
from campaigns.ad_templates.service import TemplateDraft, publish_template_version
from campaigns.planning.audience import audience_of
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignPlan, FormatPlan, Kpi
from campaigns.planning.service import formats_of, plan_campaign, publish_campaign
from regions.accounts.rules import Actor

EXAMPLE = "Ihr Satz über Ihren Markt"
LONG = "Viel zu lang, um in die eine Zeile dieses kleinen Rahmens zu passen"
SHORTER = ("Kommt auch in eine Zeile des Rahmens nicht ganz hinein", "Passt gut", "Kurz")
HALF = 65.0


def _field(kind: FieldKind, german: str, english: str, **limits: Any) -> FieldDefinition:
    key = f"alles.{kind.value}"
    order = list(FieldKind).index(kind)
    label = Bilingual(german, english)
    return FieldDefinition(key=key, kind=kind, label=label, order=order, **limits)


def every_field(photo: str) -> tuple[FieldDefinition, ...]:
    """Return a definition of each kind; one text is locked, one is an example."""
    by_brand = Bilingual("Marke & Gestaltung", "Brand & design")
    pot = Choice(value="Topf", label=Bilingual("Töpfe", "pots"))
    return (
        _field(FieldKind.TEXT, "Satz", "Sentence", default=EXAMPLE, must_change=True),
        _field(FieldKind.MULTILINE, "Zeile", "Line", default="Kurz", alternatives=SHORTER),
        _field(
            FieldKind.RICH_TEXT, "Ausgezeichneter Text", "Marked text", marks=("bold", "super")
        ),
        _field(FieldKind.NUMBER, "Fläche", "Area", unit="m²", decimals=1, most=9999),
        _field(
            FieldKind.PRICE,
            "Preis",
            "Price",
            price_modes=(PriceMode.OWN, PriceMode.PROMOTIONAL, PriceMode.RECOMMENDED),
        ),
        _field(FieldKind.QUANTITY, "Menge", "Quantity", choices=(pot,)),
        _field(
            FieldKind.UNIT_PRICE,
            "Grundpreis",
            "Unit price",
            source="alles.price/alles.quantity",
            required=False,
        ),
        _field(FieldKind.DATE_RANGE, "Zeitraum", "Period", section=Section.PERIOD),
        _field(FieldKind.EVENT_TIME, "Termin", "Event", section=Section.EVENT),
        _field(FieldKind.PHOTO, "Bild", "Picture", section=Section.PICTURE, default=_photo(photo)),
        _field(
            FieldKind.ROWS,
            "Preistabelle",
            "Price table",
            section=Section.TABLE,
            most=4,
            price_modes=(PriceMode.OWN, PriceMode.PROMOTIONAL),
        ),
        _field(
            FieldKind.ADDRESS, "Anschrift", "Address", section=Section.OUTLET,
            source="outlet.address",
        ),
        _field(
            FieldKind.HOURS, "Öffnungszeiten", "Opening hours", section=Section.OUTLET,
            source="outlet.hours",
        ),
        _field(FieldKind.PHONE, "Bestelltelefon", "Phone for orders", section=Section.OUTLET),
        _field(FieldKind.PERSON, "Ansprechperson", "Contact", section=Section.OUTLET),
        _field(
            FieldKind.URL,
            "Ziel des QR-Codes",
            "Where the code leads",
            section=Section.OUTLET,
            hosts=("halmgruen.example",),
        ),
        _field(
            FieldKind.CHOICE,
            "Pflanze",
            "Plant",
            choices=(
                Choice(value="Tomate", label=Bilingual("Tomaten", "Tomatoes")),
                Choice(value="Basilikum", label=Bilingual("Basilikum", "Basil")),
            ),
        ),
        FieldDefinition(
            key="alles.fest",
            kind=FieldKind.TEXT,
            label=Bilingual("Rechtszeile", "Legal line"),
            section=Section.FIXED,
            locked=True,
            locked_by=by_brand,
            default="Solange der Vorrat reicht.",
        ),
    )  # fmt: skip


def _photo(sha256: str) -> dict[str, Any]:
    return {"sha256": sha256, "zoom": None, "x": None, "y": None}


def everything(photo: str) -> dict[str, Any]:
    """Return what a person enters into each field that can be entered, as the browser sends it."""
    return {
        "alles.text": "Seit 1987 im Weidengrund.",
        "alles.multiline": "Kurz",
        "alles.rich_text": "**Neu:** Beete bis 3 m^2^",
        "alles.number": "1.250,5",
        "alles.price": {
            "text": "2,99",
            "starting_from": True,
            "mode": "promotional",
            "ends": "2027-05-01",
            "lowest": "3,49",
        },
        "alles.quantity": "6 Töpfe",
        "alles.date_range": {"from": "2027-04-19", "until": "2027-05-01"},
        "alles.event_time": {"day": "2027-04-24", "from": "10:00", "until": "16:00"},
        "alles.photo": {"sha256": photo, "zoom": 1.2, "x": 0.5, "y": 0.4},
        "alles.rows": [
            {"name": "Tomate", "size": "12-cm-Topf", "unit_price": "", "price": "ab 2,99"},
            {"name": "Erde", "size": "40 l", "unit_price": "1 l = 0,22 €", "price": "8,99"},
        ],
        "alles.address": {
            "street": "Am Weidengrund 12",
            "postcode": "21029",
            "city": "Hamburg",
            "phone": "(040) 66969-412",
        },
        "alles.hours": [{"days": "Mo–Fr", "hours": "9–19 Uhr"}],
        "alles.phone": "0049 40 / 66969-0",
        "alles.person": {
            "name": "Anna Beispiel",
            "role": "Beraterin",
            "phone": "0170/1234567",
            "email": "anna@halmgruen.example",
            "sha256": photo,
        },
        "alles.url": "https://halmgruen.example/tomaten",
        "alles.choice": "Basilikum",
    }


_MARKED = {"alles.rich_text": ["bold", "super"]}
_OWN_FRAMES = frozenset({"photo", "rows", "url", "person"})


def every_kind_document() -> dict[str, Any]:
    """Return a page of an A5 flyer that shows each field in a frame of its own."""
    kinds = [kind.value for kind in FieldKind if kind.value not in _OWN_FRAMES]
    keys = [f"alles.{kind}" for kind in kinds] + ["alles.fest", "alles.person"]
    frames = [_text(key, 12.0 + n % 2 * HALF, 12.0 + n // 2 * 14) for n, key in enumerate(keys)]
    frames += [
        _frame("photo", "bild", 78, 122, 58, 30, field="alles.photo"),
        _frame("photo", "portrait", 120, 156, 16, 16, field="alles.person"),
        _frame("qr", "code", 78, 156, 24, 24, field="alles.url", colour="Schwarz", ground="Weiss"),
        _frame("table", "tabelle", 12, 140, 60, 40, **_TABLE, field="alles.rows"),
        _frame("logo", "logo", 12, 188, 45.824, 8.2, variant="schwarz"),
    ]
    ground = _frame("rect", "grund", -3, -3, 154, 216, colour="Weiss")
    return {
        "schema_version": 1,
        "key": "alles-flyer-a5",
        "title": {"de": "Jede Art von Feld", "en": "Every kind of field"},
        "format_key": "flyer-a5",
        "medium": "print",
        "unit": "mm",
        "width": 148,
        "height": 210,
        "bleed": 3,
        "margin": 8,
        "pages": [{"frames": [ground, *frames]}, {"frames": [{**ground, "id": "grund-2"}]}],
    }


_TYPE = {"style": "Text", "colour": "Schwarz", "size_max": 10.0, "size_min": 8.0}
_TABLE = {
    **_TYPE,
    "row_height": 8.6,
    "rows_min": 0,
    "rows_max": 4,
    "columns": [
        {"source": "name", "share": 0.5, "style": "TextFett", "size": 9.0},
        {"source": "price", "share": 0.5, "style": "Text", "size": 9.0, "align": "right"},
    ],
}


def _text(key: str, x: float, y: float) -> dict[str, Any]:
    part = {"kind": "field", "field": key, "marks": _MARKED.get(key, [])}
    # The line has room for a few words alone, so that a longer text does not fit.
    height = {"alles.multiline": 4.6, "alles.person": 20.0}.get(key, 13.0)
    only = {"max_lines": 1} if key == "alles.multiline" else {}
    width = 40.0 if only else HALF - 5
    return _frame("text", key.replace(".", "-"), x, y, width, height, **_TYPE, **only, parts=[part])


def _frame(
    kind: str, key: str, x: float, y: float, w: float, h: float, **more: Any
) -> dict[str, Any]:
    name = {"de": key, "en": key}
    return {
        "kind": kind,
        "id": key.replace("_", "-"),
        "name": name,
        "x": x,
        "y": y,
        "w": w,
        "h": h,
        "locked": kind in ("rect", "logo"),
        **more,
    }


def publish_every_kind(
    brand: Actor, planner: Actor, like: Campaign, kit_version_id: UUID, photo: str
) -> Campaign:
    """Publish the campaign beside another one: the same days, audience and fund."""
    draft = TemplateDraft(
        key="alles-flyer-a5",
        name=Bilingual("Jede Art von Feld", "Every kind of field"),
        format_key="flyer-a5",
        document=every_kind_document(),
        kit_version_id=kit_version_id,
    )
    version = publish_template_version(brand, draft)
    plan = CampaignPlan(
        slug="jede-art-von-feld",
        name=Bilingual("Jede Art von Feld", "Every kind of field"),
        path=like.path,
        kpi=Kpi.OUTLETS_ORDERED,
        target_value=10.0,
        target_date=like.target_date,
        order_from=like.order_from,
        order_until=like.order_until,
        runs_from=like.runs_from,
        runs_until=like.runs_until,
        audience=audience_of(like.id),
        formats=(FormatPlan("flyer-a5", version.id, formats_of(like.id)[0].channel_key),),
        fields=every_field(photo),
        coop_percent=like.coop_percent,
        coop_fund_cents=100_000,
        link_target="https://halmgruen.example",
    )
    return publish_campaign(planner, plan_campaign(planner, plan).id)
