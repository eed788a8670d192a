"""Letters: equal as HTML and as text, deaf to markup and header injection, calm."""

import re
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from lk_app.documents.letters import Letter, LetterKind, letter, masked_email, masked_phone
from lk_app.domain.periods import Period
from tests.documents import papers

AT = datetime(2026, 10, 24, 10, 5, tzinfo=UTC)
LINK = "https://lk.example/activate?token=abc&from=letter"
UNDO = {"at": AT, "undo_link": LINK, "undo_until": AT + timedelta(days=7)}
ACCOUNT: dict[str, object] = {"account_number": papers.ACCOUNT, "address": papers.ADDRESS}
CARD: dict[str, object] = {
    "account_number": papers.ACCOUNT, "card": "Мир •• 0004", "link": LINK,
}  # fmt: skip
APPEAL: dict[str, object] = {
    "number": "2026-000123", "topic": "Платёж не зачислен", "link": LINK,
}  # fmt: skip
FACTS: dict[str, dict[str, object]] = {
    "activate": {"link": LINK, "until": AT + timedelta(hours=24)},
    "cabinet_moved": {
        "link": LINK, "reset_link": "https://lk.example/reset", "until": date(2027, 3, 1)
    },
    "already_registered": {"link": LINK, "reset_link": "https://lk.example/reset", "at": AT},
    "reset": {"link": LINK, "until": AT + timedelta(hours=1)},
    "confirm_email": {"link": LINK, "until": AT + timedelta(hours=24)},
    "email_changed": {**UNDO, "new_email": masked_email("anna.new@example.ru")},
    "phone_changed": {**UNDO, "new_phone": masked_phone("+79271234567")},
    "password_changed": UNDO,
    "mailbox_recovery": {
        "at": AT,
        "effective_at": AT + timedelta(hours=72),
        "new_email": masked_email("anna.new@example.ru"),
        "undo_link": LINK,
    },
    "mailbox_recovery_confirm": {
        "link": LINK,
        "effective_at": AT + timedelta(hours=72),
        "until": AT + timedelta(days=10),
    },
    "account_linked_elsewhere": {**ACCOUNT, "at": AT},
    "account_closed": {
        **ACCOUNT,
        "closed_on": "12 октября 2026",
        "period": Period(2026, 10),
        "values": [("day", 11422), ("night", 5610)],
        "link": LINK,
    },
    "reading_accepted": {
        **ACCOUNT,
        "receipt_number": "П-2026-10-000123",
        "at": AT,
        "period": Period(2026, 10),
        "values": [("day", "011422"), ("night", "005610")],
        "link": LINK,
    },
    "autopay_on": {
        **CARD, "at": AT, "terms": "Когда придёт квитанция", "cap": 300_000,
    },
    "autopay_notice": {**CARD, "amount": 134469, "charge_on": date(2026, 11, 10)},
    "autopay_not_charged": {
        "account_number": papers.ACCOUNT, "link": LINK, "amount": 134469,
        "why": "На карте не хватает денег.",
    },
    "autopay_review": {
        "account_number": papers.ACCOUNT, "link": LINK, "amount": 134469,
        "number": "261210-030000-000481",
    },
    "autopay_ended": {
        "account_number": papers.ACCOUNT, "link": LINK, "why": "Вы его выключили.",
    },
    "payment_posted": {
        "number": "2026-000481", "amount": 134469, "at": AT, "link": LINK, "receipt": "",
        "parts": [{**ACCOUNT, "amount": 134469, "balance": 0}],
    },
    "guest_reading": {
        **ACCOUNT, "at": AT, "period": Period(2026, 10), "values": [("day", 11422)], "link": LINK,
    },
    "appeal_received": {**APPEAL, "due_on": date(2026, 11, 25)},
    "appeal_answered": {**APPEAL, "paragraphs": ["Платёж нашли.", "Зачислим завтра."], "files": 2},
    "appeal_asked": {**APPEAL, "paragraphs": ["Через какой банк вы платили?"], "files": 0},
    "appeal_prolonged": {
        **APPEAL, "paragraphs": ["Собираем сведения."], "due_on": date(2026, 12, 11),
    },
    "data_export_ready": {"link": LINK, "until": AT + timedelta(days=7)},
    "appeal_dropped": {**APPEAL, "paragraphs": ["Это повтор другого обращения."]},
    "data_export_requested": {"at": AT, "request": "№ 17 от 20.11.2026"},
    "login_deletion_asked": {"at": AT, "due": AT + timedelta(days=7), "undo_link": LINK},
    "login_deleted": {"at": AT, "link": LINK},
    "staff_invited": {"role": "оператор", "link": LINK, "until": AT + timedelta(hours=72)},
    "question_received": {"link": LINK},
    "question_answered": {"link": LINK, "reply": "Счётчик заменим бесплатно."},
    "question_refused": {"link": LINK, "reply": "В вопросе есть чужие данные."},
    "bills_posted": {
        "title": "Квитанция за октябрь 2026: к оплате 1 344,69 ₽",
        "bills": [{
            **ACCOUNT, "period": Period(2026, 10),
            "asked": [("К оплате", "1 344,69 ₽, до 15 ноября 2026")],
        }],
        "link": LINK, "unsubscribe_link": "https://lk.example/unsubscribe?token=abc",
    },
    "notice": {
        "title": "Сегодня последний день для показаний",
        "words": "Счёт: Дача. Если не успеть, начислим по среднему расходу.",
        "button": "Передать показания", "link": LINK, "about": "Последний день для показаний",
        "unsubscribe_link": "https://lk.example/unsubscribe?token=abc",
    },
}  # fmt: skip


def write(kind: str, **changed: object) -> Letter:
    return letter(kind, supplier=papers.SUPPLIER, zone=papers.SARATOV, **(FACTS[kind] | changed))


class Reader(HTMLParser):
    """What a person reads of an HTML letter, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._hidden = tag in ("style", "title")
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        return papers.flat(" ".join(self.words))


def test_every_kind_is_tested() -> None:
    assert set(FACTS) == set(LetterKind)


@pytest.mark.parametrize("kind", FACTS)
def test_html_and_text_say_the_same(kind: str) -> None:
    written = write(kind)
    read = Reader(written.html).text
    bare = r"[\s:]+"
    html = re.sub(bare, " ", read.replace("Если кнопка не открывается, скопируйте адрес:", ""))
    for line in written.text.splitlines():
        if line.strip() != "—":
            assert re.sub(bare, " ", line).strip() in html


@pytest.mark.parametrize("kind", FACTS)
def test_a_letter_is_calm_and_names_the_supplier(kind: str) -> None:
    written = write(kind)
    assert "!" not in written.text
    assert papers.SUPPLIER.name in written.text
    assert papers.SUPPLIER.phone in written.text
    assert written.subject in written.text
    assert '<html lang="ru">' in written.html
    assert "color-scheme" in written.html


@pytest.mark.parametrize("kind", [kind for kind in FACTS if "link" in " ".join(FACTS[kind])])
def test_the_link_is_whole_in_both(kind: str) -> None:
    written = write(kind)
    assert LINK in written.text.splitlines()
    assert LINK in Reader(written.html).links


def test_what_each_letter_tells() -> None:
    assert "до 25 октября 2026, 14:05" in papers.flat(write("activate").text)
    changed = papers.flat(write("email_changed").text)
    assert "Новый адрес: an•••@example.ru." in changed
    assert "Это не я" in changed
    assert "до 31 октября 2026, 14:05" in changed
    assert "+7 ••• •••-45-67" in write("phone_changed").text
    assert "Замена произойдёт 27 октября 2026, 14:05" in papers.flat(write("mailbox_recovery").text)
    assert "Лицевой счёт: 64101-001-01" in write("account_linked_elsewhere").text
    posted = papers.flat(write("payment_posted").text)
    assert "Сумма: 1 344,69 ₽ Теперь: Долга нет" in posted
    assert "не кассовый чек" in posted
    assert "Кассовый чек: ФД 128." in write("payment_posted", receipt="ФД 128").text
    accepted = papers.flat(write("reading_accepted").text)
    assert "День: 011422 Ночь: 005610" in accepted


def test_what_was_typed_never_becomes_markup() -> None:
    typed = "<img src=x onerror=alert(1)>\"'{{ 7*7 }}&"
    written = write("account_linked_elsewhere", address=typed)
    assert "img" not in Reader(written.html).tags
    assert typed in Reader(written.html).text
    assert typed in written.text


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\u2028", "\x0b", "\x85"])
def test_a_subject_is_one_line_whatever_was_typed(breaks: str) -> None:
    written = write("reading_accepted", receipt_number=f"1{breaks}Bcc: spy@example.com")
    assert len(written.subject.splitlines()) == 1
    message = EmailMessage(policy=SMTP)
    message["Subject"] = written.subject
    assert message["Bcc"] is None
    assert b"\r\nBcc" not in message.as_bytes()


def test_a_typed_line_break_opens_no_paragraph_in_the_text() -> None:
    address = "Саратов\n\nВы выиграли: https://evil.example"
    written = write("account_linked_elsewhere", address=address)
    assert "Адрес: Саратов Вы выиграли: https://evil.example" in written.text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "/activate", "https://a b", 'https://"x'])
def test_only_absolute_web_addresses_are_linked(link: str) -> None:
    with pytest.raises(ValueError, match="absolute"):
        write("activate", link=link)


def test_a_forgotten_fact_is_no_letter() -> None:
    with pytest.raises(UndefinedError):
        letter("activate", supplier=papers.SUPPLIER, zone=papers.SARATOV, link=LINK)
    with pytest.raises(ValueError, match="love"):
        letter("love", supplier=papers.SUPPLIER, zone=papers.SARATOV)
