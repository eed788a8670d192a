"""A late fee in sentences: which debt, which days, which part of the rate."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from lk_app.domain.explanation_facts import Explanation
from lk_app.domain.fee_stretches import BillFee, FeeStretch
from lk_app.wording.dates import day, day_span, of_period
from lk_app.wording.figures import NBSP, plural, roubles

FEE_LAW = "Жилищный кодекс РФ, ст. 155, ч. 14"
CAPPED = Fraction(95, 1000)  # ПП РФ 474 of 2022, prolonged to 31.12.2026 [?]


def late_fees(explanation: Explanation) -> Iterator[str]:
    """What each overdue bill cost, day by day, and how they add up."""
    if explanation.fees is None:
        yield "Они начислены на долги, которые старше подключения счёта, или изменились позже."
        return
    yield (
        "Первые 30 дней после срока не считаем. Дальше каждый день — 1/300 ставки от долга, "
        "с 91-го дня — 1/130. На сами пени ничего не начисляем."
    )
    for fee in explanation.fees:
        yield _bill_fee(fee)
    if len(explanation.fees) > 1:
        total = " + ".join(roubles(fee.amount) for fee in explanation.fees)
        yield f"{total} = {roubles(explanation.bill.late_fee)}"
    if any(one.rate == CAPPED for fee in explanation.fees for one in fee.stretches):
        yield "Больше 9,5 % годовых до конца 2026 года мы не берём."


def _bill_fee(fee: BillFee) -> str:
    """Each bill is summed exactly and rounded once."""
    days = " + ".join(_stretch(one) for one in fee.stretches)
    return f"Долг {of_period(fee.period)}, срок {day(fee.due)}: {days} = {roubles(fee.amount)}"


def _stretch(one: FeeStretch) -> str:
    days = f"{one.days}{NBSP}{plural(one.days, 'день', 'дня', 'дней')}"
    return (
        f"{roubles(one.principal)} × {_percent(one.rate)} ÷ {one.divisor} × {days} "
        f"({_span(one.first, one.last)})"
    )


def _span(first: date, last: date) -> str:
    return day(first) if first == last else day_span(first, last)


def _percent(rate: Fraction) -> str:
    """19/200 → «9,5 %»."""
    return f"{float(rate * 100):g}".replace(".", ",") + f"{NBSP}%"
