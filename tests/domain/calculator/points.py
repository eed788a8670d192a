"""Which readings count for which month, and the kWh between them (CONTRACT 1 and 2, 0007)."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.domain.calculator.months import day_of, month_of

Kwh = dict[str, int]


@dataclass
class Stretch:
    """What one meter counted after the month `since`, up to and with the month `until`."""

    since: int
    until: int
    zones: int
    kwh: Kwh
    history: int


@dataclass
class Counted:
    """All stretches of an account in order, and the months of the counted points."""

    stretches: list[Stretch] = field(default_factory=list)
    points: list[tuple[int, int, int]] = field(default_factory=list)  # month, history, zones


class Windows:
    """Cut-off days."""

    def __init__(self, rows: list[tuple[dt.date, int]]) -> None:
        self.rows = sorted(rows)

    def month_counted(self, day: dt.date) -> int:
        """Up to the later of the 25th and the window's last day: its month, else the next."""
        month = month_of(day)
        first = day_of(month, 1)
        last = [last_day for since, last_day in self.rows if since <= first][-1:] or [25]
        return month if day.day <= max(25, last[0]) else month + 1


def count(
    meters: list[dict[str, Any]],
    readings: list[dict[str, Any]],
    closed_on: dt.date | None,
    windows: Windows,
    hits: Counter[str],
) -> Counted:
    """Read every meter in turn; `readings` name their meter by its number in the list."""
    counted = Counted()
    closing = None if closed_on is None else month_of(closed_on)
    history = 0
    act_before = 0
    for number, meter in enumerate(meters):
        start = month_of(meter["installed_on"]) - 1
        if number:
            before = meters[number - 1]
            gap = meter["installed_on"] > before["removed_on"]
            start = max(start, act_before) if gap else act_before
            if gap or meter["zones"] != before["zones"]:
                history += 1
            _tell(hits, before, meter, gap, closing)
        counted.points.append((start, history, meter["zones"]))
        act = _act(meter, closed_on, windows)
        month, values = start, meter["initial"]
        for at, told in _sets(meter, number, readings, act, windows, hits):
            kwh = {}
            for r in values:
                kwh[r] = (told[r] - values[r]) % 10 ** meter["digits"] * meter["ratio"]
                hits["rollover"] += told[r] < values[r]
            hits["ratio above one"] += meter["ratio"] > 1
            counted.stretches.append(Stretch(month, at, meter["zones"], kwh, history))
            counted.points.append((at, history, meter["zones"]))
            month, values = at, told
        act_before = act or 0
    return counted


def _act(meter: dict[str, Any], closed_on: dt.date | None, windows: Windows) -> int | None:
    """The month the removal counts for; nothing counts for a month after the closing."""
    if meter["removed_on"] is None:
        return None
    act = windows.month_counted(meter["removed_on"])
    return act if closed_on is None else min(act, month_of(closed_on))


def _sets(
    meter: dict[str, Any],
    number: int,
    readings: list[dict[str, Any]],
    act: int | None,
    windows: Windows,
    hits: Counter[str],
) -> list[tuple[int, Kwh]]:
    """The counted sets after the initial one: the latest of each month, the removal at the end."""
    found: dict[int, Kwh] = {}
    for one in sorted(readings, key=lambda one: one["on"]):
        if one["meter"] != number:
            continue
        if meter["removed_on"] is not None and one["on"] >= meter["removed_on"]:
            hits["reading of a meter that was gone"] += 1
            continue
        month = windows.month_counted(one["on"])
        if act is None or month < act:
            found[month] = one["values"]
    sets = sorted(found.items())
    return sets if act is None else [*sets, (act, meter["final"])]


def _tell(
    hits: Counter[str],
    before: dict[str, Any],
    meter: dict[str, Any],
    gap: bool,
    closing: int | None,
) -> None:
    hits["meter replaced"] += 1
    hits["replaced after the 25th"] += before["removed_on"].day > 25
    hits["replaced by other zones"] += meter["zones"] != before["zones"]
    hits["gap between two meters"] += gap
    hits["replaced in the month of moving out"] += month_of(before["removed_on"]) == closing
