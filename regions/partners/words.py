"""Owns what the columns of master data are called on a page, and how their values read."""

from typing import Any

from portal.foundation.errors import N_

FIELD_NAMES = {
    "name": N_("Name in ads"),
    "place": N_("Name among colleagues"),
    "street": N_("Street and number"),
    "postcode": N_("Postcode"),
    "city": N_("Town"),
    "phone": N_("Telephone"),
    "email": N_("E-mail address"),
    "opening_hours": N_("Opening hours"),
    "latitude": N_("Latitude"),
    "longitude": N_("Longitude"),
    "tags": N_("Tags"),
    "size": N_("Floor space"),
    "time_zone": N_("Time zone"),
    "open": N_("In business"),
    "partner.name": N_("Partner's name"),
    "partner.legal_form": N_("Legal form"),
    "partner.owner": N_("Owner"),
}


def shown_value(value: Any) -> str:
    """Return a stored value of master data as one line of text."""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, list):
        parts = [f"{x['days']} {x['hours']}" if isinstance(x, dict) else str(x) for x in value]
        return ", ".join(parts) or "–"
    return str(value) if value not in (None, "") else "–"
