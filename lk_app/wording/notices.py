"""Notices in words: a title that says what to do, and a sentence or two under it."""

from collections.abc import Sequence
from datetime import date

from lk_app.domain.late_readings import LateReading, LateState
from lk_app.domain.money import Kopecks
from lk_app.domain.notices import NoticeKind
from lk_app.domain.periods import Period
from lk_app.settings import MissingReadingPolicy
from lk_app.wording.dates import day, month_name
from lk_app.wording.figures import NBSP, plural, roubles

NAMES = {  # as the profile lists them
    NoticeKind.WINDOW_OPENS: "Пора передавать показания",
    NoticeKind.FEW_DAYS: "Осталось три дня, а показаний нет",
    NoticeKind.LAST_DAY: "Последний день для показаний",
    NoticeKind.THIRD_MONTH: "Третий месяц без показаний",
    NoticeKind.BILL: "Квитанция готова",
    NoticeKind.PAYMENT: "Платёж зачислен или не прошёл",
    NoticeKind.READING_REFUSED: "Показания не приняты",
    NoticeKind.VERIFICATION: "Скоро поверка счётчика",
    NoticeKind.HOUSE: "Объявления по вашему дому",
    NoticeKind.APPEAL: "Ответ на обращение",
}
NOTES = {
    NoticeKind.THIRD_MONTH: "Дальше месяцы без показаний считают дороже, по нормативу.",
    NoticeKind.BILL: "В письме квитанция в PDF, одно письмо на все счета.",
    NoticeKind.PAYMENT: "О зачислении письмо приходит всегда, на почту для чека.",
    NoticeKind.READING_REFUSED: "И что решил поставщик о тех, что пришли после срока.",
    NoticeKind.VERIFICATION: "За два месяца до её конца.",
    NoticeKind.HOUSE: "Отключения, замена счётчиков, обходы контролёров.",
    NoticeKind.APPEAL: "Письмо приходит всегда.",
}
BUTTONS = {  # of a letter
    NoticeKind.WINDOW_OPENS: "Передать показания",
    NoticeKind.FEW_DAYS: "Передать показания",
    NoticeKind.LAST_DAY: "Передать показания",
    NoticeKind.THIRD_MONTH: "Передать показания",
    NoticeKind.BILL: "Открыть квитанции",
    NoticeKind.PAYMENT: "Открыть платёж",
    NoticeKind.READING_REFUSED: "Открыть показания",
    NoticeKind.VERIFICATION: "Открыть кабинет",
    NoticeKind.HOUSE: "Прочитать объявление",
    NoticeKind.APPEAL: "Открыть обращение",
}
NO_SUMMARY = "Подробности — в объявлении."
NAMED = 3  # accounts in one notice; the rest are counted


def reminder(
    kind: NoticeKind,
    *,
    last: date,
    left: int,
    accounts: Sequence[str],
    policy: MissingReadingPolicy,
) -> tuple[str, str]:
    """Title and text; `left` are whole days, today included, `accounts` those that wait."""
    until = f"до{NBSP}{day(last, year=last.year)}"
    whose = _accounts(accounts)
    if kind is NoticeKind.LAST_DAY:
        return "Сегодня последний день для показаний", f"{whose} {_otherwise(policy)}"
    if kind is NoticeKind.FEW_DAYS:
        words = plural(left, "Остался день", f"Осталось {left}{NBSP}дня", f"Осталось {left} дней")
        return f"{words}: передайте показания", (
            f"Ждём их {until} включительно. {whose} {_otherwise(policy)}"
        )
    if kind is NoticeKind.THIRD_MONTH:
        return "Показаний не было два месяца", f"Передайте их {until}. {whose} {_third(policy)}"
    return "Пора передать показания", f"Ждём их {until} включительно. {whose}"


def _otherwise(policy: MissingReadingPolicy) -> str:
    how = "по среднему расходу" if policy is MissingReadingPolicy.DECREE354 else "по нормативу"
    return f"Если не успеть, начислим {how}."


def _third(policy: MissingReadingPolicy) -> str:
    if policy is MissingReadingPolicy.NORM:
        return "Без показаний и этот месяц посчитаем по нормативу."
    return (
        "Без новых третий месяц посчитаем по среднему расходу, "
        "а следующие — по нормативу: обычно это дороже."
    )


def _accounts(titles: Sequence[str]) -> str:
    """«Счёт: Дача.», «Счета: Дача, ул. Плякина, 3–21 и ещё 2.»"""
    shown, more = titles[:NAMED], len(titles) - NAMED
    rest = f" и ещё {more}" if more > 0 else ""
    return f"{'Счёт' if len(titles) == 1 else 'Счета'}: {', '.join(shown)}{rest}."


def verification(ends: Sequence[tuple[str, date]], today: date) -> tuple[str, str]:
    """Of accounts with the day their meter's verification ends, the nearest first."""
    over = all(until < today for _, until in ends)
    title = "Поверка счётчика закончилась" if over else "Скоро закончится поверка счётчика"
    said = "; ".join(f"{name} — {day(until)}" for name, until in ends[:NAMED])
    return title, f"{said}. Позвоните нам: договоримся о поверке или замене."


def paid(amount: Kopecks, number: str) -> tuple[str, str]:
    """The money was counted."""
    return f"Платёж зачислен: {roubles(amount)}", f"Платёж №{NBSP}{number}."


def not_paid(amount: Kopecks, number: str, why: str) -> tuple[str, str]:
    """Nothing was charged; `why` is a sentence or empty."""
    text = f"Платёж №{NBSP}{number}. {why}".rstrip()
    return f"Платёж не прошёл: {roubles(amount)}", f"{text} Деньги не списаны."


def reading_refused(account: str, period: Period | None, why: str) -> tuple[str, str]:
    """What was sent is not counted; `why` is a whole sentence."""
    when = f" за{NBSP}{month_name(period)}" if period else ""
    return f"Показания{when} не приняты", f"{account}. {why}"


def late_decided(account: str, late: LateReading) -> tuple[str, str]:
    """What the supplier decided of a reading that was taken in time and came too late."""
    month = month_name(late.meant_for)
    if late.state is LateState.ACCEPTED:
        return f"Показания за{NBSP}{month} учтены", f"{account}. Учтём их как переданные в срок."
    return reading_refused(account, late.meant_for, f"Пришли после срока. {late.reason}")
