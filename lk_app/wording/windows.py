"""The submission window, said: until when, how long that is, and what happens otherwise."""

from datetime import date, datetime, timedelta
from typing import Protocol

from lk_app.domain.periods import Period
from lk_app.domain.windows import WindowStatus
from lk_app.wording.dates import MONTHS, day, day_span, remaining


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


def window_text(window: _Window, now: datetime, *, otherwise: str) -> str:
    """How long is left and which bill a reading sent now goes into.

    `otherwise` is how the supplier bills a month without readings: «по среднему», «по нормативу».
    """
    bill = MONTHS[window.counts_for.month - 1][0]
    until = day(window.cutoff, year=window.cutoff.year)
    if window.status is WindowStatus.OPEN:
        left = remaining(window.closes_at - now)
        return f"{_left(window.closes_at - now)} {left}. Если не успеть, начислим {otherwise}."
    if window.counts_for == Period.of(window.last):
        return f"Передать можно и сейчас: полученное до {until} войдёт в квитанцию за {bill}."
    missed = MONTHS[window.last.month - 1][0]
    return (
        f"Передать можно и сейчас: показания войдут в квитанцию за {bill}, "
        f"а квитанция за {missed} выйдет без них."
    )


def sent_title(window: _Window) -> str:
    """«Показания за ноябрь получены»."""
    return f"Показания за {MONTHS[window.counts_for.month - 1][0]} получены"


def sent_text(window: _Window) -> str:
    """Until when what was sent may be corrected."""
    until = day(window.takes_until, year=window.last.year)
    return f"До {until} включительно их можно передать заново: учтём последние."


def _span(window: _Window) -> str:
    return day_span(window.first, window.last).removesuffix(f" {window.last.year}")


def _left(span: timedelta) -> str:
    """«Остался 1 день», «Осталось 2 дня», «Осталась 21 минута»: agrees with the first unit."""
    minutes = int(span.total_seconds()) // 60
    units = ((1440, "Остался"), (60, "Остался"), (1, "Осталась"))
    amount, word = next(
        ((minutes // size, word) for size, word in units if minutes >= size), (0, "")
    )
    return word if amount % 10 == 1 and amount % 100 != 11 else "Осталось"
