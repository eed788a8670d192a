"""The chart of consumption in finished lengths and words: a browser has nothing to reckon."""

import dataclasses
from collections.abc import Sequence

from lk_app.domain.consumption_history import MonthUse, Place
from lk_app.domain.money import ROUBLE
from lk_app.wording import consumption as words
from lk_app.wording import kwh, number, roubles
from lk_app.wording.bills import heading

MARKS = {"day": "day", "night": "night", "peak": "peak", "half-peak": "half"}
STEPS = (20, 30, 40, 50, 60, 80, 100)  # the top of the scale: its half is whole, too


@dataclasses.dataclass(frozen=True)
class Segment:
    """A part of a bar: the look of its zone, and its length in percent of what is above zero."""

    zone: str
    size: str


@dataclasses.dataclass(frozen=True)
class Column:
    """One month: lengths in percent, words for those who point at it and those who hear it."""

    key: str
    initial: str
    rest: str  # of the month's short name; left out where there is no room
    year: str  # under January and the first of the twelve
    name: str
    title: str
    value: str
    notes: list[str]
    segments: list[Segment]
    below: str
    before: str
    estimated: bool


@dataclasses.dataclass(frozen=True)
class Line:
    """A line of the scale: its height in percent of the whole, and what it stands for."""

    height: str
    label: str


@dataclasses.dataclass(frozen=True)
class Chart:
    """`zero` is the height of the zero line in percent: what was paid back hangs below it."""

    columns: list[Column]
    lines: list[Line]
    zero: str
    legend: list[tuple[str, str]]


def chart(places: Sequence[Place], *, money: bool, compared: bool) -> Chart:
    """The bars of twelve months; `compared` draws the year before as outlines behind them."""
    top = round_top(max((_above(use, money) for use in _uses(places)), default=0), money=money)
    deep = max((_below(use, money) for use in _uses(places)), default=0)
    zoned = any(one.register != "single" for use in _uses(places) for one in use.registers)
    return Chart(
        columns=[
            _column(place, index, top, deep, zoned=zoned, money=money, compared=compared)
            for index, place in enumerate(places)
        ],
        lines=_lines(top, deep, money=money),
        zero=_percent(deep, top + deep),
        legend=_legend(places, zoned=zoned, money=money, compared=compared),
    )


def round_top(largest: int, *, money: bool) -> int:
    """The top of the scale, in kWh or kopecks: a round figure of 20 or more."""
    unit = ROUBLE if money else 1
    while True:
        for step in STEPS:
            if step * unit >= largest:
                return step * unit
        unit *= 10


def _uses(places: Sequence[Place]) -> list[MonthUse]:
    return [use for place in places for use in (place.now, place.before) if use]


def _above(use: MonthUse, money: bool) -> int:
    return use.charges + max(use.adjustments, 0) if money else use.kwh


def _below(use: MonthUse, money: bool) -> int:
    return max(-use.adjustments, 0) if money else 0


def _column(
    place: Place, index: int, top: int, deep: int, *, zoned: bool, money: bool, compared: bool
) -> Column:
    now, before = place.now, place.before if compared else None
    title, value, notes = _words(place, money=money, compared=compared)
    month = words.short_month(place.period.month)
    return Column(
        key=str(place.period),
        initial=month[0],
        rest=month[1:],
        year=str(place.period.year) if index == 0 or place.period.month == 1 else "",
        name=". ".join([f"{title}: {value}", *notes]),
        title=title,
        value=value,
        notes=notes,
        segments=_segments(now, top, zoned=zoned, money=money) if now else [],
        below=_percent(_below(now, money), deep) if now and _below(now, money) else "",
        before=_percent(_above(before, money), top) if before else "",
        estimated=bool(now and now.is_estimated),
    )


def _segments(use: MonthUse, top: int, *, zoned: bool, money: bool) -> list[Segment]:
    """From the top down."""
    found = [
        Segment(mark_of(one.register, zoned), _percent(one.amount if money else one.kwh, top))
        for one in use.registers
    ]
    if money and use.adjustments > 0:
        found.insert(0, Segment("more", _percent(use.adjustments, top)))
    return found


def mark_of(register: str, zoned: bool) -> str:
    """The look of a register; one without zones is the day's, unless there are zones beside it."""
    return MARKS.get(register, "whole" if zoned else "day")


def _words(place: Place, *, money: bool, compared: bool) -> tuple[str, str, list[str]]:
    """The month, what it came to, and what else there is to say of it."""
    title, now = heading(place.period), place.now
    if now is None:
        return title, words.NO_BILL, []
    notes = [words.split(now, money=money), words.ground(now)]
    if money:
        notes += [words.correction(now.adjustments), words.corrected_later(now.corrected_later)]
    if compared and place.before:
        notes.append(f"год назад {total(place.before, money=money)}")
    return title, total(now, money=money), [one[:1].upper() + one[1:] for one in notes if one]


def total(use: MonthUse, *, money: bool) -> str:
    """A month's kWh, or its roubles with the adjustments of its bill."""
    return roubles(use.amount) if money else kwh(use.kwh)


def _lines(top: int, deep: int, *, money: bool) -> list[Line]:
    marks = [top, top // 2, 0]
    unit = ROUBLE if money else 1
    return [Line(_percent(deep + mark, top + deep), number(mark // unit)) for mark in marks]


def _legend(
    places: Sequence[Place], *, zoned: bool, money: bool, compared: bool
) -> list[tuple[str, str]]:
    """(look, words) of everything that is drawn; a lone metered register explains itself."""
    shown = [place.now for place in places if place.now]
    registers = {one.register: None for use in shown for one in use.registers}
    found = [(mark_of(one, zoned), words.register_name(one)) for one in registers] if zoned else []
    if any(use.is_estimated for use in shown):
        found.append(("estimated", "Без показаний: по среднему или нормативу"))
    if money and any(use.adjustments for use in shown):
        found.append(("more", "Перерасчёт за другие месяцы"))
    if compared and any(place.before for place in places):
        found.append(("before", "Год назад"))
    return found


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "0%"
