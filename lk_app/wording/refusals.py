"""Puts a refusal's or a question's facts into its sentence."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from string import Formatter
from zoneinfo import ZoneInfo

from lk_app import settings
from lk_app.domain.refusals import Refusal
from lk_app.wording.dates import clock, day, moment, period_name, remaining
from lk_app.wording.figures import kwh, number, plural, roubles
from lk_app.wording.names import CATEGORIES, REGISTERS, name_of
from lk_app.wording.reading_sentences import QUESTIONS
from lk_app.wording.sentences import GENERAL, SENTENCES


def refusal(reason: Refusal) -> str:
    """The sentence for a refusal; an unknown code or a missing fact gives the general one."""
    return _say(SENTENCES.get(reason.code), reason.facts)


def question(code: str, facts: Mapping[str, object], *, cost: int | None = None) -> str:
    """What is asked about a strange reading; `cost` (kopecks) says what its kWh would come to."""
    asked = _say(QUESTIONS.get(code), facts)
    return asked if cost is None else f"{asked} Это примерно {roubles(cost)}."


def _say(sentence: str | None, facts: Mapping[str, object]) -> str:
    try:
        return _Facts().vformat(sentence or GENERAL, (), facts)
    except (KeyError, ValueError, TypeError):
        return GENERAL


_NAMES = {"category": CATEGORIES, "register": REGISTERS}


class _Facts(Formatter):
    """Writes a fact the way a person reads it."""

    def format_field(self, value: object, format_spec: str) -> str:
        kind, *words = format_spec.split("|")
        if isinstance(value, int):
            return _count(value, kind, words)
        if kind == "clock" and isinstance(value, datetime):
            return clock(value, _zone())
        if kind in _NAMES and isinstance(value, str):
            return name_of(_NAMES[kind], value)
        if format_spec:
            raise ValueError(format_spec)
        return _plain(value)

    def get_field(self, field_name: str, args: object, kwargs: object) -> tuple[object, str]:
        """Facts are named, never looked into: no attributes, no items."""
        return self.get_value(field_name, (), kwargs), field_name  # type: ignore[arg-type]


def _count(value: int, kind: str, words: list[str]) -> str:
    match kind:
        case "roubles":
            return roubles(value)
        case "kwh":
            return kwh(value)
        case "dial":
            return str(value)
        case "plural":
            one, few, many = words
            return plural(value, one, few, many)
        case "":
            return number(value)
    raise ValueError(kind)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value, _zone())
    if isinstance(value, date):
        return day(value)
    if isinstance(value, timedelta):
        return remaining(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name_of(REGISTERS, r)} {reading}" for r, reading in value.items())
    if hasattr(value, "month") and hasattr(value, "year"):
        return period_name(value)
    return str(value)


@cache
def _zone() -> ZoneInfo:
    """The supplier's clock: a refusal brings its moments in UTC."""
    return settings.load().zone
