"""Owns how passwords are kept and compared: argon2id, and as long for an unknown account."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
#: The hash of a password that nobody has, so that an unknown account takes its time too.
_NOBODY = _hasher.hash("no account has this password: 7f3a1c")


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; None takes as long and never matches."""
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether a stored hash should be made again with today's cost."""
    return _hasher.check_needs_rehash(stored)
