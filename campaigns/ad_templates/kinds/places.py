"""Owns the kinds that tell where and who: an address, a person."""

import re

from campaigns.ad_templates.fields import FieldDefinition, Json
from campaigns.ad_templates.kinds.common import Unusable, one_line, parts_of
from campaigns.ad_templates.kinds.phones import written_phone
from campaigns.ad_templates.kinds.photos import read_hash
from portal.foundation.errors import N_

_POSTCODE = re.compile(r"[A-Z0-9](?:[A-Z0-9 -]{1,8})[A-Z0-9]", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@(?:[\w-]{1,63}\.){1,8}\w{2,24}")


def read_address(_field: FieldDefinition, raw: Json) -> Json:
    """Read where an outlet is, and its telephone number where it has one."""
    parts = parts_of(raw)
    address = {key: one_line(parts.get(key)) for key in ("street", "postcode", "city")}
    phone = one_line(parts.get("phone"))
    if not any(address.values()) and not phone:
        return None
    if not all(address.values()):
        raise Unusable(N_("Street, postcode and town are needed."))
    if not _POSTCODE.fullmatch(address["postcode"]):
        raise Unusable(N_("Please enter a postcode such as 66111."))
    return {**address, "phone": written_phone(phone)}


def read_person(_field: FieldDefinition, raw: Json) -> Json:
    """Read who it is: the name, and what else is known; the photo is optional too."""
    parts = parts_of(raw)
    texts = {key: one_line(parts.get(key)) for key in ("name", "role", "phone", "email")}
    sha256 = parts.get("sha256")
    if not any(texts.values()) and not sha256:
        return None
    if not texts["name"]:
        raise Unusable(N_("A person needs a name."))
    if texts["email"] and not _MAIL.fullmatch(texts["email"]):
        raise Unusable(N_("Please enter an e-mail address such as anna@example.com."))
    photo = {"sha256": read_hash(sha256)} if sha256 else {}
    return {**texts, "phone": written_phone(texts["phone"]), **photo}
