"""What is kept for years is forgotten after them, what is still open or counted is not."""

from dataclasses import astuple
from datetime import timedelta
from pathlib import Path

from sqlmodel import select, update

from lk_app.db import appeals, bills, letters, payments
from lk_app.db.engine import Database
from lk_app.db.tables import BillRow, PaymentRow, ReadingPhotoRow, ReadingRow
from lk_app.domain.housekeeping import DISPUTE_KEPT
from lk_app.usecases import appeal_work
from lk_app.usecases.appeal_work import Words
from lk_app.usecases.retention import Retired, forget_old
from tests.usecases import appealing, people
from tests.usecases.colleagues import at_work
from tests.usecases.people import NOW
from tests.usecases.test_bills import billed, linked
from tests.usecases.test_dispute_packs import paid_by

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
OVER = NOW + timedelta(hours=1) + DISPUTE_KEPT + SECOND


def forget(db: Database, home: Path, now=OVER) -> Retired:
    return forget_old(db=db, store=appealing.folder(home), now=now)


def test_an_answered_appeal_goes_with_its_files_an_open_one_stays(
    database: Database, tmp_path: Path
) -> None:
    anna = people.confirmed(database)
    folder = appealing.folder(tmp_path)
    appealing.attach(database, folder, anna.id)
    answered = appealing.submit(database, anna.id)
    open_one = appealing.submit(database, anna.id, "Ещё вопрос о начислениях.")
    with database.read() as session:
        seen = appeals.thread(session, answered.id)[-1].id
    appeal_work.answer(
        appealing.desk(database, at_work(database)),
        number=answered.number,
        words=Words(seen, "Платёж нашли и зачислили."),
    )
    assert forget(database, tmp_path, OVER - 2 * SECOND).appeals == 0
    assert forget(database, tmp_path).appeals == 1
    with database.read() as session:
        assert appeals.by_number(session, answered.number) is None
        assert appeals.by_number(session, open_one.number)
    assert [one for one in (tmp_path / "appeals").rglob("*") if one.is_file()] == []


def test_letters_photos_and_contacts_go_bills_and_payments_stay(
    database: Database, tmp_path: Path
) -> None:
    billed(database)
    anna = linked(database)
    paid_by(database, anna, "261120-000001")
    appealing.submit(database, anna.id)
    with database.write() as session:
        mine = PaymentRow.public_id == "261120-000001"
        session.exec(update(PaymentRow).where(mine).values(receipt_contact=people.ANNA))
        reading = session.exec(select(ReadingRow.id)).first()
        session.add(ReadingPhotoRow(reading_id=reading, key="k", width=1, height=1, added_at=NOW))
        [letter] = letters.claim_due(session, now=NOW, limit=5)
        letters.mark_sent(session, letter.id, at=NOW)
        accounts = session.exec(select(BillRow.account_id).distinct()).all()
        before = bills.of_accounts(session, list(accounts))
    assert sum(astuple(forget(database, tmp_path, NOW + DISPUTE_KEPT - DAY))) == 0
    retired = forget(database, tmp_path)
    assert (retired.letters, retired.photos, retired.contacts) == (1, 1, 1)
    with database.read() as session:
        paid = payments.by_public_id(session, "261120-000001")
        assert bills.of_accounts(session, list(accounts)) == before
    assert paid and paid.receipt_contact == "" and paid.amount == 100_00
