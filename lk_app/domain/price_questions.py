"""What a stranger asks of the price list: what a month would cost, and how the price has moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lk_app.domain.charges import charge, in_proportion, total
from lk_app.domain.consumption import Basis, Consumption
from lk_app.domain.money import Kopecks
from lk_app.domain.tariffs import PricedDays, PriceList

MOST_KWH = 100_000  # a month of a household; more is a slip of the finger


@dataclass(frozen=True, slots=True)
class MonthAsked:
    """A month's kWh and how much of it, per cent, falls on the night and on the peak hours."""

    kwh: int
    night: int
    peak: int

    def registers(self, zones: int) -> dict[str, int]:
        """Whole kWh by the registers of a meter with so many zones."""
        if zones == 1:
            return {"single": self.kwh}
        rest = 100 - self.night
        if zones == 2:
            return in_proportion(self.kwh, {"day": rest, "night": self.night})
        peak = min(self.peak, rest)
        weights = {"peak": peak, "half-peak": rest - peak, "night": self.night}
        return in_proportion(self.kwh, weights)


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A price since a day, and how it differs from the one before (1/20 is 5 % more)."""

    since: date
    price: Kopecks
    change: Fraction | None


def month_cost(asked: MonthAsked, zones: int, prices: PriceList) -> Kopecks:
    """Kopecks of the month by these prices."""
    use = Consumption(Basis.METERED, asked.registers(zones), zones)
    return total(charge(use, [PricedDays(1, prices)]))


def price_steps(lists: Sequence[PriceList], register: str) -> list[PriceStep]:
    """Every change of a register's price in the first band, the earliest first."""
    steps: list[PriceStep] = []
    for prices in sorted(lists, key=lambda one: one.valid_from):
        price = prices.bands[0].rows[register].price
        if steps and steps[-1].price == price:
            continue
        change = Fraction(price, steps[-1].price) - 1 if steps else None
        steps.append(PriceStep(prices.valid_from, price, change))
    return steps
