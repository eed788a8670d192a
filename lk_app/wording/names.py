"""The Russian names of what the domain names in English. Keys are the domain's own values."""

from collections.abc import Mapping

from lk_app.domain.accounts import ServiceAddress
from lk_app.wording.figures import NBSP

REGISTERS = {  # as the fields of /cabinet/readings are labelled
    "single": "Показание",
    "day": "День",
    "night": "Ночь",
    "peak": "Пик",
    "half-peak": "Полупик",
}

ZONES = {1: "однотарифный", 2: "двухтарифный", 3: "трёхтарифный"}

CATEGORIES = {
    "urban_gas": "город, газовая плита",
    "urban_electric": "город, электроплита или электроотопление",
    "rural": "сельская местность",
}

BASES = {
    "METERED": "по прибору учёта",
    "AVERAGE": "по среднему расходу",
    "NORM": "по нормативу",
}

PAYMENT_SOURCES = {  # after the word «Платёж»
    "bank": "через банк",
    "cash": "наличными",
    "cabinet": "в личном кабинете",
    "card": "картой",
    "sbp": "по СБП",
    "post": "на почте",
}

READING_STATES = {
    "received": "получено",
    "counted": "учтено в счёте",
    "proposed": "ждёт подтверждения",
    "refused": "не принято",
}

READING_SOURCES = {
    "subscriber": "абонент",
    "controller": "контролёр",
    "supplier": "поставщик",
    "smart_meter": "умный счётчик",
    "computed": "расчёт",
    "guest": "гость",
    "late": "абонент",
    "initial": "при установке счётчика",
    "replaced": "при замене счётчика",
    "rezoned": "при смене тарифных зон",
}

HOLDS = {  # why an operation of a bank's register waits for a person
    "unknown_account": "такого счёта нет",
    "twin": "похожа на операцию другого реестра",
}

FINDINGS = {  # what our books and a gateway's register say differently
    "missing_here": "у банка есть, у нас нет",
    "missing_there": "у нас зачислено, банк не подтверждает",
    "amount": "другая сумма",
    "currency": "другая валюта",
    "account": "другая операция банка",
    "mode": "тестовая операция среди настоящих или наоборот",
    "state": "деньги прошли, у нас не зачислены",
}

MOVEMENTS = {"payment": "платёж", "refund": "возврат", "chargeback": "оспоренный платёж"}

PAYMENT_STATES = {
    "created": "создан",
    "pending": "ждёт оплаты",
    "succeeded": "зачислен",
    "canceled": "отменён",
    "expired": "не оплачен в срок",
    "failed": "отклонён банком",
    "unknown": "ждёт ответа банка",
    "review": "проверяется поставщиком",
    "refunded": "возвращён",
    "reversed": "отменён",
}


def name_of(names: Mapping[str, str], value: str) -> str:
    """The Russian name of a domain value in any case; a value nobody named is shown as it is."""
    return names.get(value) or names.get(value.lower()) or names.get(value.upper()) or value


def address(at: ServiceAddress) -> str:
    """«Саратов, ул. Плякина, д. 3, кв. 21»; a private house has no flat."""
    parts = [at.city, at.street, f"д.{NBSP}{at.house}"]
    if at.apartment:
        parts.append(f"кв.{NBSP}{at.apartment}")
    return ", ".join(filter(None, parts))
