"""Owns how refused view links are audited: so seldom that no stranger can fill the audit trail."""

import hashlib
import hmac
import ipaddress
import threading
from datetime import datetime, timedelta

from portal.foundation import audit, clock
from portal.foundation.config import settings

WINDOW = timedelta(hours=1)
MOST_ROWS = 60
MOST_COUNTED = 4096
_MANY = "many"


class Tally:
    """Counts refusals within an hour, and tells which of them are worth a row.

    Of each address and reason these are the first, the tenth, the hundredth and so on, each with
    what it counts; once an hour has had its rows, the same of all that follow together. What is
    counted lies in this process alone, and is of a limited size whatever comes.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str], int] = {}
        self._rows = 0
        self._began: datetime | None = None

    def count(self, source: str, reason: str, now: datetime) -> tuple[str, int] | None:
        """Count one refusal; return as whose it is to be written and how many it stands for."""
        with self._lock:
            if self._began is None or not timedelta(0) <= now - self._began < WINDOW:
                self._counts, self._rows, self._began = {}, 0, now
            is_known = (source, reason) in self._counts
            if self._rows >= MOST_ROWS or (not is_known and len(self._counts) >= MOST_COUNTED):
                source = _MANY
            key = source, reason
            self._counts[key] = count = self._counts.get(key, 0) + 1
            if not _is_power_of_ten(count):
                return None
            self._rows += 1
            return source, count


def record(tally: Tally, token: str, reason: str, address: str) -> None:
    """Audit that a link was refused, unless that is told already; nothing kept lets anybody in."""
    now = clock.now()
    found = tally.count(_network(address), reason, now)
    if found is None:
        return
    source, count = found
    audit.audit_refusal(
        "view_link.open",
        actor=None,
        subject="view_link",
        subject_id=hashlib.sha256(token.encode(errors="replace")).hexdigest()[:16],
        details={"reason": reason, "count": count, "from": _named(source, now)},
    )


def _named(source: str, now: datetime) -> str:
    """Return a name for an address that is another one each day and leads back to nobody."""
    if source == _MANY:
        return source
    told = f"{now.date()} {source}".encode()
    return hmac.new(settings().secret_key.encode(), told, hashlib.sha256).hexdigest()[:12]


def _network(address: str) -> str:
    """Return what one caller can be counted as: an address, or the network that one is handed."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if known.version == 4:  # noqa: PLR2004 - the version of the protocol
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False))


def _is_power_of_ten(count: int) -> bool:
    return str(count).strip("0") == "1"
