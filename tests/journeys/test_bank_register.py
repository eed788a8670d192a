"""A payment with a mistyped account: found by the operator, seen by its payer, and taken back."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.cabinet import Cabinet
from tests.journeys.households import Household

pytestmark = pytest.mark.journey

NUMBER = "SBER-880001"
LINE = "08-11-2026;10-15-02;8622;1;880001;{account};ИВАНОВА А. П.;;1026;1200,50;1188,50;12,00\r\n"


def test_a_register_with_an_unknown_account_settled_and_undone(
    page: Page, cabinet: Cabinet, tmp_path: Path
) -> None:
    with Household(cabinet) as home:
        account = home.account()
        register = tmp_path / "register.txt"
        register.write_bytes((LINE.format(account=account[:-1]) + "=1;1200,50").encode("cp1251"))
        said = json.loads(
            cabinet.lk("import", "payments", str(register), "--profile", "sber", "--json").stdout
        )
        assert said["held"] == 1
        home.sign_in(page, then="/cabinet/history")
        expect(page.get_by_role("heading", name="Детализация", exact=True)).to_be_visible()
        expect(page.get_by_text(NUMBER)).to_have_count(0)

        cabinet.lk("payments", "settle-unknown", NUMBER, "--account", account)
        page.reload()
        paid = page.get_by_text(f"Платёж через банк № {NUMBER} за октябрь 2026")
        expect(paid.first).to_be_visible()

        cabinet.lk("import", "undo", str(said["number"]))
        page.reload()
        undone = page.get_by_text(f"Отмена платежа через банк № {NUMBER} за октябрь 2026")
        expect(undone.first).to_be_visible()
        expect(paid.first).to_be_visible()
