"""A bill's paper says what the bill and the ledger say, to whoever may see it."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from lk_app.db import accounts, ledger
from lk_app.db.engine import Database
from lk_app.documents.bill import BillDocument, bill_pdf
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.bills import BillingRefused
from lk_app.domain.customers import Customer
from lk_app.domain.ledger import EntryKind
from lk_app.domain.periods import Period
from lk_app.usecases import bill_documents, bills
from lk_app.wording import roubles, signed
from tests import payers
from tests.documents import papers
from tests.usecases.books import NOW
from tests.usecases.people import BORIS, confirmed
from tests.usecases.test_bills import DEBTOR, billed, linked

SARATOV = ZoneInfo("Europe/Saratov")
OCTOBER = Period(2026, 10)


def document(db: Database, person: Customer, period: Period = OCTOBER) -> BillDocument:
    return bill_documents.bill(
        db=db,
        supplier=papers.SUPPLIER,
        customer_id=person.id,
        account_number=DEBTOR,
        period=period,
        now=NOW.astimezone(SARATOV),
    )


def account_id(session: Session) -> int:
    found = accounts.by_number(session, DEBTOR)
    assert found is not None
    return found.id


def test_the_paper_says_what_the_bill_and_the_ledger_say(database: Database) -> None:
    billed(database)
    person = linked(database)
    shown = bills.screen(db=database, customer_id=person.id, account_number=DEBTOR).bills[0]
    text = papers.text_of(bill_pdf(document(database, person)))
    assert "Потребитель Попов Илья Сергеевич" in text
    assert "Прибор учёта № 01174685" in text
    for line in shown.bill.lines:
        assert papers.flat(f"{roubles(line.price)} {roubles(line.amount)}") in text
    with database.read() as session:
        entries = [
            e for e in ledger.entries(session, account_id(session)) if e.booked_in == OCTOBER
        ]
    booked = {kind: sum(e.effect for e in entries if e.kind is kind) for kind in EntryKind}
    assert papers.flat(f"Начислено за месяц {signed(booked[EntryKind.CHARGE])}") in text
    assert papers.flat(f"ч. 14) {signed(booked[EntryKind.LATE_FEE])}") in text
    assert papers.flat(f"К оплате {roubles(731_841)} до 15 ноября 2026") in text
    assert papers.flat(f"Долг на конец месяца {roubles(731_841)}") in text


def test_each_bill_names_the_readings_between_which_its_kwh_lie(database: Database) -> None:
    billed(database)
    person = linked(database)
    all_bills = bills.screen(db=database, customer_id=person.id, account_number=DEBTOR).bills
    for number, shown in enumerate(all_bills):
        made = document(database, person, shown.bill.period)
        assert bool(made.readings) == shown.bill.is_metered
        if made.readings and not shown.bill.adjustments:
            assert sum(one.kwh for one in made.readings) == shown.bill.kwh
        assert sum(one.amount for one in made.money) == shown.bill.payments
        if number % 5 == 0:  # a paper costs more than all the rest of it
            assert len(papers.reader(bill_pdf(made)).pages) == 1


def test_the_first_bill_starts_from_the_readings_at_installation(database: Database) -> None:
    billed(database)
    first = document(database, linked(database), Period(2025, 2))
    (read,) = first.readings
    assert read.before_on == date(2025, 2, 1)
    assert read.uses[0].before == 4210


def test_an_old_bill_never_asks_for_more_than_is_owed_now(database: Database) -> None:
    billed(database)
    person = linked(database)
    with database.read() as session:
        debtor = account_id(session)
    payers.post(database, debtor, EntryKind.PAYMENT, "P9/x", -700_000, date(2026, 11, 18))
    october = document(database, person)
    assert october.to_pay == 731_841 - 700_000
    september = document(database, person, Period(2026, 9))
    assert september.bill.closing_balance > 0
    assert 0 <= september.to_pay <= 31_841
    payers.post(database, debtor, EntryKind.PAYMENT, "P10/x", -31_841, date(2026, 11, 19))
    assert document(database, person).order is None


def test_an_unproven_link_gets_no_name_no_serial_and_nothing_earlier(database: Database) -> None:
    billed(database)
    person = linked(database, proven=False, on=date(2026, 10, 20))
    made = document(database, person)
    assert (made.holder, made.meter_serial) == ("", "")
    assert all(one.before_on is None and not one.serial for one in made.readings)
    with pytest.raises(BillingRefused, match="no_bill"):
        document(database, person, Period(2026, 9))


def test_a_stranger_and_a_missing_bill_are_refused(database: Database) -> None:
    billed(database)
    person = linked(database)
    with pytest.raises(LinkRefused, match="not_yours"):
        document(database, confirmed(database, BORIS, "+79270000009"))
    with pytest.raises(BillingRefused, match="no_bill"):
        document(database, person, Period(2026, 11))
