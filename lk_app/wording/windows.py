"""The submission window, said: until when, how long that is, and what happens otherwise."""

from datetime import date, datetime, timedelta
from typing import Protocol

from lk_app.domain.billing_facts import AdjustmentKind
from lk_app.domain.forecasts import Forecast
from lk_app.domain.periods import Period
from lk_app.domain.windows import WindowStatus
from lk_app.settings import MissingReadingPolicy
from lk_app.wording.dates import MONTHS, day, day_span, remaining
from lk_app.wording.figures import number, roubles, signed

OTHERWISE = {  # how a month without readings is billed
    MissingReadingPolicy.DECREE354: "по среднему",
    MissingReadingPolicy.NORM: "по нормативу",
}
TEN_ROUBLES = 1_000  # kopecks: a forecast said to the rouble would look like a promise


class _Window(Protocol):
    """Where a subscriber stands in this month's window."""

    @property
    def status(self) -> WindowStatus: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def closes_at(self) -> datetime: ...
    @property
    def cutoff(self) -> date: ...
    @property
    def counts_for(self) -> Period: ...
    @property
    def takes_until(self) -> date: ...


def window_title(window: _Window) -> str:
    """«Передайте показания до 25 ноября»."""
    last = day(window.last, year=window.last.year)
    return {
        WindowStatus.BEFORE: f"Показания ждём {_span(window)}",
        WindowStatus.OPEN: f"Передайте показания до\u00a0{last}",
        WindowStatus.CLOSED: f"Срок передачи показаний закончился {last}",
    }[window.status]


def window_text(
    window: _Window, now: datetime, *, otherwise: str, dearer_by: tuple[int, int] | None = None
) -> str:
    """How long is left and which bill a reading sent now goes into.

    `otherwise` is how the supplier bills a month without readings: «по среднему», «по нормативу»;
    `dearer_by` how much more than usual (least and most, kopecks) that was found to be.
    """
    bill = MONTHS[window.counts_for.month - 1][0]
    until = day(window.cutoff, year=window.cutoff.year)
    if window.status is WindowStatus.OPEN:
        left = left_words(window.closes_at - now)
        price = _dearer(dearer_by) if dearer_by else ""
        return f"{left}. Если не успеть, начислим {otherwise}{price}."
    if window.counts_for == Period.of(window.last):
        return f"Передать можно и сейчас: полученное до {until} войдёт в квитанцию за {bill}."
    missed = MONTHS[window.last.month - 1][0]
    return (
        f"Передать можно и сейчас: показания войдут в квитанцию за {bill}, "
        f"а квитанция за {missed} выйдет без них."
    )


def _dearer(by: tuple[int, int]) -> str:
    """«: обычно это на 120–200 ₽ больше», in tens of roubles; nothing below ten."""
    least, most = by[0] // TEN_ROUBLES * 10, -(-by[1] // TEN_ROUBLES) * 10
    if not least:
        return ""
    sums = number(least) if least == most else f"{number(least)}–{number(most)}"
    return f": обычно это на {sums}\u00a0₽ больше"


def sent_title(window: _Window) -> str:
    """«Показания за ноябрь получены»."""
    return f"Показания за {MONTHS[window.counts_for.month - 1][0]} получены"


def sent_text(window: _Window) -> str:
    """Until when what was sent may be corrected."""
    until = day(window.takes_until, year=window.last.year)
    return f"До {until} включительно их можно передать заново: учтём последние."


def as_it_stands(ahead: Forecast) -> str:
    """«За ноябрь пока выходит 1 071,85 ₽, без показаний вышло бы 1 270,70 ₽.»"""
    if ahead.with_reading is None:
        return ""
    bill = ahead.with_reading
    back = sum(one.amount for one in bill.adjustments if one.kind is AdjustmentKind.READING)
    settled = f" и перерасчёт за прошлые месяцы {signed(back)}" if back else ""
    return (
        f"За {MONTHS[ahead.period.month - 1][0]} пока выходит {roubles(bill.charges)}{settled}; "
        f"без показаний начислили бы {roubles(ahead.without.charges)}."
    )


def _span(window: _Window) -> str:
    return day_span(window.first, window.last).removesuffix(f" {window.last.year}")


def left_words(span: timedelta) -> str:
    """«Осталось 5 дней 3 часа»; assets/lk.js counts on in the same words."""
    return f"{_left(span)} {remaining(span)}"


def _left(span: timedelta) -> str:
    """«Остался 1 день», «Осталось 2 дня», «Осталась 21 минута»: agrees with the first unit."""
    minutes = int(span.total_seconds()) // 60
    units = ((1440, "Остался"), (60, "Остался"), (1, "Осталась"))
    amount, word = next(
        ((minutes // size, word) for size, word in units if minutes >= size), (0, "")
    )
    return word if amount % 10 == 1 and amount % 100 != 11 else "Осталось"
