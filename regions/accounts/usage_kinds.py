"""Owns the kinds of usage events that accounts record."""

from portal.foundation.usage_kinds import declare_kind

SIGNED_IN = declare_kind(
    "account.signed_in", "Ein Konto hat sich angemeldet.", "An account signed in."
)
INVITED = declare_kind("account.invited", "Eine Person wurde eingeladen.", "A person was invited.")
