"""What the console calls its doors and the roles, and what it says when something is done."""

from dataclasses import dataclass
from datetime import date

from lk_app.domain.articles import Section
from lk_app.domain.finding import Kind
from lk_app.domain.questions import QuestionState
from lk_app.domain.staff import Permission, Role, Standing
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
        "Вернуть деньги или перенести платёж: предлагает один, принимает другой.",
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
        "people",
        "Сотрудники",
        "/staff/people",
        "Пригласить коллегу, закрыть доступ, заменить потерянный телефон.",
        Permission.STAFF,
    ),
    MenuItem(
        "personal_data",
        "Персональные данные",
        "/staff/personal-data",
        "Данные человека по его заявлению; кто из сотрудников что смотрел.",
        Permission.PERSONAL_DATA,
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
KINDS = {
    Kind.ACCOUNTS: "Лицевые счета",
    Kind.PEOPLE: "Кабинеты",
    Kind.HOUSES: "Дома",
    Kind.METERS: "Счётчики",
    Kind.PAYMENTS: "Платежи",
    Kind.READINGS: "Показания",
}
UPLOADS = {
    UploadKind.ACCOUNTS: "Лицевые счета",
    UploadKind.METERS: "Счётчики",
    UploadKind.READINGS: "Показания",
    UploadKind.PAYMENTS: "Платежи",
    UploadKind.CLOSINGS: "Закрытие счетов",
    UploadKind.CHARGES: "Начисления из расчётной системы",
    UploadKind.REFUNDS: "Возвраты переплат",
    "tariffs": "Тарифы",
    "norms": "Нормативы",
    "windows": "Сроки показаний",
    "rates": "Ставки пеней",
}
STANDINGS = {
    Standing.INVITED: "приглашён",
    Standing.WORKING: "работает",
    Standing.DISABLED: "доступ закрыт",
}
DONE = {  # what has just been done, said once above the list
    "invited": "Приглашение ушло письмом.",
    "reset": "Прежний вход закрыт, новая ссылка ушла письмом.",
    "disabled": "Доступ закрыт.",
    "appeal_taken": "Обращение у вас в работе.",
    "appeal_answered": "Ответ записан и уйдёт абоненту письмом.",
    "appeal_asked": "Вопрос записан и уйдёт абоненту письмом. Срок ответа идёт.",
    "appeal_prolonged": "Срок продлён, абоненту уйдёт письмо.",
    "appeal_closed": "Обращение закрыто.",
    "appeal_dropped": "Закрыто без ответа: срок больше не идёт.",
    "appeal_handed": "Обращение передано.",
    "settled": "Платёж зачислен.",
    "accepted": "Зачислено. Плательщику ушло подтверждение.",
    "closed": "Случай закрыт.",
    "published": "Опубликовано. Открытые страницы уже показывают новое.",
    "same": "Это уже опубликовано: ничего не изменилось.",
    "gathering": "Принято: файл собирается для того, кто предложил. Абоненту уйдёт письмо.",
    "proposed": "Предложено. Теперь это должен принять другой сотрудник.",
    "refunding": "Принято: шлюз возвращает деньги. Что он ответит, видно на странице платежа.",
    "moved-payment": "Перенесено: на прежнем счёте отмена платежа, на другом — платёж.",
    "refunded": "Возвраты внесены: на счетах новые записи.",
    "agreed": "Принято и действует: открытые страницы уже показывают новое.",
    "refused": "Предложение отклонено.",
    "imported": "Внесено: файл № {number} в журнале.",
    "known": "Этот файл уже внесён: ничего не изменилось.",
    "withdrawn": "Файл № {number} отменён: всё, что он внёс, убрано.",
    "undone": "Файл № {number} отменён: его платежи списаны новыми записями.",
    "period": "Показания не выгружены: напишите месяц как 2026-10.",
    "answered": "Опубликовано с ответом, автору ушло письмо.",
    "unasked": "Вопрос не публикуется, автору ушло письмо.",
    "put_back": "Возвращена предыдущая редакция.",
    "ordered": "Расчёт заказан.",
    "read": "Показание контролёра принято.",
    "replaced": "Счётчик заменён.",
    "verified": "Поверка записана.",
    "renamed": "Имя исправлено: так оно стоит на экранах и в новых квитанциях.",
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
