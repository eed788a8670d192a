"""Why something was refused and what to do now: one sentence for each `Refusal.code`.

A sentence quotes the refusal's facts in braces. Dates, periods, spans and counts are written out by
their type; a bare number that is money or energy says so: `{owed:roubles}`, `{used:kwh}`; a noun
that follows a count: `{left:plural|попытка|попытки|попыток}`. Datetimes are in the supplier's zone.
"""

from datetime import date, datetime, timedelta
from string import Formatter

from lk_app.domain.refusals import Refusal
from lk_app.wording.dates import day, moment, period_name, remaining
from lk_app.wording.figures import kwh, number, plural, roubles

GENERAL = "Этого сделать не получилось. Проверьте введённое и попробуйте ещё раз."

PEOPLE = {
    "last_name.empty": "Укажите фамилию.",
    "first_name.empty": "Укажите имя.",
    "name.letters": "Напишите буквами, как в паспорте: до 60 знаков, без цифр.",
    "email.wrong": "Проверьте адрес почты: он выглядит как name@example.ru.",
    "phone.wrong": "Укажите мобильный телефон: десять цифр после +7, например +7 927 123-45-67.",
    "password.short": (
        "Нужно не меньше {minimum} {minimum:plural|знака|знаков|знаков}. "
        "Подойдёт фраза из нескольких слов."
    ),
    "password.long": "Пароль длиннее {maximum} знаков не подойдёт: сократите его.",
    "password.common": "Такой пароль угадывают первым. Придумайте другой.",
    "password.differs": "Пароли различаются: повторите тот же самый.",
}

ACCOUNTS = {
    "account_number.length": (
        "В номере лицевого счёта {digits} {digits:plural|цифра|цифры|цифр}: "
        "он напечатан вверху квитанции."
    ),
    "unified_account": (
        "Единый лицевой счёт состоит из 10 знаков, например 75АБ533300: "
        "он напечатан вверху квитанции."
    ),
    "link_name.long": "Сократите название: до {limit} знаков.",
}

SENTENCES: dict[str, str] = PEOPLE | ACCOUNTS


def refusal(reason: Refusal) -> str:
    """The sentence for a refusal; an unknown code or a missing fact gives the general one."""
    sentence = SENTENCES.get(reason.code)
    if sentence is None:
        return GENERAL
    try:
        return _Facts().vformat(sentence, (), reason.facts)
    except (KeyError, ValueError, TypeError):
        return GENERAL


class _Facts(Formatter):
    """Writes a fact the way a person reads it."""

    def format_field(self, value: object, format_spec: str) -> str:
        kind, *words = format_spec.split("|")
        if isinstance(value, int):
            return _count(value, kind, words)
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
        case "plural":
            one, few, many = words
            return plural(value, one, few, many)
        case "":
            return number(value)
    raise ValueError(kind)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return moment(value, value.tzinfo)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, timedelta):
        return remaining(value)
    if hasattr(value, "month") and hasattr(value, "year"):
        return period_name(value)
    return str(value)
