"""Meters: which registers they have, and how far one went between two readings."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

SINGLE, DAY, NIGHT, PEAK, HALF_PEAK = "single", "day", "night", "peak", "half-peak"

# In the order of the bill's lines and of ties between registers.
REGISTERS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {1: (SINGLE,), 2: (DAY, NIGHT), 3: (PEAK, HALF_PEAK, NIGHT)}
)

SHORTEST_DIAL, LONGEST_DIAL = 4, 7


class Meter(NamedTuple):
    """One meter of one account. `removed_on` is the first day it no longer counted."""

    id: int
    serial: str
    model: str
    digits: int
    ratio: int
    zones: int
    installed_on: date
    removed_on: date | None
    verified_until: date | None
    initial_readings: Mapping[str, int]
    remote: bool = False
    final_readings: Mapping[str, int] | None = None

    @property
    def registers(self) -> tuple[str, ...]:
        return REGISTERS[self.zones]

    @property
    def dial(self) -> int:
        """How many different values a register shows before it starts from zero."""
        return int(10**self.digits)


def advance(meter: Meter, register: str, old: int, new: int) -> int:
    """kWh between two readings of a register, through zero if need be, times the ratio."""
    return (new - old) % meter.dial * meter.ratio


def runs_backwards(meter: Meter, old: int, new: int) -> bool:
    """Whether `new` lies below `old` and the way through zero would be most of the dial."""
    return new < old and (new - old) % meter.dial > meter.dial // 2


def parse_registers(text: str) -> dict[str, int]:
    """`day:10320;night:5120` of accounts.csv and meters.csv. ValueError when not of that form."""
    pairs = [part.split(":") for part in text.split(";") if part]
    return {register.strip(): int(value) for register, value in pairs}


def serving(meters: Sequence[Meter], day: date) -> Meter | None:
    """The meter that counts on this day; when none does, the last one there was."""
    known = sorted(meters, key=lambda meter: meter.installed_on)
    in_service = (
        meter
        for meter in known
        if meter.installed_on <= day and (meter.removed_on is None or day < meter.removed_on)
    )
    return next(in_service, known[-1] if known else None)


def predecessor(meters: Sequence[Meter], meter: Meter) -> Meter | None:
    """The meter that hung there before this one."""
    earlier = (one for one in meters if one.installed_on < meter.installed_on)
    return max(earlier, key=lambda one: one.installed_on, default=None)
