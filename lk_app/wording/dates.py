"""Days, moments, periods and spans of time as they are said in Russian."""

from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol

from lk_app.wording.figures import MINUS, NBSP, plural

MONTHS = (  # nominative, genitive, prepositional
    ("январь", "января", "январе"),
    ("февраль", "февраля", "феврале"),
    ("март", "марта", "марте"),
    ("апрель", "апреля", "апреле"),
    ("май", "мая", "мае"),
    ("июнь", "июня", "июне"),
    ("июль", "июля", "июле"),
    ("август", "августа", "августе"),
    ("сентябрь", "сентября", "сентябре"),
    ("октябрь", "октября", "октябре"),
    ("ноябрь", "ноября", "ноябре"),
    ("декабрь", "декабря", "декабре"),
)


class _Month(Protocol):
    """A billing period, as far as its name is concerned."""

    @property
    def year(self) -> int: ...

    @property
    def month(self) -> int: ...


def period_name(period: _Month) -> str:
    """«октябрь 2026»; the accusative is the same: «за октябрь 2026»."""
    return f"{MONTHS[period.month - 1][0]} {period.year}"


def month_name(period: _Month) -> str:
    """«октябрь»: where the year goes without saying."""
    return MONTHS[period.month - 1][0]


def of_period(period: _Month) -> str:
    """Genitive: «счёт октября 2026»."""
    return f"{MONTHS[period.month - 1][1]} {period.year}"


def in_period(period: _Month) -> str:
    """Prepositional: «в октябре 2026»."""
    return f"{MONTHS[period.month - 1][2]} {period.year}"


def day(value: date, *, year: int | None = None) -> str:
    """«24 октября»; the year is added unless it is the given one."""
    text = f"{value.day}{NBSP}{MONTHS[value.month - 1][1]}"
    return text if value.year == year else f"{text} {value.year}"


def day_span(first: date, last: date) -> str:
    """«с 15 по 25 октября 2026», both days included; months and years are said once."""
    if (first.year, first.month) == (last.year, last.month):
        return f"с{NBSP}{first.day} по{NBSP}{day(last)}"
    return f"с{NBSP}{day(first, year=last.year)} по{NBSP}{day(last)}"


def short_date(value: date) -> str:
    """«24.10.2026», for the columns of a table."""
    return f"{value:%d.%m.%Y}"


def clock(at: datetime, zone: tzinfo) -> str:
    """«14:05» by the supplier's clock."""
    return f"{_local(at, zone):%H:%M}"


def moment(at: datetime, zone: tzinfo, *, year: int | None = None) -> str:
    """«24 октября 2026, 14:05» by the supplier's clock; the given year is left out."""
    local = _local(at, zone)
    return f"{day(local.date(), year=year)}, {local:%H:%M}"


def timezone_note(at: datetime, zone: tzinfo) -> str:
    """«UTC+4»: which clock a printed time goes by."""
    offset = _local(at, zone).utcoffset() or timedelta(0)
    minutes = int(offset.total_seconds()) // 60
    sign = MINUS if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def remaining(span: timedelta) -> str:
    """«2 дня 4 часа», «3 часа 10 минут», «10 минут»: the two largest units, rounded down."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return "меньше минуты"
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        (days, ("день", "дня", "дней")),
        (hours, ("час", "часа", "часов")),
        (minutes, ("минута", "минуты", "минут")),
    ]
    largest = next(index for index, (amount, _) in enumerate(parts) if amount)
    said = [(n, words) for n, words in parts[largest : largest + 2] if n]
    return " ".join(f"{n}{NBSP}{plural(n, *words)}" for n, words in said)


def _local(at: datetime, zone: tzinfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone: naive datetimes lie by hours")
    return at.astimezone(zone)
