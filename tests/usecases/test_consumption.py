"""Consumption of an account: its bills' own figures, for whoever may see them."""

import csv
import io
from datetime import date

import pytest

from lk_app.db.engine import Database
from lk_app.domain.accounts import LinkRefused
from lk_app.usecases import bills, consumption
from tests.documents.papers import SUPPLIER
from tests.usecases.people import BORIS, confirmed
from tests.usecases.test_bills import DEBTOR, billed, linked


def test_it_adds_up_to_the_bills(database: Database) -> None:
    billed(database)
    person = linked(database)
    shown = consumption.screen(db=database, customer_id=person.id, account_number=DEBTOR)
    posted = bills.screen(db=database, customer_id=person.id, account_number=DEBTOR).bills
    assert [month.kwh for month in shown.months] == [one.bill.kwh for one in reversed(posted)]
    assert sum(month.amount for month in shown.months) == sum(
        one.bill.charges + one.bill.adjustment_total for one in posted
    )
    assert str(shown.months[-1].period) == "2026-10"
    assert not shown.has_earlier


def test_an_unproven_link_sees_no_month_from_before_it(database: Database) -> None:
    billed(database)
    person = linked(database, proven=False, on=date(2026, 9, 20))
    shown = consumption.screen(db=database, customer_id=person.id, account_number=DEBTOR)
    assert [str(month.period) for month in shown.months] == ["2026-09", "2026-10"]
    assert shown.has_earlier
    assert len(table(database, person.id)) == 3


def test_a_stranger_learns_nothing(database: Database) -> None:
    billed(database)
    linked(database)
    stranger = confirmed(database, BORIS, "+79270000009")
    with pytest.raises(LinkRefused, match="not_yours"):
        consumption.screen(db=database, customer_id=stranger.id, account_number=DEBTOR)
    with pytest.raises(LinkRefused, match="not_yours"):
        table(database, stranger.id)


def test_the_file_says_what_the_screen_says(database: Database) -> None:
    billed(database)
    person = linked(database)
    head, *lines = table(database, person.id)
    months = consumption.screen(db=database, customer_id=person.id, account_number=DEBTOR).months
    assert head == [
        *("Лицевой счёт", "Месяц", "Как посчитано", "Без зон, кВт·ч", "Без зон, руб."),
        *("Всего, кВт·ч", "Начислено, руб.", "Перерасчёт, руб.", "Итого, руб."),
    ]
    assert lines[-1] == [
        *("64101-001-06", "10.2026", "по счётчику", "233", "1404,99"),
        *("233", "1404,99", "0,00", "1404,99"),
    ]
    assert len(lines) == len(months)
    assert sum(int(line[5]) for line in lines) == sum(month.kwh for month in months)


def table(db: Database, customer_id: int) -> list[list[str]]:
    content = consumption.csv_file(
        db=db, supplier=SUPPLIER, customer_id=customer_id, account_number=DEBTOR
    )
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
