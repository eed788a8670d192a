"""What was brought in before registers of banks were kept is found by them afterwards."""

import pytest
from alembic import command
from sqlalchemy import text

from lk_app.db import bank_registers
from lk_app.db.engine import Database
from lk_app.db.migrate import _config, migrate

BEFORE = [
    "INSERT INTO houses (id, city, street, house, has_apartments, words)"
    " VALUES (1, 'Саратов', 'ул. Плякина', '3', true, '')",
    "INSERT INTO accounts (id, account_number, unified_account, house_id, apartment, category,"
    " residents, norm_kwh, opened_on, opening_balance)"
    " VALUES (1, '6410100101', '', 1, '1', 'urban_gas', 2, 96, '2025-01-01', 0)",
    "INSERT INTO imports (id, kind, file_name, sha256, rows, added, skipped, refused, imported_at)"
    " VALUES (7, 'payments', 'p.csv', 'x', 1, 1, 0, 0, '2026-11-01 00:00:00')",
    "INSERT INTO payments (id, public_id, gateway, method, amount, state, idempotency_key,"
    " checkout_url, receipt_contact, card_mask, decline_code, created_at, updated_at, checks)"
    " VALUES (1, 'B-P00001', 'bank', 'post', 50000, 'succeeded', 'file:P00001', '', '', '', '',"
    " '2026-10-08 08:00:00', '2026-11-01 00:00:00', 0)",
    "INSERT INTO payment_parts (payment_id, account_id, amount, period)"
    " VALUES (1, 1, 50000, '2026-09')",
    "INSERT INTO ledger_entries (account_id, kind, ref, debit, credit, amount, value_date,"
    " booked_in, posted_at) VALUES (1, 'payment', 'B-P00001/6410100101', 'cash', 'receivable',"
    " 50000, '2026-10-08', '2026-10', '2026-11-01 00:00:00')",
]


@pytest.fixture
def earlier(database: Database) -> Database:
    """The schema as it was before, with one payment of a file."""
    with database.connection() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0005")
    with database.connection() as connection:
        for statement in BEFORE:
            connection.execute(text(statement))
    return database


def test_a_payment_of_a_file_is_an_operation_of_its_import(earlier: Database) -> None:
    migrate(earlier)
    with earlier.read() as session:
        (one,) = bank_registers.of_import(session, 7)
        known = bank_registers.known(session, "b", ["P00001"])
    assert known["P00001"].number == one.number == "B-P00001"
    assert (one.paid_to, one.operation.amount, one.hold) == ("6410100101", 500_00, None)
    assert str(one.operation.period) == "2026-09"
    assert one.operation.paid_on.isoformat() == "2026-10-08"
