"""The board: what it counts, and what its files hold."""

from datetime import UTC, date, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from lk_app.db import staff_figures
from lk_app.db.engine import Database
from lk_app.db.tables import (
    BankOperationRow,
    BillingStopRow,
    BillRow,
    ImportRow,
    LetterRow,
    PaymentRow,
)
from lk_app.domain.staff import Role
from lk_app.domain.staff_figures import Age, Aged
from lk_app.usecases import staff_figures as staff_board
from tests.api.staff.desk import enter
from tests.usecases import metered, people

FIGURES = "/staff/figures"
AT = datetime(2026, 11, 10, 8, tzinfo=UTC)


@pytest.fixture
def three(database: Database) -> list[int]:
    """Three accounts; two of them had a reading by the 18th of November, one in October by then."""
    owner = people.confirmed(database).id
    numbers = [f"641010010{place}" for place in (1, 2, 3)]
    meters = [metered.account(database, number, owner=owner) for number in numbers]
    for meter, on in ((0, date(2026, 11, 18)), (1, date(2026, 11, 18)), (2, date(2026, 10, 19)),
                      (0, date(2026, 10, 24))):  # fmt: skip
        metered.imported(database, meters[meter], on, {"single": 4300 + on.month})
    return meters


def bill(account: int, period: str, due: date, charges: int, closing: int) -> BillRow:
    return BillRow(
        account_id=account, period=period, opening_balance=0, charges=charges, adjustment_total=0,
        late_fee=0, payments=0, closing_balance=closing, due_date=due,
        posted_at=datetime(2026, 11, 1, tzinfo=UTC), rule_version="1", lines=[], adjustments=[],
        reading_ids=[],
    )  # fmt: skip


@pytest.mark.usefixtures("three")
def test_a_debt_is_as_old_as_the_bills_it_is_left_of(database: Database) -> None:
    with database.write() as session:
        session.add_all(
            [
                bill(1, "2026-07", date(2026, 8, 15), 100_00, 100_00),
                bill(1, "2026-08", date(2026, 9, 15), 100_00, 200_00),
                bill(1, "2026-09", date(2026, 10, 25), 100_00, 300_00),
                bill(1, "2026-10", date(2026, 12, 15), 100_00, 350_00),
                bill(2, "2026-10", date(2026, 12, 15), 100_00, 70_00),
                bill(3, "2026-10", date(2026, 12, 15), 100_00, -5_00),
            ]
        )
    with database.read() as session:
        found = staff_figures.debts(session, date(2026, 11, 20))
    assert found == {
        Age.NOT_DUE: Aged(2, 170_00),
        Age.FIRST_MONTH: Aged(1, 100_00),
        Age.THREE_MONTHS: Aged(1, 100_00),
        Age.LONGER: Aged(1, 50_00),
    }


@pytest.mark.usefixtures("three")
def test_readings_are_held_against_the_same_day_of_last_month(
    client: TestClient, database: Database
) -> None:
    enter(client, database, Role.EDITOR)
    page = client.get(FIGURES)
    assert page.status_code == 200
    assert '<p class="sum">2</p>' in page.text
    assert "по 20-е число. В прошлом месяце к этому дню было 1" in page.text
    assert "ноябрь" in page.text and "<polyline" in page.text
    file = client.get(f"{FIGURES}/readings.csv")
    assert file.content.startswith(b"\xef\xbb\xbf") and "attachment" in str(file.headers)
    assert file.text.splitlines()[-1] == "20;2;1"
    assert client.get(f"{FIGURES}/guess.csv").status_code == 404


@pytest.mark.usefixtures("three")
def test_the_board_is_counted_by_a_job_and_its_queues_at_once(
    client: TestClient, database: Database
) -> None:
    enter(client, database)
    before = client.get(FIGURES).text
    assert "Посчитано" in before and "лицевых счетов: 3." in before
    metered.account(database, "6410100109", owner=1)
    with database.write() as session:
        session.add(BillingStopRow(account_id=1, period="2026-11", code="x", facts={},
                                   noticed_at=AT))  # fmt: skip
    seen = client.get(FIGURES).text
    assert "лицевых счетов: 3." in seen and "Счета без квитанции</a></dt><dd>1</dd>" in seen
    clocks = {"db": database, "now": AT, "tz": metered.ZONE}
    later = datetime.now(UTC) + timedelta(minutes=5)
    assert staff_board.refresh(**clocks, real_now=later)
    assert "лицевых счетов: 4." in client.get(FIGURES).text
    assert not staff_board.refresh(**clocks, real_now=later), "nothing but counting all day"


@pytest.mark.usefixtures("three")
def test_channels_letters_and_queues_are_counted(client: TestClient, database: Database) -> None:
    at = AT
    letter = {"recipient": "a@lk.example", "subject": "", "text": "", "html": "", "kind": "reset"}
    enter(client, database)
    now = datetime.now(UTC)
    with database.write() as session:
        session.add_all(
            PaymentRow(
                public_id=f"{name}{number}", gateway=name, method=how, amount=150_00,
                state="succeeded", idempotency_key=f"{name}{number}", created_at=at, updated_at=at,
            )
            for name, how, number in (("=HYPERLINK(1)", "", 1), ("yookassa", "sbp", 1),
                                      ("yookassa", "sbp", 2))
        )  # fmt: skip
        session.add(LetterRow(**letter, dedupe_key="1", created_at=now, sent_at=now))
        session.add(LetterRow(**letter, dedupe_key="2", created_at=now))
        file = ImportRow(
            kind="payments", file_name="f", sha256="", rows=1, added=0, skipped=0, imported_at=at
        )
        session.add(file)
        session.flush()
        session.add(
            BankOperationRow(
                import_id=file.id, line=1, bank="sber", reference="1", number="SBER-1", source="",
                account_number="1", paid_on=date(2026, 11, 10), amount=100, hold="unknown_account",
            )
        )  # fmt: skip
    page = client.get(FIGURES).text
    assert "ЮKassa, по СБП" in page and "300,00\xa0₽" in page
    assert '<a href="/staff/payments/unknown">Невыясненные платежи</a></dt><dd>1</dd>' in page
    payments = client.get(f"{FIGURES}/payments.csv").text.splitlines()
    assert payments[1] == "ЮKassa, по СБП;2;300,00;0,00"
    assert payments[2].startswith("'=HYPERLINK(1)"), "no spreadsheet takes it for a formula"
    assert "Письма;1;0;1" in client.get(f"{FIGURES}/delivery.csv").text
    assert client.get(f"{FIGURES}/queues.csv").text.count(";1") == 1
