"""What the console calls its doors, the roles, and what was done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lk_app.domain.articles import Section
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.finding import Kind
from lk_app.domain.questions import QuestionState
from lk_app.domain.staff import Permission, Role
from lk_app.domain.uploads import UploadKind

ROLES = {Role.OPERATOR: "оператор", Role.EDITOR: "редактор", Role.ADMIN: "администратор"}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A door of the console: its name, its address, and who may open it."""

    key: str
    words: str
    path: str
    about: str
    permission: Permission


MENU = (
    MenuItem(
        "find",
        "Найти",
        "/staff/find",
        "Человек, счёт, дом, счётчик, платёж или показание — по любому их номеру.",
        Permission.FIND,
    ),
    MenuItem(
        "readings",
        "Показания",
        "/staff/readings",
        "Сомнительные, не принятые, гостевые и опоздавшие: принять или отказать с причиной.",
        Permission.READINGS,
    ),
    MenuItem(
        "unknown",
        "Невыясненные платежи",
        "/staff/payments/unknown",
        "Деньги из банковских реестров, у которых не нашёлся счёт.",
        Permission.PAYMENTS,
    ),
    MenuItem(
        "review",
        "Сверка",
        "/staff/payments/review",
        "Что наши книги и платёжный шлюз говорят по-разному.",
        Permission.PAYMENTS,
    ),
    MenuItem(
        "refunds",
        "Возвраты",
        "/staff/refunds",
        "Вернуть деньги плательщику: предлагает один, принимает другой.",
        Permission.REFUNDS,
    ),
    MenuItem(
        "figures",
        "Цифры",
        "/staff/figures",
        "Показания, долги, платежи, письма и очереди — в графиках и таблицах.",
        Permission.FIGURES,
    ),
    MenuItem(
        "appeals",
        "Обращения",
        "/staff/appeals",
        "Что просят абоненты: ближайший срок ответа первым.",
        Permission.APPEALS,
    ),
    MenuItem(
        "imports",
        "Файлы",
        "/staff/imports",
        "Внести счета, счётчики, показания и платежи; выгрузить показания.",
        Permission.IMPORTS,
    ),
    MenuItem(
        "billing",
        "Начисления",
        "/staff/billing",
        "Рассчитать счета за месяц и посмотреть, кого не рассчитали.",
        Permission.BILLING,
    ),
    MenuItem(
        "news",
        "Тексты сайта",
        "/staff/news",
        "Новости, объявления домам, страницы: черновик, вид, прежние редакции.",
        Permission.NEWS,
    ),
    MenuItem(
        "houses",
        "Дома",
        "/staff/houses",
        "Перечень домов; объявление выбранному дому.",
        Permission.NEWS,
    ),
    MenuItem(
        "disclosure",
        "Раскрытие",
        "/staff/disclosure",
        "Документы, которые поставщик обязан раскрыть.",
        Permission.NEWS,
    ),
    MenuItem(
        "questions",
        "Вопросы",
        "/staff/questions",
        "Вопросы читателей под статьями: ответить или не публиковать.",
        Permission.QUESTIONS,
    ),
    MenuItem(
        "tariffs",
        "Тарифы",
        "/staff/tariffs",
        "Новые цены: файл, что он меняет, и второй человек.",
        Permission.TARIFFS,
    ),
    MenuItem(
        "windows",
        "Срок показаний",
        "/staff/windows",
        "С какого по какое число принимают показания.",
        Permission.WINDOWS,
    ),
    MenuItem(
        "norms",
        "Нормативы и пени",
        "/staff/norms",
        "Нормативы потребления и ставка, по которой считают пени.",
        Permission.NORMS,
    ),
    MenuItem(
        "audit", "Журнал", "/staff/audit", "Кто, что и когда сделал в консоли.", Permission.AUDIT
    ),
)
TEXT_KINDS = {
    "news": "Новость",
    "notice": "Объявление домам",
    "consumers": "Страница «Потребителям»",
    "about": "Страница «О компании»",
}
SECTIONS = {
    Section.NEWS: "новости",
    Section.ABOUT: "о компании",
    Section.CONSUMERS: "потребителям",
    Section.DISCLOSURE: "раскрытие",
}
QUESTION_STATES = {
    QuestionState.WAITING: "Ждут",
    QuestionState.ANSWERED: "Отвечены",
    QuestionState.REFUSED: "Не опубликованы",
}
HOUSE_EXAMPLE = "г. Саратов, 1-й Овсяной проезд, д. 1, 2, 3"
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
    Action.REVIEW_ASKED: "Шлюз спрошен ещё раз",
    Action.REVIEW_ACCEPTED: "Зачислено по случаю сверки",
    Action.REVIEW_CLOSED: "Случай сверки закрыт",
    Action.READING_ACCEPTED: "Показания приняты",
    Action.READING_REFUSED: "В показаниях отказано",
    Action.READING_TAKEN: "Внесено показание контролёра",
    Action.METER_REPLACED: "Счётчик заменён",
    Action.METER_VERIFIED: "Записана поверка",
    Action.HOLDER_CHANGED: "Счёт закрыт: сменился потребитель",
    Action.PHOTO_VIEWED: "Открыто фото показаний",
    Action.NEWS_PUBLISHED: "Текст опубликован",
    Action.WINDOWS_PUBLISHED: "Срок показаний опубликован",
    Action.APPEAL_OPENED: "Открыто обращение",
    Action.APPEAL_TAKEN: "Обращение взято в работу",
    Action.APPEAL_ANSWERED: "Ответ на обращение",
    Action.APPEAL_ASKED: "Вопрос по обращению",
    Action.APPEAL_PROLONGED: "Срок ответа продлён",
    Action.APPEAL_HANDED: "Обращение передано",
    Action.APPEAL_CLOSED: "Обращение закрыто",
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
KINDS = {
    Kind.ACCOUNTS: "Лицевые счета",
    Kind.PEOPLE: "Кабинеты",
    Kind.HOUSES: "Дома",
    Kind.METERS: "Счётчики",
    Kind.PAYMENTS: "Платежи",
    Kind.READINGS: "Показания",
}
FACTS = {
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
    "worker": "в работе у",
    "due": "срок ответа",
}
UPLOADS = {
    UploadKind.ACCOUNTS: "Лицевые счета",
    UploadKind.METERS: "Счётчики",
    UploadKind.READINGS: "Показания",
    UploadKind.PAYMENTS: "Платежи",
    UploadKind.CLOSINGS: "Закрытие счетов",
    "tariffs": "Тарифы",
    "norms": "Нормативы",
    "windows": "Сроки показаний",
    "rates": "Ставки пеней",
    "refunds": "Возвраты переплат",
}
DONE = {  # what has just been done, said once above the list
    "appeal_taken": "Обращение у вас в работе.",
    "appeal_answered": "Ответ записан и уйдёт абоненту письмом.",
    "appeal_asked": "Вопрос записан и уйдёт абоненту письмом. Срок ответа идёт.",
    "appeal_prolonged": "Срок продлён, абоненту уйдёт письмо.",
    "appeal_closed": "Обращение закрыто.",
    "appeal_handed": "Обращение передано.",
    "settled": "Платёж зачислен.",
    "accepted": "Зачислено. Плательщику ушло подтверждение.",
    "closed": "Случай закрыт.",
    "published": "Опубликовано. Открытые страницы уже показывают новое.",
    "same": "Это уже опубликовано: ничего не изменилось.",
    "proposed": "Предложено. Теперь это должен принять другой сотрудник.",
    "refunding": "Принято: шлюз возвращает деньги. Что он ответит, видно на странице платежа.",
    "agreed": "Принято и действует: открытые страницы уже показывают новое.",
    "refused": "Предложение отклонено.",
    "imported": "Внесено: файл № {number} в журнале.",
    "known": "Этот файл уже внесён: ничего не изменилось.",
    "undone": "Файл № {number} отменён: его платежи списаны новыми записями.",
    "period": "Показания не выгружены: напишите месяц как 2026-10.",
    "answered": "Опубликовано с ответом, автору ушло письмо.",
    "unasked": "Вопрос не публикуется, автору ушло письмо.",
    "put_back": "Возвращена предыдущая редакция.",
    "ordered": "Расчёт заказан.",
    "read": "Показание контролёра принято.",
    "replaced": "Счётчик заменён.",
    "verified": "Поверка записана.",
    "moved": "Счёт закрыт. Кто видел его в кабинете, узнает об этом из письма.",
    "reading-accepted": "Показание принято.",
    "reading-refused": "Отказано. Абонент прочтёт причину в истории показаний.",
    "asked": "Шлюз ответил. Если деньги пришли, платёж зачислен и случай закрыт.",
}


def new_text(kind: str, *, day: date, house: str = "") -> str:
    """The fields of a new text, for its editor to fill in; `house` is whom it is for."""
    lines = ["title:", "slug:", f"published: {day}", "summary:"]
    if kind == "notice":
        lines += ["houses:", f"  - {house or HOUSE_EXAMPLE}"]
    elif kind in (Section.CONSUMERS, Section.ABOUT):
        lines += [f"section: {kind}"]
    return "\n".join(["---", *lines, "---", "", ""])


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
