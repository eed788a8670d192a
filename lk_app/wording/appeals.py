"""Appeals in words: topics, their fields and choices, states, and what a notice says."""

from collections.abc import Mapping
from datetime import date

from lk_app.domain.appeal_forms import FORMS, Field, FieldKind
from lk_app.domain.appeals import Appeal, AppealState, Dropping, MessageKind, Topic
from lk_app.domain.periods import Period
from lk_app.wording.dates import day, period_name
from lk_app.wording.figures import NBSP, roubles

TOPICS = {
    Topic.RECALCULATION: "Перерасчёт",
    Topic.PAYMENT: "Платёж не зачислен",
    Topic.METER: "Счётчик",
    Topic.QUALITY: "Качество электроснабжения",
    Topic.MOVING: "Заезд, выезд, число жильцов",
    Topic.PERSONAL_DATA: "Персональные данные",
    Topic.OTHER: "Другое",
}
NOTES = {  # under the topic, where one is chosen
    Topic.RECALCULATION: "Начислено не то: другие показания, отъезд, другое число жильцов.",
    Topic.PAYMENT: "Заплатили, а долг не уменьшился.",
    Topic.METER: "Замена, поверка, пломба, поломка.",
    Topic.QUALITY: "Отключения, низкое или высокое напряжение.",
    Topic.MOVING: "Смена потребителя, последние показания, прописка.",
    Topic.PERSONAL_DATA: "Узнать, исправить или удалить то, что мы о вас храним.",
    Topic.OTHER: "Всё остальное.",
}
BRING = {  # what to attach, so that nothing is asked for afterwards
    Topic.RECALCULATION: "Приложите фото счётчика или документ об отъезде.",
    Topic.PAYMENT: "Приложите чек или выписку банка: так мы найдём платёж быстрее.",
    Topic.METER: "Приложите фото счётчика, акт или паспорт прибора.",
    Topic.QUALITY: "Если света нет прямо сейчас, позвоните: письма читают в рабочие дни.",
    Topic.MOVING: "Приложите документ о праве на жильё и фото счётчика на этот день.",
    Topic.PERSONAL_DATA: "Ответ будет в кабинете, в письме личного не напишем.",
    Topic.OTHER: "Приложите то, что поможет разобраться.",
}
LAW = {  # where the term comes from
    Topic.RECALCULATION: "Перерасчёт делают за 5 рабочих дней: ПП РФ № 354, п. 91.",
    Topic.PERSONAL_DATA: "Отвечаем за 10 рабочих дней: 152-ФЗ, ст. 20.",
}
LAW_ELSE = "Отвечаем за 3 рабочих дня: ПП РФ № 354, п. 31."
FIELDS = {
    "reason": "Почему нужен перерасчёт",
    "period_from": "С какого месяца",
    "period_to": "По какой месяц",
    "payment": "Платёж из кабинета",
    "paid_on": "Когда заплатили",
    "amount": "Сумма, ₽",
    "way": "Как платили",
    "matter": "Что со счётчиком",
    "since": "С какого дня",
    "trouble": "Что случилось",
    "direction": "Что изменилось",
    "moved_on": "С какого дня",
    "reading": "Показания на этот день",
    "demand": "Что сделать",
}
HINTS = {
    "period_to": "Если один месяц, оставьте пустым.",
    "payment": "Если платили здесь.",
    "reading": "Если успели записать.",
    "since": "Если помните.",
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "reason": {
        "reading": "Показания не те",
        "absence": "Никто не жил",
        "residents": "Изменилось число жильцов",
        "other": "Другое",
    },
    "way": {
        "cabinet": "В этом кабинете",
        "bank": "В банке или его приложении",
        "post": "На почте",
        "desk": "В кассе",
        "other": "Иначе",
    },
    "matter": {
        "broken": "Не работает",
        "replacement": "Замена",
        "verification": "Поверка",
        "seal": "Пломба",
        "figures": "Показания расходятся",
        "other": "Другое",
    },
    "trouble": {
        "outage": "Не было света",
        "low": "Низкое напряжение",
        "high": "Высокое напряжение",
        "blinks": "Свет мигает",
        "other": "Другое",
    },
    "direction": {
        "in": "Въезжаю",
        "out": "Выезжаю",
        "residents": "Изменилось число жильцов",
    },
    "demand": {
        "tell": "Рассказать, что вы обо мне храните",
        "correct": "Исправить",
        "delete": "Удалить",
        "withdraw": "Отозвать согласие",
        "complaint": "Пожаловаться на обработку",
    },
}
STATES = {  # as the person sees them
    AppealState.RECEIVED: "получено",
    AppealState.IN_WORK: "в работе",
    AppealState.ASKED: "ждём вас",
    AppealState.ANSWERED: "есть ответ",
    AppealState.CLOSED: "закрыто",
}
TONES = {
    AppealState.RECEIVED: "info",
    AppealState.IN_WORK: "info",
    AppealState.ASKED: "warn",
    AppealState.ANSWERED: "plain",
    AppealState.CLOSED: "plain",
}
WROTE = {
    MessageKind.SENT: "Вы",
    MessageKind.ANSWER: "Ответ",
    MessageKind.QUESTION: "Вопрос к вам",
    MessageKind.PROLONGED: "Ответим позже",
    MessageKind.DROPPED: "Закрыто без ответа",
    MessageKind.NOTE: "Для своих",
}
WORK_STATES = {  # as the supplier's people see them
    AppealState.RECEIVED: "новое",
    AppealState.IN_WORK: "в работе",
    AppealState.ASKED: "ждём абонента",
    AppealState.ANSWERED: "отвечено",
    AppealState.CLOSED: "закрыто",
}
WORK_WROTE = {
    **WROTE,
    MessageKind.SENT: "Абонент",
    MessageKind.QUESTION: "Вопрос",
    MessageKind.PROLONGED: "Срок продлён",
}
DROPPED = {  # what the person reads
    Dropping.DUPLICATE: "Это повтор другого вашего обращения: ответим в нём.",
    Dropping.WITHDRAWN: "Вы сказали, что вопрос решён.",
    Dropping.SPAM: "В тексте нет вопроса к поставщику.",
}
DROPPINGS = {  # what an employee chooses
    Dropping.DUPLICATE: "Повтор другого обращения",
    Dropping.WITHDRAWN: "Абонент отозвал",
    Dropping.SPAM: "Спам (письмо не уйдёт)",
}
STARS = {5: "5 — отлично", 4: "4 — хорошо", 3: "3 — так себе", 2: "2 — плохо", 1: "1 — очень плохо"}


def facts(appeal: Appeal) -> list[tuple[str, str]]:
    """The fields of its topic, as they were filled in: (label, words)."""
    return [
        (FIELDS[field.name], value_words(field, appeal.facts[field.name]))
        for field in FORMS[appeal.topic]
        if field.name in appeal.facts
    ]


def value_words(field: Field, value: str | int) -> str:
    """A kept value as a person reads it."""
    match field.kind:
        case FieldKind.CHOICE:
            return CHOICES[field.name].get(str(value), str(value))
        case FieldKind.MONEY:
            return roubles(int(value))
        case FieldKind.PERIOD:
            return period_name(Period.parse(str(value)))
        case FieldKind.DATE | FieldKind.PLANNED:
            return day(date.fromisoformat(str(value)))
        case _:
            return str(value)


def due_words(appeal: Appeal) -> str:
    """«Ответим до 25 ноября»; nothing once it was answered."""
    last = day(appeal.due_on, year=appeal.due_on.year)
    return f"Ответим до{NBSP}{last} включительно" if appeal.is_open else ""


def told(kind: MessageKind, number: str, topic: Topic) -> tuple[str, str]:
    """Title and text of a notice: nothing of what was written, a screen may lie about."""
    title = {
        MessageKind.ANSWER: f"Ответ на обращение №{NBSP}{number}",
        MessageKind.QUESTION: f"Вопрос по обращению №{NBSP}{number}",
        MessageKind.PROLONGED: f"Обращение №{NBSP}{number}: ответим позже",
        MessageKind.DROPPED: f"Обращение №{NBSP}{number} закрыто без ответа",
    }[kind]
    return title, f"{TOPICS[topic]}. Откройте, чтобы прочитать."
