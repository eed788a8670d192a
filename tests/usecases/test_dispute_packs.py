"""The dispute pack says what the ledger says, to whoever may see it, of days they may see."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, update

from lk_app.db import ledger, payments
from lk_app.db.engine import Database
from lk_app.db.tables import PaymentRow
from lk_app.documents.dispute_pack import DisputePack, dispute_pack_pdf
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.customers import Customer
from lk_app.domain.ledger import EntryKind
from lk_app.domain.payments import Part, Payment, PaymentState
from lk_app.domain.statements import StatementRefused
from lk_app.usecases import dispute_packs
from lk_app.wording import short_date, signed
from tests import payers
from tests.documents import papers
from tests.usecases.books import NOW, SARATOV
from tests.usecases.people import BORIS, confirmed
from tests.usecases.test_bill_documents import account_id
from tests.usecases.test_bills import DEBTOR, billed, linked

FIRST, LAST = date(2026, 4, 1), date(2026, 11, 20)


def pack(
    db: Database, person: Customer, first: date | None = FIRST, last: date | None = LAST
) -> DisputePack:
    return dispute_packs.pack(
        db=db,
        supplier=papers.SUPPLIER,
        customer_id=person.id,
        account_number=DEBTOR,
        first_day=first,
        last_day=last,
        now=NOW.astimezone(SARATOV),
    )


def test_payments_readings_and_bills_are_those_of_the_books(database: Database) -> None:
    billed(database)
    found = pack(database, linked(database))
    text = papers.text_of(dispute_pack_pdf(found))
    assert "Потребитель Попов Илья Сергеевич" in text
    with database.read() as session:
        entries = ledger.entries(session, account_id(session), since=FIRST)
    paid = [entry for entry in entries if entry.kind is EntryKind.PAYMENT]
    assert len(found.payments) == len(paid) > 0
    for entry in paid:
        number = entry.ref.partition("/")[0]
        line = papers.flat(f"{short_date(entry.value_date)} {signed(entry.effect)} Платёж")
        assert line in text
        assert number in text.replace(" ", "")
    charged = sum(entry.effect for entry in entries if entry.kind is EntryKind.CHARGE)
    assert sum(bill.charges for bill in found.bills) == charged
    assert found.bill_rows[0][-1] == "15.05.2026"
    assert found.readings
    assert all(one.serial == "01174685" for one in found.readings)
    assert all(row[-1].startswith("№ ") for row in found.reading_rows)


def test_only_the_days_asked_for_are_in_it(database: Database) -> None:
    billed(database)
    found = pack(database, linked(database), date(2026, 9, 1), date(2026, 9, 30))
    assert [str(one.period) for one in found.bills] == ["2026-09"]
    assert {one.reading.taken_on.month for one in found.readings} == {9}
    assert {row[0][3:5] for row in found.payment_rows} <= {"09"}


def test_a_payment_here_carries_the_banks_number_for_its_payer_alone(database: Database) -> None:
    billed(database)
    person = linked(database)
    stranger = confirmed(database, BORIS, "+79270000009")
    for payer, number in ((person, "261120-000001"), (stranger, "261120-000002")):
        paid_by(database, payer, number)
    by_number = {
        found.group(): row
        for row in pack(database, person).payment_rows
        if (found := re.search(r"261120-\d{6}", row[2]))
    }
    own, others = by_number["261120-000001"], by_number["261120-000002"]
    assert own[3:5] == ("db_261120-000001", "ФД\u00a077, ФН\u00a099604403")
    assert own[0] == "20.11.2026 09:30:00"
    assert others[3:5] == ("—", "—")
    assert others[0] == "20.11.2026"


def test_an_unproven_link_proves_nothing_older_than_itself(database: Database) -> None:
    billed(database)
    person = linked(database, proven=False, on=date(2026, 10, 20))
    found = pack(database, person)
    text = papers.text_of(dispute_pack_pdf(found))
    assert "С 20 октября 2026 До этого дня счёт не был подключён" in text
    assert "Потребитель" not in text
    assert "01174685" not in text
    assert all(one.reading.taken_on >= date(2026, 10, 20) for one in found.readings)
    assert [str(one.period) for one in found.bills] == ["2026-10"]
    later = pack(database, person, date(2026, 11, 1))
    assert not later.is_cut


def test_a_stranger_and_backward_days_are_refused(database: Database) -> None:
    billed(database)
    person = linked(database)
    with pytest.raises(StatementRefused):
        pack(database, person, LAST, FIRST)
    with pytest.raises(LinkRefused, match="not_yours"):
        pack(database, confirmed(database, BORIS, "+79270000009"))


def paid_by(db: Database, payer: Customer, number: str) -> None:
    at = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
    with db.write() as session:
        account = account_id(session)
        made = Payment(
            id=0,
            public_id=number,
            customer_id=payer.id,
            gateway="demo_bank",
            method="card",
            amount=100_00,
            parts=(Part(account, DEBTOR, 100_00),),
            state=PaymentState.SUCCEEDED,
            idempotency_key=number,
            receipt_contact="",
            created_at=at,
            updated_at=at,
            next_check_at=None,
            external_id=f"db_{number}",
        )
        saved = payments.add(session, made)
        session.exec(
            update(PaymentRow)
            .where(col(PaymentRow.id) == saved.id)
            .values(receipt_state="registered", receipt_document="77", receipt_storage="99604403")
        )
        facts = {"reference": f"db_{number}"}
        payments.note(session, saved, key=number, kind="succeeded", at=at, facts=facts)
    payers.post(db, account, EntryKind.PAYMENT, f"{number}/{DEBTOR}", -100_00, date(2026, 11, 20))
