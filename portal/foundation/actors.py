"""Owns the shortest form of who did something, which every package may name."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An account and the role in which it acted."""

    account_id: UUID
    role: str
