"""What the console's figures are called."""

from typing import NamedTuple

from lk_app.domain.staff_figures import Age
from lk_app.wording.names import PAYMENT_SOURCES

AGES = {
    Age.NOT_DUE: "срок ещё не наступил",
    Age.FIRST_MONTH: "до 30 дней",
    Age.THREE_MONTHS: "31–90 дней",
    Age.LONGER: "больше 90 дней",
}


class Queue(NamedTuple):
    """A queue by its name, and the door of the console that leads to it."""

    words: str
    path: str


QUEUES = {
    "suspicious": Queue("Сомнительные показания", "/staff/readings?queue=suspicious"),
    "refused": Queue("Показания ниже прошлых", "/staff/readings?queue=refused"),
    "readings": Queue("Показания, пришедшие поздно", "/staff/readings?queue=late"),
    "guests": Queue("Показания гостей", "/staff/readings?queue=guest"),
    "appeals": Queue("Обращения без ответа", "/staff/appeals"),
    "unknown": Queue("Невыясненные платежи", "/staff/payments/unknown"),
    "review": Queue("Сверка с банками", "/staff/payments/review"),
    "proposals": Queue("Ждут второго человека", "/staff"),
    "questions": Queue("Вопросы читателей", "/staff/questions"),
    "billing": Queue("Счета без квитанции", "/staff/billing"),
    "letters": Queue("Письма к отправке", ""),
}
GATEWAYS = {
    "demo_bank": "Демонстрационный банк",
    "yookassa": "ЮKassa",
    "stripe": "Stripe",
    "bank": "Реестры и файлы",
}


def channel(gateway: str, method: str) -> str:
    """«ЮKassa, по СБП»: where a payment came from and how."""
    by = PAYMENT_SOURCES.get(method, method)
    name = GATEWAYS.get(gateway, gateway)
    return f"{name}, {by}" if by else name
