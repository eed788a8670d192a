"""What a payer has in hand afterwards: confirmation, receipt, refund, statement."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.cabinet import Cabinet
from tests.journeys.households import Household
from tests.journeys.paying import (
    MIR,
    expect_title,
    indebted,
    leave_for_the_bank,
    open_form,
    pay_by_card,
)

pytestmark = pytest.mark.journey


def test_the_confirmation_and_the_receipt_are_on_the_payments_page(
    page: Page, home: Household
) -> None:
    indebted(home)
    open_form(page, home)
    leave_for_the_bank(page)
    pay_by_card(page, MIR)
    expect_title(page, "Платёж зачислен")
    expect(page.get_by_text("Пробит")).to_be_visible()
    number = re.search(r"ФД\s(\d+)", page.get_by_text("ФД").inner_text())
    assert number
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать подтверждение").click()
    paper = "".join(one.extract_text() for one in PdfReader(download.value.path()).pages)
    assert f"ФД\u00a0{number[1]}" in paper
    assert re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", paper)
    page.get_by_role("button", name="Отправить ещё раз").click()
    expect(page.get_by_text(f"Отправили на {home.email}")).to_be_visible()
    page.goto("/cabinet/history")
    expect(page.get_by_text(f"чек ФД {number[1]}")).to_be_visible()


def test_a_refund_by_the_supplier_is_seen_by_the_payer(
    page: Page, cabinet: Cabinet, home: Household
) -> None:
    indebted(home)
    open_form(page, home)
    leave_for_the_bank(page)
    pay_by_card(page, MIR)
    expect_title(page, "Платёж зачислен")
    number = page.url.rpartition("payment=")[2]
    part = ("payments", "refund", number, "--amount", "344,69", "--reason", "Лишнее")
    cabinet.lk(*part)
    cabinet.lk(*part)  # the same once more is the same refund
    page.reload()
    expect(page.get_by_text("Из них 344,69 ₽ вернули вам")).to_be_visible()
    expect(page.get_by_text("К оплате 344,69 ₽")).to_be_visible()
    cabinet.lk("payments", "refund", number, "--reason", "Остальное")
    page.reload()
    expect_title(page, "Деньги возвращены")
    expect(page.get_by_text("К оплате 1 344,69 ₽")).to_be_visible()
    expect(page.get_by_text("Деньги возвращены")).to_have_count(3)  # the title and two steps
    refused = cabinet.lk(*part[:3], "--amount", "1", "--reason", "Ещё", expect=1)
    assert "уже возвращён" in refused.stderr
    page.goto("/cabinet/history")
    expect(page.get_by_text("Возврат платежа").first).to_be_visible()


def test_the_supplier_tells_a_paper_of_ours_from_a_forged_one(
    page: Page, cabinet: Cabinet, home: Household
) -> None:
    indebted(home)
    open_form(page, home)
    leave_for_the_bank(page)
    pay_by_card(page, MIR)
    expect_title(page, "Платёж зачислен")
    number = page.url.rpartition("payment=")[2]
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать подтверждение").click()
    paper = "".join(one.extract_text() for one in PdfReader(download.value.path()).pages)
    code = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", paper)
    assert code
    assert "подлинное" in cabinet.lk("payments", "check", number, code[0]).stdout
    assert "не наш" in cabinet.lk("payments", "check", number, "0000-0000-0000", expect=1).stdout


def test_the_statement_on_paper_and_in_a_table_equals_the_screen(
    desktop: Page, home: Household
) -> None:
    number = indebted(home)
    open_form(desktop, home)
    leave_for_the_bank(desktop)
    pay_by_card(desktop, MIR)
    expect_title(desktop, "Платёж зачислен")
    desktop.goto(f"/cabinet/history?account={number}")
    expect(desktop.get_by_role("heading", name="Детализация")).to_be_visible()
    expect(desktop.get_by_role("button", name="Печать")).to_be_visible()
    shown = [
        [re.sub(r"\s", "", cell) for cell in row.get_by_role("cell").all_inner_texts()]
        for row in desktop.locator("tbody tr").all()
    ]
    assert [row[2:4] for row in shown] == [["+1344,69₽", "1344,69₽"], ["−1344,69₽", "0,00₽"]]
    paper = "".join(page.extract_text() for page in PdfReader(BytesIO(_file(desktop, "PDF"))).pages)
    bare = re.sub(r"\s", "", paper)
    assert all(cell in bare for row in shown for cell in row)
    table = list(csv.reader(StringIO(_file(desktop, "CSV").decode("utf-8-sig")), delimiter=";"))
    assert [_kopecks(row[3:5]) for row in table[2:-1]] == [_kopecks(row[2:4]) for row in shown]


def _file(page: Page, kind: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Скачать {kind}").click()
    return download.value.path().read_bytes()


def _kopecks(cells: list[str]) -> list[int]:
    return [int(re.sub(r"[^\d-]", "", cell.replace("\u2212", "-"))) for cell in cells]
