"""What is strange about a reading: asked about when it may be true, refused when it cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise, permutations
from typing import Self

from lk_app.domain.meters import Meter, advance
from lk_app.domain.refusals import Refusal

# Nothing in the law says what a strange reading is; these only decide when a person is asked.
JUMP_FACTOR = 2  # times the account's own most hungry stretch
JUMP_FLOOR = Fraction(150, 30)  # kWh a day that nobody needs to explain
FIRST_STRETCH = Fraction(1500, 30)  # kWh a day believed without a history
ROLLOVER_PART = 4  # a step through zero is believed up to this part of the dial


class ReadingRefused(Refusal):
    """This reading cannot be taken; `facts` say why, `field` is the register."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something strange that only the person at the meter can confirm.

    Codes: reading.rollover, reading.swapped, reading.extra_digit, reading.jump. Facts: kwh (of this
    register since the last reading), last, last_on, value; swapped adds `swapped`, the values in
    their likely places; extra_digit adds `suggested`.
    """

    code: str
    register: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Mark:
    """A point the meter is known to have passed."""

    day: date
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Doubts:
    """One submission held against the last mark and the account's own habit."""

    meter: Meter
    last: Mark
    days: int
    ceiling: Mapping[str, Fraction]

    @classmethod
    def about(cls, meter: Meter, marks: Sequence[Mark], received_on: date) -> Self:
        """`marks` is the meter's known past, ascending; the last is what to hold against."""
        days = max((received_on - marks[-1].day).days, 1)
        return cls(meter, marks[-1], days, daily_ceiling(meter, marks))

    def questions(
        self, values: Mapping[str, int], confirmed: frozenset[str]
    ) -> tuple[Question, ...]:
        """What to ask before taking the values as typed.

        Raises ReadingRefused (reading.below_last) when they cannot be true and no swap explains it.
        """
        swapped = self._swap(values)
        if swapped is not None and "reading.swapped" not in confirmed:
            register = next(r for r in values if swapped[r] != values[r])
            return (self._ask("reading.swapped", register, values, swapped=swapped),)
        self._refuse_backwards(values)
        asked = [q for r in self.meter.registers for q in self._about(r, values)]
        return tuple(q for q in asked if q.code not in confirmed)

    def _about(self, register: str, values: Mapping[str, int]) -> list[Question]:
        asked: list[Question] = []
        if values[register] < self.last.values[register]:
            asked.append(self._ask("reading.rollover", register, values))
        if self._is_plausible(register, values[register]):
            return asked
        shorter = self._without_a_digit(register, values[register])
        if shorter is not None:
            return [*asked, self._ask("reading.extra_digit", register, values, suggested=shorter)]
        return [*asked, self._ask("reading.jump", register, values)]

    def _refuse_backwards(self, values: Mapping[str, int]) -> None:
        for register in self.meter.registers:
            old, new = self.last.values[register], values[register]
            if new < old and (new - old) % self.meter.dial > self.meter.dial // ROLLOVER_PART:
                raise ReadingRefused(
                    "reading.below_last",
                    field=register,
                    last=old,
                    last_on=self.last.day,
                    value=new,
                )

    def _swap(self, values: Mapping[str, int]) -> dict[str, int] | None:
        if all(self._is_plausible(r, values[r]) for r in values):
            return None
        for order in permutations(values.values()):
            other = dict(zip(values, order, strict=True))
            if all(self._is_plausible(r, other[r]) for r in other):
                return other
        return None

    def _is_plausible(self, register: str, value: int) -> bool:
        kwh = advance(self.meter, register, self.last.values[register], value)
        return kwh <= self.ceiling[register] * self.days

    def _without_a_digit(self, register: str, value: int) -> int | None:
        text = str(value)
        shorter = {int(text[:i] + text[i + 1 :]) for i in range(len(text)) if len(text) > 1}
        fitting = [v for v in sorted(shorter) if v >= self.last.values[register]]
        return next((v for v in fitting if self._is_plausible(register, v)), None)

    def _ask(self, code: str, register: str, values: Mapping[str, int], **more: object) -> Question:
        old, new = self.last.values[register], values[register]
        kwh = advance(self.meter, register, old, new)
        facts = {"kwh": kwh, "last": old, "last_on": self.last.day, "value": new, **more}
        return Question(code, register, facts)


def daily_ceiling(meter: Meter, marks: Sequence[Mark]) -> Mapping[str, Fraction]:
    """kWh a day of each register beyond which a person is asked."""

    def ceiling(register: str) -> Fraction:
        rates = [
            Fraction(
                advance(meter, register, a.values[register], b.values[register]),
                max((b.day - a.day).days, 1),
            )
            for a, b in pairwise(marks)
        ]
        if not rates:
            return FIRST_STRETCH * meter.ratio
        return max(JUMP_FACTOR * max(rates), JUMP_FLOOR * meter.ratio)

    return {register: ceiling(register) for register in meter.registers}
