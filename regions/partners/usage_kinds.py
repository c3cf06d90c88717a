"""Owns the kinds of usage events that partners and outlets record."""

from portal.foundation.usage_kinds import declare_kind

CHANGE_REPORTED = declare_kind(
    "outlet.change_reported",
    "Eine Filiale hat eine Änderung ihrer Stammdaten gemeldet.",
    "An outlet reported a change of its master data.",
)
