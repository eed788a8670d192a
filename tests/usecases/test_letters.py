"""The outbox: a letter goes if and only if its change was committed, and goes once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from lk_app.db import letters as outbox
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.letters import ATTEMPTS_LIMIT, CLAIM_LIFE, retry_at
from lk_app.gateways.smtp import SmtpMail
from lk_app.usecases import letters
from tests.documents import papers
from tests.post_office import PostOffice, open_office

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SENDER = "ВолгаСвет <lk@volga.example>"
PAPER = letters.Stationery(papers.SUPPLIER, papers.SARATOV, "https://lk.example")


def post(db: Database, *keys: str) -> None:
    link = PAPER.link("/reset", "abc")
    letter = PAPER.letter(LetterKind.RESET, link=link, until=NOW + timedelta(hours=1))
    with db.write() as session:
        for key in keys:
            letters.post(session, letter, to="anna@example.ru", dedupe_key=key, now=NOW)


def deliver(db: Database, office: PostOffice, *, at: datetime = NOW) -> int:
    return letters.deliver_due(db=db, mail=SmtpMail(office.url, sender=SENDER), now=at)


def test_a_letter_arrives_as_it_was_written(database: Database) -> None:
    post(database, "one")
    with open_office() as office:
        assert deliver(database, office) == 1
    (letter,) = office.letters
    assert letter["To"] == "anna@example.ru"
    assert letter["From"] == SENDER
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text and "https://lk.example/reset?token=abc" in text.get_content()
    assert html and "https://lk.example/reset?token=abc" in html.get_content()


def test_a_change_that_failed_sends_nothing(database: Database) -> None:
    letter = PAPER.letter(LetterKind.RESET, link=PAPER.link("/reset", "abc"), until=NOW)
    with pytest.raises(ZeroDivisionError), database.write() as session:
        letters.post(session, letter, to="anna@example.ru", dedupe_key="one", now=NOW)
        raise ZeroDivisionError
    with open_office() as office:
        assert deliver(database, office) == 0


def test_one_event_writes_one_letter(database: Database) -> None:
    post(database, "same", "same")
    post(database, "same")
    with open_office() as office:
        assert deliver(database, office) == 1
        assert deliver(database, office) == 0


def test_two_workers_never_send_the_same_letter(database: Database) -> None:
    post(database, *(f"letter {n}" for n in range(24)))
    with open_office() as office, ThreadPoolExecutor(4) as workers:
        sent = list(workers.map(lambda _: deliver(database, office), range(4)))
    assert sum(sent) == 24
    assert len({letter["Message-ID"] for letter in office.letters}) == len(office.letters) == 24


def test_a_busy_server_gets_the_letter_later(database: Database) -> None:
    post(database, "one")
    with open_office() as office:
        office.answer = "451 try again later"
        assert deliver(database, office) == 0
        office.answer = "250 OK"
        assert deliver(database, office) == 0, "not at once: the pause is kept"
        assert deliver(database, office, at=NOW + timedelta(minutes=1)) == 1


def test_a_server_that_does_not_answer_loses_nothing(database: Database) -> None:
    post(database, "one")
    with open_office() as office:
        nobody = office.url
    mail = SmtpMail(nobody, sender=SENDER)
    assert letters.deliver_due(db=database, mail=mail, now=NOW) == 0
    with open_office() as office:
        assert deliver(database, office, at=NOW + timedelta(minutes=1)) == 1


def test_a_mailbox_that_does_not_exist_is_given_up(database: Database) -> None:
    post(database, "one")
    with open_office() as office:
        office.answer = "550 no such mailbox"
        deliver(database, office)
        office.answer = "250 OK"
        assert deliver(database, office, at=NOW + timedelta(days=30)) == 0


def test_a_worker_that_died_gives_its_letters_back(database: Database) -> None:
    post(database, "one")
    with database.write() as session:
        assert len(outbox.claim_due(session, now=NOW, limit=10)) == 1
    with open_office() as office:
        assert deliver(database, office) == 0
        assert deliver(database, office, at=NOW + CLAIM_LIFE) == 1


def test_the_commit_rings_and_a_rollback_does_not(database: Database) -> None:
    rung: list[str] = []
    database.listen(letters.TOPIC, lambda: rung.append("letters"))
    with pytest.raises(ZeroDivisionError), database.write() as session:
        outbox.mention(session, letters.TOPIC)
        raise ZeroDivisionError
    assert rung == []
    post(database, "one", "two")
    assert rung == ["letters"]


def test_pauses_double_up_to_hours_and_end() -> None:
    pauses = [retry_at(attempts, now=NOW) for attempts in range(1, ATTEMPTS_LIMIT)]
    assert pauses[:3] == [NOW + timedelta(minutes=m) for m in (1, 2, 4)]
    assert pauses[-1] == NOW + timedelta(hours=4)
    assert retry_at(ATTEMPTS_LIMIT, now=NOW) is None
