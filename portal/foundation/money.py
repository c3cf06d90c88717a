"""Owns money: integer cents with a currency, and how shares of it are rounded."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies cannot be added."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in integer cents of one ISO 4217 currency."""

    cents: int
    currency: str = "EUR"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + self._same(other).cents, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - self._same(other).cents, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.cents, self.currency)

    def __bool__(self) -> bool:
        return self.cents != 0

    def share(self, percent: Decimal) -> "Money":
        """Return `percent` (0 to 100) of the amount, rounded half up to a cent."""
        cents = (Decimal(self.cents) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
        return Money(int(cents), self.currency)

    @property
    def amount(self) -> Decimal:
        """The amount in units of the currency, for formatting alone."""
        return Decimal(self.cents) / 100

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other


def smaller(first: Money, second: Money) -> Money:
    """Return the smaller of two amounts of one currency."""
    return first if (first - second).cents <= 0 else second
