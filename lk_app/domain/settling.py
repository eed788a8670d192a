"""What of the posted bills is still unpaid: money goes to the named bill, else to the oldest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lk_app.domain.billing_facts import AdjustmentKind, Bill
from lk_app.domain.late_fees import DUE_DAYS, DueDay, MoneyIn, Standing, due_date, lasting
from lk_app.domain.money import Kopecks
from lk_app.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Covered:
    """What a sum of money paid: of which bills, oldest first, and of fees; the rest waits."""

    bills: tuple[tuple[Period, Kopecks], ...]
    fees: Kopecks
    advance: Kopecks


def settle(
    opening_balance: Kopecks,
    bills: Sequence[Bill],
    money: Iterable[tuple[Period, MoneyIn]],
    due_days: Sequence[DueDay] = DUE_DAYS,
) -> Standing:
    """How an account stands after its bills, oldest first, and all money by booking period.

    Money booked after the last bill counts too: it is what came since.
    """
    if not bills:
        return Standing()
    before = bills[0].period - 1
    standing = Standing().billed(before, due_date(before, due_days), opening_balance, 0)
    waiting = _lasting(sorted(money, key=lambda one: (one[0], one[1].day)))
    for bill in bills:
        while waiting and waiting[0][0] <= bill.period:
            standing = _paid(standing, waiting.pop(0)[1])
        fees = sum(one.amount for one in bill.adjustments if one.kind is AdjustmentKind.FEE)
        principal = bill.charges + bill.adjustment_total - fees
        standing = standing.billed(bill.period, bill.due_date, principal, bill.late_fee + fees)
    for _, one in waiting:
        standing = _paid(standing, one)
    return standing


def _lasting(money: Sequence[tuple[Period, MoneyIn]]) -> list[tuple[Period, MoneyIn]]:
    """Without payments that were undone, in whatever period that is booked."""
    kept = lasting([one for _, one in money])
    found = []
    for period, one in money:
        if one in kept:
            kept.remove(one)
            found.append((period, one))
    return found


def _paid(standing: Standing, money: MoneyIn) -> Standing:
    return standing.paid(money.amount, money.named)


def covered(before: Standing, after: Standing) -> Covered:
    """What was paid by the money that makes `after` of `before`."""
    left = {debt.period: debt.principal for debt in after.debts}
    shares = ((debt.period, debt.principal - left.get(debt.period, 0)) for debt in before.debts)
    return Covered(
        bills=tuple((period, share) for period, share in shares if share > 0),
        fees=before.fees - after.fees,
        advance=max(after.credit, 0) - max(before.credit, 0),
    )
