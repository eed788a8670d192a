"""The bill of a month that is not posted yet: as it stands, and as it would be without a reading.

It is the very bill a run would post, made from the same facts by the same rules.
"""

from dataclasses import dataclass

from lk_app.domain.billing_facts import AccountForBilling, Bill, BillingRefused, Rules
from lk_app.domain.bills import bill_through
from lk_app.domain.charges import cost
from lk_app.domain.consumption import AVERAGE_BASE_LEAST
from lk_app.domain.meters import serving
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period
from lk_app.domain.readings import ReadingSet
from lk_app.domain.windows import counted_period

USUAL_MONTHS = AVERAGE_BASE_LEAST  # fewer metered months do not say what is usual
WIDEST_SPREAD = 3  # «на 40–1 190 ₽ больше» tells nobody anything: at most three times the least


@dataclass(frozen=True, slots=True)
class Forecast:
    """Money in kopecks. `with_reading` is None while no reading was sent for the month.

    `usual` are the least and the most that the last metered months' kWh would cost in this one;
    None with fewer than three of them.
    """

    period: Period
    with_reading: Bill | None
    without: Bill
    usual: tuple[Kopecks, Kopecks] | None

    @property
    def expected(self) -> Bill:
        """The bill as it stands today."""
        return self.with_reading or self.without

    @property
    def dearer_by(self) -> tuple[Kopecks, Kopecks] | None:
        """How much more than usual a month without a reading costs, the least and the most.

        None unless it is more than every usual month, or where the two lie too far apart.
        """
        if self.usual is None:
            return None
        least, most = (self.without.charges - usual for usual in reversed(self.usual))
        return (least, most) if least > 0 and most <= least * WIDEST_SPREAD else None


def forecast(account: AccountForBilling, period: Period, rules: Rules) -> Forecast:
    """The bill of an open period from what is known now.

    Raises BillingRefused as a run does, and billing.not_next when the period is posted already.
    """
    if period < account.next_period:
        raise BillingRefused(
            "billing.not_next",
            account_number=account.account_number,
            period=period,
            expected=account.next_period,
        )
    earlier = tuple(one for one in account.readings if _counts_for(one, rules) < period)
    sent = any(_counts_for(one, rules) == period and one.is_usable for one in account.readings)
    without = bill_through(account._replace(readings=earlier), period, rules)[-1]
    return Forecast(
        period=period,
        with_reading=bill_through(account, period, rules)[-1] if sent else None,
        without=without,
        usual=_usual(account, period, rules),
    )


def _counts_for(one: ReadingSet, rules: Rules) -> Period:
    return one.counted_in or counted_period(one.received_on(rules.tz), rules.windows)


def _usual(
    account: AccountForBilling, period: Period, rules: Rules
) -> tuple[Kopecks, Kopecks] | None:
    """What the last metered months would cost at this month's prices: the least and the most."""
    meter = serving(account.meters, period.first_day)
    months = _usual_months(account)
    if meter is None or len(months) < USUAL_MONTHS:
        return None
    costs = [
        cost(_kwh(bill, meter.registers), account.category, meter.zones, period, rules.book)
        for bill in months
    ]
    return min(costs), max(costs)


def _usual_months(account: AccountForBilling) -> list[Bill]:
    """The last bills by the meter, which say what is usual for this account."""
    return [bill for bill in account.posted if bill.is_metered][-USUAL_MONTHS:]


def _kwh(bill: Bill, registers: tuple[str, ...]) -> dict[str, int]:
    return {
        register: sum(line.kwh for line in bill.lines if line.register == register)
        for register in registers
    }
