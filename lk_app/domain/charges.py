"""Charges: kWh laid into bands, priced, rounded to the kopeck line by line."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lk_app.domain.consumption import Basis, Consumption
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.tariffs import PricedDays, PriceList, TariffBook


class BillLine(NamedTuple):
    """One line of a bill; `price` in kopecks a kWh, `amount` in kopecks."""

    register: str
    band: int
    kwh: int
    price: Kopecks
    amount: Kopecks
    basis: Basis
    tariff_row_id: int


def charge(use: Consumption, parts: Sequence[PricedDays]) -> tuple[BillLine, ...]:
    """The lines of one period's consumption under the tariffs that held in it.

    A tariff that changed inside the period splits every register by days, and each part is priced
    on its own with the full limits of its bands. Lines of 0 kWh are left out; in a part, bands
    ascend, and registers stand in the meter's order.
    """
    if len(parts) == 1:
        return tuple(_price(use.kwh, use.basis, parts[0].prices))
    days = [part.days for part in parts]
    split = {register: by_days(kwh, days) for register, kwh in use.kwh.items()}
    return tuple(
        line
        for index, part in enumerate(parts)
        for line in _price({r: split[r][index] for r in split}, use.basis, part.prices)
    )


def cost(
    kwh: Mapping[str, int], category: str, zones: int, period: Period, book: TariffBook
) -> Kopecks:
    """Kopecks these kWh would cost in a period; raises TariffRefused where there is no price."""
    use = Consumption(Basis.METERED, kwh, zones)
    return total(charge(use, book.parts(period, category, zones)))


def total(lines: Sequence[BillLine]) -> Kopecks:
    """Kopecks of all lines together."""
    return sum([line.amount for line in lines])


def by_days(kwh: int, days: Sequence[int]) -> list[int]:
    """`kwh` shared in proportion to days, in whole kWh, spare ones to the later parts."""
    parts = [kwh * share // sum(days) for share in days]
    for index in range(1, kwh - sum(parts) + 1):
        parts[-index] += 1
    return parts


def _price(kwh: Mapping[str, int], basis: Basis, prices: PriceList) -> list[BillLine]:
    lines: list[BillLine] = []
    left = kwh
    below = 0
    for band in prices.bands:
        unplaced = sum(left.values())
        if not unplaced:
            break
        room = unplaced if band.up_to_kwh is None else min(unplaced, band.up_to_kwh - below)
        placed = left if room == unplaced else in_proportion(room, left)
        for register, part in placed.items():
            if part:
                row = band.rows[register]
                amount = part * row.price
                lines.append(
                    BillLine(register, band.number, part, row.price, amount, basis, row.id)
                )
        if placed is left:
            break
        left = {register: left[register] - part for register, part in placed.items()}
        below += room
    return lines


def in_proportion(amount: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`amount` shared by weight in whole parts: largest remainder, ties to the earlier key."""
    whole = sum(weights.values())
    if amount == whole:
        return dict(weights)
    shares = {key: amount * weight // whole for key, weight in weights.items()}
    # sorted() is stable, so equal remainders keep the order of the registers
    by_remainder = sorted(weights, key=lambda key: -(amount * weights[key] % whole))
    for key in by_remainder[: amount - sum(shares.values())]:
        shares[key] += 1
    return shares
