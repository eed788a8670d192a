"""The audit log in words: what was done, by whom, and what was there before."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.staff import Role
from lk_app.wording.staff import ROLES

ACTIONS = {
    Action.STAFF_ADDED: "Приглашён сотрудник",
    Action.STAFF_ENROLLED: "Задан пароль и второй фактор",
    Action.STAFF_DISABLED: "Доступ закрыт",
    Action.STAFF_RESET: "Второй фактор сброшен",
    Action.SIGNED_IN: "Вход",
    Action.SIGN_IN_REFUSED: "Вход не удался",
    Action.SIGNED_OUT: "Выход",
    Action.DENIED: "Отказано: нет права",
    Action.SEARCHED: "Поиск",
    Action.ACCOUNT_VIEWED: "Открыт лицевой счёт",
    Action.PAYMENT_SETTLED: "Невыясненный платёж зачислен",
    Action.PAYMENT_MOVED: "Платёж перенесён на другой счёт",
    Action.REVIEW_ASKED: "Шлюз опрошен ещё раз",
    Action.REVIEW_ACCEPTED: "Зачислено по случаю сверки",
    Action.REVIEW_CLOSED: "Случай сверки закрыт",
    Action.READING_ACCEPTED: "Показания приняты",
    Action.READING_REFUSED: "В показаниях отказано",
    Action.READING_TAKEN: "Внесено показание контролёра",
    Action.METER_REPLACED: "Счётчик заменён",
    Action.METER_VERIFIED: "Записана поверка",
    Action.HOLDER_CHANGED: "Счёт закрыт: сменился потребитель",
    Action.HOLDER_RENAMED: "Исправлено имя потребителя",
    Action.PHOTO_VIEWED: "Открыто фото показаний",
    Action.NEWS_PUBLISHED: "Текст опубликован",
    Action.WINDOWS_PUBLISHED: "Срок показаний опубликован",
    Action.APPEAL_OPENED: "Открыто обращение",
    Action.APPEAL_TAKEN: "Обращение взято в работу",
    Action.APPEAL_ANSWERED: "Ответ на обращение",
    Action.APPEAL_ASKED: "Вопрос по обращению",
    Action.APPEAL_PROLONGED: "Срок ответа продлён",
    Action.APPEAL_HANDED: "Обращение передано",
    Action.APPEAL_DROPPED: "Обращение закрыто без ответа",
    Action.APPEAL_CLOSED: "Обращение закрыто",
    Action.PERSON_EXPORTED: "Собраны данные человека по его запросу",
    Action.PERSON_TAKEN: "Скачаны данные человека",
    Action.APPEALS_EXPORTED: "Обращения выгружены",
    Action.PROPOSED: "Предложено",
    Action.PROPOSAL_ACCEPTED: "Принято вторым человеком",
    Action.PROPOSAL_REFUSED: "Предложение отклонено",
    Action.IMPORTED: "Внесён файл",
    Action.IMPORT_UNDONE: "Отменён файл",
    Action.EXPORTED: "Выгружен файл",
    Action.BILLING_ORDERED: "Заказан расчёт",
    Action.QUESTION_ANSWERED: "Опубликован ответ",
    Action.QUESTION_REFUSED: "Вопрос не опубликован",
    Action.DISCLOSED: "Раскрыт документ",
    Action.PICTURE_KEPT: "Сохранена картинка",
    Action.TARIFFS_PUBLISHED: "Опубликованы тарифы",
    Action.REFUND_STARTED: "Возвращены деньги",
    Action.NORMS_PUBLISHED: "Опубликован норматив",
    Action.RATES_PUBLISHED: "Опубликована ставка пеней",
}
CAME_FROM = {
    "": "поиск в консоли",
    "readings": "проверка показаний",
    "billing": "счёт не рассчитан",
}
FACTS = {
    "purpose": "зачем",
    "name": "имя",
    "role": "роль",
    "account": "счёт",
    "why": "почему ждал",
    "amount": "сумма",
    "note": "решение",
    "state": "состояние",
    "here": "у нас",
    "there": "у шлюза",
    "edition": "редакция",
    "title": "заголовок",
    "days": "дни",
    "rows": "строк",
    "added": "внесено",
    "refused": "не принято",
    "reversed": "платежей отменено",
    "released": "ждавших снято",
    "norm": "норматив",
    "rate": "ставка",
    "early": "до конца срока",
    "period": "период",
    "values": "показание",
    "day": "день",
    "serial": "счётчик",
    "until": "поверен до",
    "taken_at": "сняты",
    "ended": "закончится строк",
    "proposed_by": "предложил",
    "reason": "причина",
    "worker": "в работе у",
    "due": "срок ответа",
}


def came_from(why: str, appeals: Collection[str]) -> str:
    """What brought an employee to an account, as its subscriber reads it; one of the `appeals`
    about it, or a door of the console: an address may be typed."""
    if why in appeals:
        return f"обращение № {why}"
    return CAME_FROM.get(why, CAME_FROM[""])


def action(done: Action) -> str:
    """What was done, in words."""
    return ACTIONS.get(done, done)


def who(by: Actor) -> str:
    """«olga@lk.example, оператор»; of the server's command line, «команда lk»."""
    if by.staff_id is None:
        return "команда lk"
    return f"{by.name}, {ROLES[Role(by.role)]}" if by.role else by.name


def change(deed: Deed) -> str:
    """«роль: operator → editor; имя: Ольга»: what was there before and what is now."""
    names = dict.fromkeys([*deed.before, *deed.after])
    return "; ".join(f"{FACTS.get(name, name)}: {_change(name, deed)}" for name in names)


def _change(name: str, deed: Deed) -> str:
    before, after = _said(deed.before, name), _said(deed.after, name)
    return f"{before} → {after}" if before and after else before or after


def _said(facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name, "")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
