"""A subscriber takes everything about a quarter to a dispute, in one file."""

import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from lk_app.wording import account_number, signed
from tests.cabinet import Cabinet
from tests.documents import papers
from tests.journeys.test_bills import sign_in

pytestmark = pytest.mark.journey

DEBTOR = "6410100106"
FIRST, LAST = "2026-05-01", "2026-10-31"
LEDGER = """
    SELECT e.kind, e.value_date, e.ref,
           CASE e.debit WHEN 'receivable' THEN e.amount ELSE -e.amount END
    FROM ledger_entries e JOIN accounts a ON a.id = e.account_id
    WHERE a.account_number = ? AND e.value_date BETWEEN ? AND ? AND e.booked_in <= '2026-10'
"""


def test_one_file_holds_what_the_ledger_and_the_books_hold(page: Page, cabinet: Cabinet) -> None:
    sign_in(page, "/cabinet/history")
    page.goto(f"/cabinet/history?account={DEBTOR}&from={FIRST}&to={LAST}")
    expect(page.get_by_text("С 1 мая по 31 октября 2026")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Пакет для спора (PDF)").click()
    assert saved.value.suggested_filename == "dispute-6410100106-20260501-20261031.pdf"
    pdf = saved.value.path().read_bytes()
    text = papers.text_of(pdf)
    pages = [papers.flat(one.extract_text()) for one in papers.reader(pdf).pages]
    assert all(account_number(DEBTOR) in one and "составлен 20 ноября 2026" in one for one in pages)
    with sqlite3.connect(cabinet.var_dir / "lk.db") as db:
        entries = db.execute(LEDGER, (DEBTOR, FIRST, LAST)).fetchall()
        receipts = db.execute(
            "SELECT receipt_number FROM readings r JOIN accounts a ON a.id = r.account_id "
            "WHERE a.account_number = ? AND taken_on BETWEEN ? AND ?",
            (DEBTOR, FIRST, LAST),
        ).fetchall()
    assert {kind for kind, *_ in entries} >= {"charge", "payment"}
    for kind, day, ref, effect in entries:
        assert papers.flat(signed(effect)) in text, (kind, day, ref)
        if kind == "payment":
            assert ref.partition("/")[0] in text.replace(" ", "")
    assert receipts
    assert all(number in text for (number,) in receipts)
    assert re.search(r"октябрь 2026 .+ 15\.11\.2026", text)
