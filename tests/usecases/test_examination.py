"""What `lk doctor` finds, and what it says to do."""

from datetime import timedelta
from pathlib import Path

from lk_app.db import letters as rows
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain.notices import Notice, NoticeKind
from lk_app.gateways.smtp import SmtpMail
from lk_app.settings import Settings
from lk_app.usecases import examination, letters, notices
from lk_app.usecases.installation import Finding
from tests.documents import papers
from tests.post_office import open_office
from tests.usecases import people
from tests.usecases.notified import PUSH, ask_by_mail
from tests.usecases.people import NOW, PAPER


def test_a_letter_that_waits_asks_for_a_worker(database: Database) -> None:
    letter = PAPER.letter(LetterKind.RESET, link="https://lk.example/reset?token=x", until=NOW)
    with database.write() as session:
        letters.post(session, letter, to="anna@lk.example", dedupe_key="x", now=NOW)
    soon, late = NOW + timedelta(minutes=9), NOW + timedelta(minutes=11)
    assert examination.outbox(db=database, apart=True, now=soon).ok
    found = examination.outbox(db=database, apart=True, now=late)
    assert (found.ok, found.says.endswith("1; run lk worker")) == (False, True)
    with database.write() as session:
        [claimed] = rows.claim_due(session, now=NOW, limit=1)
        rows.mark_failed(session, claimed.id, error="421 later", retry_at=late)
    assert "421 later" in examination.outbox(db=database, apart=True, now=late).says


def test_notices_that_hang_by_day_are_named(database: Database) -> None:
    anna = people.confirmed(database)
    ask_by_mail(database, anna, [NoticeKind.HOUSE])
    notice = Notice(NoticeKind.HOUSE, "/news/1", "Отключение", "С 9 до 12.", "/news/1")
    with database.write() as session:
        notices.tell(session, anna.id, notice, real_now=NOW)

    def found(hours: int) -> Finding:
        later = NOW + timedelta(hours=hours)
        return examination.notices(
            db=database, push=PUSH, world=Settings(), now=later, real_now=later
        )

    assert found(0).ok and "follows from LK_SECRET_KEY" in found(0).says
    assert not found(1).ok and "1; nobody sends them" in found(1).says
    assert found(12).ok, "at night nothing is sent"


def test_a_mail_server_is_greeted_and_gets_no_letter() -> None:
    with open_office() as office:
        mail = SmtpMail(office.url, sender="lk@lk.example")
        assert examination.mail(gateway=mail).ok
        assert office.letters == []
    assert "LK_SMTP_URL" in examination.mail(gateway=mail).says


def test_a_database_of_real_accounts_is_no_demonstration(database: Database) -> None:
    assert not examination.demonstration(db=database).ok


def test_a_page_is_set_and_the_clock_is_named(tmp_path: Path) -> None:
    world = Settings(var_dir=tmp_path / "var", clock="2026-11-20T10:00+")
    assert examination.documents(supplier=papers.SUPPLIER, world=world, now=NOW).ok
    says = {finding.what: finding.says for finding in examination.settings(world)}
    assert "2026-11-20T10:00+" in says["clock"]
    assert "can be written to" in says["var"]
