"""Owns the canonical JSON of values: what the browser sends goes in, what is stored comes out.

    text, multiline, url, choice   "…"
    price                          {"cents": 299, "starting_from": true}, with "mode" where it is
                                   not simply the outlet's own, "ends" of a promotional one, and
                                   "lowest_cents" of the 30 days before a reduction
    quantity                       {"amount": "6", "unit": "Pflanze"}
    date_range                     {"from": "2027-05-10", "until": "2027-05-22"}
    event_time                     {"day": "2027-05-15", "from": "10:00", "until": "16:00"}
    photo                          {"sha256": "…", "zoom": 1.0, "x": 0.5, "y": 0.5}; the crop
                                   is null where the template's own is kept
    rows                           [{"name", "size", "unit_price", "cents"}]
    address                        {"street", "postcode", "city", "phone"}
    hours                          [{"days", "hours"}]

Reading a canonical value again gives the same value.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from brand_assets.design_facts import PriceMode
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json
from portal.foundation.errors import N_

MAX_TEXT = 2000
MAX_ROWS = 12
MAX_CENTS = 10_000_000
MAX_ZOOM = 4.0
MAX_URL = 300


class Unusable(Exception):
    """A raw value that cannot be read; the message says what is expected."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params


def canonical_value(field: FieldDefinition, raw: Json) -> Json:
    """Return the canonical JSON of a raw value; None where it is empty; raises Unusable."""
    if raw is None or raw in ("", [], {}):
        return None
    return _READERS[field.kind](field, raw)


def _text(field: FieldDefinition, raw: Json) -> Json:
    text = " ".join(_clean(raw).split())
    return _within(field, text)


def _multiline(field: FieldDefinition, raw: Json) -> Json:
    lines = [" ".join(line.split()) for line in _clean(raw).splitlines()]
    return _within(field, "\n".join(lines).strip("\n"))


def _within(field: FieldDefinition, text: str) -> str | None:
    most = field.max_chars or MAX_TEXT
    if len(text) > most:
        raise Unusable(
            N_("%(count)s characters, %(most)s are possible. Please shorten the text."),
            count=len(text),
            most=most,
        )
    return text or None


def _clean(raw: Json, most: int = MAX_TEXT * 2) -> str:
    """Return the text in one normal form, without control characters or invisible marks."""
    if not isinstance(raw, str):
        raise Unusable(N_("Please enter text here."))
    if len(raw) > most:
        raise Unusable(N_("This text is too long to read. Please shorten it."))
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in "\n\t" or not _invisible(c))


def _invisible(character: str) -> bool:
    # Joiners shape some scripts and a soft hyphen breaks a word; all else that is unseen goes.
    keep = "\u00ad\u200c\u200d"
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") and character not in keep


_PRICE = re.compile(
    r"^(?P<ab>ab\s*|from\s*)?(?:€\s*)?(?P<euros>\d{1,3}(?:[.\s]\d{3})+|\d{1,6})(?:[,.](?P<cents>\d{1,2}))?\s*(?:€|EUR)?$",
    re.IGNORECASE,
)


def _price(field: FieldDefinition, raw: Json) -> Json:
    cents, starting_from = _cents(raw)
    least, most = field.least or 1, field.most or MAX_CENTS
    if not least <= cents <= most:
        raise Unusable(
            N_("The price can be between %(least)s and %(most)s €."),
            least=_euros(least),
            most=_euros(most),
        )
    return {"cents": cents, "starting_from": starting_from, **_about_price(field, raw)}


def _about_price(field: FieldDefinition, raw: Json) -> dict[str, Json]:
    """Return mode, end and lowest price, each where it says more than that the price is one."""
    parts = raw if isinstance(raw, Mapping) else {}
    mode = _mode(field, parts.get("mode"))
    about: dict[str, Json] = {}
    if mode is not PriceMode.OWN or field.price_mode is not PriceMode.OWN:
        about["mode"] = mode.value
    if mode is PriceMode.PROMOTIONAL:
        about["ends"] = _end_of_price(field, parts.get("ends"))
    lowest = parts.get("lowest_cents", parts.get("lowest"))
    if lowest not in (None, "") and mode.is_asked:
        about["lowest_cents"] = _lowest(lowest)
    return about


def _mode(field: FieldDefinition, raw: Json) -> PriceMode:
    if raw in (None, ""):
        return field.price_mode
    found = next((mode for mode in field.price_modes if mode == raw), None)
    if found is None:
        raise Unusable(N_("This kind of price is not possible here. Choose one that is offered."))
    return found


def _end_of_price(field: FieldDefinition, raw: Json) -> str:
    try:
        return date.fromisoformat(raw if isinstance(raw, str) else "").isoformat()
    except ValueError:
        raise Unusable(
            N_("A promotional price needs its last day. Please choose a date.")
        ) from None


def _lowest(raw: Json) -> int:
    cents, _ = _cents({"cents": raw} if isinstance(raw, int) else raw)
    if not 0 < cents <= MAX_CENTS:
        raise Unusable(N_("Please enter a price such as 6,99 €."))
    return cents


def _cents(raw: Json) -> tuple[int, bool]:
    if isinstance(raw, Mapping) and isinstance(raw.get("text"), str):
        cents, _ = _cents(raw["text"])
        return cents, bool(raw.get("starting_from"))
    if isinstance(raw, Mapping):
        given = raw.get("cents")
        if not isinstance(given, int) or isinstance(given, bool):
            raise Unusable(N_("Please enter a price such as 6,99 €."))
        return given, bool(raw.get("starting_from"))
    found = _PRICE.match(_clean(raw, 40).strip().replace("\u202f", " ").replace("\u00a0", " "))
    if not found:
        raise Unusable(N_("Please enter a price such as 6,99 €."))
    euros = int(re.sub(r"\D", "", found["euros"]))
    return euros * 100 + int((found["cents"] or "0").ljust(2, "0")), bool(found["ab"])


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


_QUANTITY = re.compile(r"^(?P<amount>\d{1,5}(?:[.,]\d{1,3})?)\s*[x\u00d7-]?\s*(?P<unit>\D{1,30})$")


def _quantity(field: FieldDefinition, raw: Json) -> Json:
    text = f"{raw.get('amount', '')} {raw.get('unit', '')}" if isinstance(raw, Mapping) else raw
    found = _QUANTITY.match(_clean(text, 60).strip())
    try:
        amount = Decimal(found["amount"].replace(",", ".")) if found else Decimal(0)
    except InvalidOperation:
        amount = Decimal(0)
    if not found or amount <= 0:
        raise Unusable(N_("Please enter a number and a unit, such as 10 Stück."))
    unit = found["unit"].strip()
    for choice in field.choices:
        if unit.casefold() in {choice.value.casefold(), choice.label.de.casefold()}:
            unit = choice.value
    return {"amount": f"{amount.normalize():f}", "unit": unit}


def _date_range(field: FieldDefinition, raw: Json) -> Json:
    parts = _mapping(raw)
    first, last = _day(field, parts.get("from")), _day(field, parts.get("until"))
    if last < first:
        raise Unusable(N_("The end lies before the beginning. Please swap the two dates."))
    return {"from": first.isoformat(), "until": last.isoformat()}


def _day(field: FieldDefinition, raw: Json) -> date:
    try:
        day = date.fromisoformat(raw if isinstance(raw, str) else "")
    except ValueError:
        raise Unusable(N_("Please choose a date.")) from None
    early = field.earliest and day.isoformat() < field.earliest
    late = field.latest and day.isoformat() > field.latest
    if early or late:
        raise Unusable(
            N_("Possible from %(earliest)s to %(latest)s."),
            earliest=_german(field.earliest),
            latest=_german(field.latest),
        )
    return day


def _german(day: str | None) -> str:
    return date.fromisoformat(day).strftime("%d.%m.%Y") if day else "…"


def _event_time(field: FieldDefinition, raw: Json) -> Json:
    parts = _mapping(raw)
    day, start, end = _day(field, parts.get("day")), _time(parts, "from"), _time(parts, "until")
    if end <= start:
        raise Unusable(N_("The end lies before the beginning. Please check the times."))
    return {"day": day.isoformat(), "from": f"{start:%H:%M}", "until": f"{end:%H:%M}"}


def _time(parts: Mapping[str, Json], key: str) -> time:
    try:
        # Without a zone that somebody may have written: the time is the outlet's own.
        return time.fromisoformat(str(parts.get(key, ""))).replace(tzinfo=None)
    except ValueError:
        raise Unusable(N_("Please enter a time such as 10:00.")) from None


def _photo(field: FieldDefinition, raw: Json) -> Json:
    parts = _mapping(raw)
    sha256 = parts.get("sha256")
    if not isinstance(sha256, str) or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise Unusable(N_("Please choose a photo from the library."))
    return {
        "sha256": sha256,
        "zoom": _number(parts.get("zoom"), 1.0, MAX_ZOOM),
        "x": _number(parts.get("x"), 0.0, 1.0),
        "y": _number(parts.get("y"), 0.0, 1.0),
    }


def _number(raw: Json, least: float, most: float) -> float | None:
    if raw is None:
        return None
    try:
        value = float(raw)
    except (TypeError, ValueError, OverflowError):
        raise Unusable(N_("Please set the crop again.")) from None
    if not least <= value <= most:
        raise Unusable(N_("Please set the crop again."))
    return round(value, 4)


def _rows(field: FieldDefinition, raw: Json) -> Json:
    if not isinstance(raw, list) or len(raw) > MAX_ROWS * 2:
        raise Unusable(N_("Please enter the offers line by line."))
    rows = [row for entry in raw if (row := _row(entry)) is not None]
    least, most = field.least or 0, field.most or MAX_ROWS
    if rows and not least <= len(rows) <= most:
        raise Unusable(
            N_("%(least)s to %(most)s lines are possible, there are %(count)s."),
            least=least,
            most=most,
            count=len(rows),
        )
    return rows or None


def _row(raw: Json) -> Json:
    parts = _mapping(raw)
    texts = {key: _short(parts.get(key)) for key in ("name", "size", "unit_price")}
    price = parts.get("price") or ({"cents": parts["cents"]} if parts.get("cents") else None)
    if not any(texts.values()) and price is None:
        return None
    if not texts["name"] or price is None:
        raise Unusable(N_("Each line needs a name and a price."))
    cents, _ = _cents(price)
    if not 0 < cents <= MAX_CENTS:
        raise Unusable(N_("Please enter a price such as 6,99 €."))
    return {**texts, "cents": cents}


def _address(field: FieldDefinition, raw: Json) -> Json:
    parts = _mapping(raw)
    address = {key: _short(parts.get(key)) for key in ("street", "postcode", "city", "phone")}
    if not all(address[key] for key in ("street", "postcode", "city")):
        raise Unusable(N_("Street, postcode and town are needed."))
    return address


def _hours(field: FieldDefinition, raw: Json) -> Json:
    if not isinstance(raw, list) or len(raw) > MAX_ROWS:
        raise Unusable(N_("Please enter the opening hours line by line."))
    lines = [
        {"days": _short(p.get("days")), "hours": _short(p.get("hours"))} for p in map(_mapping, raw)
    ]
    return [line for line in lines if line["days"] or line["hours"]] or None


def _url(field: FieldDefinition, raw: Json) -> Json:
    text = _clean(raw, MAX_URL).strip()
    try:
        parts = urlsplit(text)
        usable = parts.scheme.lower() == "https" and "." in (parts.hostname or "")
        usable = usable and parts.username is None and parts.password is None
        usable = usable and not re.search(r'[\s<>"\\]', text)
    except ValueError:
        usable = False
    if not usable:
        raise Unusable(N_("Please enter an address that begins with https://."))
    _refuse_foreign_host(field, parts.hostname or "")
    return text


def _refuse_foreign_host(field: FieldDefinition, host: str) -> None:
    if field.hosts and not any(host == own or host.endswith(f".{own}") for own in field.hosts):
        raise Unusable(N_("The address must lead to %(hosts)s."), hosts=", ".join(field.hosts))


def _choice(field: FieldDefinition, raw: Json) -> Json:
    if raw not in [choice.value for choice in field.choices]:
        raise Unusable(N_("Please choose one of the values offered."))
    return raw


def _computed(field: FieldDefinition, raw: Json) -> Json:
    raise Unusable(N_("This value is computed and cannot be entered."))


def _mapping(raw: Json) -> Mapping[str, Json]:
    if not isinstance(raw, Mapping):
        raise Unusable(N_("Please fill in all parts."))
    return raw


def _short(raw: Json) -> str:
    return " ".join(_clean(raw or "", 400).split())


_READERS: Mapping[FieldKind, Callable[[FieldDefinition, Json], Json]] = {
    FieldKind.TEXT: _text,
    FieldKind.MULTILINE: _multiline,
    FieldKind.PRICE: _price,
    FieldKind.QUANTITY: _quantity,
    FieldKind.UNIT_PRICE: _computed,
    FieldKind.DATE_RANGE: _date_range,
    FieldKind.EVENT_TIME: _event_time,
    FieldKind.PHOTO: _photo,
    FieldKind.ROWS: _rows,
    FieldKind.ADDRESS: _address,
    FieldKind.HOURS: _hours,
    FieldKind.URL: _url,
    FieldKind.CHOICE: _choice,
}
