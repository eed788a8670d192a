"""A table with a bad row: the row downloaded, mended, brought in, and taken back in the console."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.desks import sit_down
from tests.journeys.households import Household

pytestmark = pytest.mark.journey

CLERK = "exchange@lk.example"


def test_a_bad_row_is_mended_brought_in_and_undone(
    browser: Browser, cabinet: Cabinet, tmp_path: Path
) -> None:
    with Household(cabinet) as home:
        account = home.account()
    table = f"Лицевой счёт;Дата;Показание\r\n{account};10.11;4600\r\n"
    desk = sit_down(browser, cabinet, CLERK, then="/staff/imports")
    hand_over(desk, "ноябрь.csv", table.encode("cp1251"))
    expect(desk.get_by_text("Напишите её так: 24.10.2026")).to_be_visible()
    with desk.expect_download() as bad:
        desk.get_by_role("link", name="Скачать эти строки").click()
    bad.value.save_as(path := tmp_path / "bad.csv")
    mended = path.read_bytes().replace(b";10.11;", b";10.11.2026;")
    hand_over(desk, "ноябрь-исправлен.csv", mended)
    desk.get_by_role("button", name="Внести", exact=True).click()
    expect(desk.get_by_role("status")).to_contain_text("Внесено: файл №")
    mine = desk.get_by_role("row").filter(has_text="ноябрь-исправлен.csv")
    mine.get_by_role("button", name="Отменить файл").click()
    expect(desk.get_by_role("alert")).to_contain_text("будет убрано")
    mine.get_by_role("button", name="Отменить файл").click()
    expect(desk.get_by_role("status")).to_contain_text("всё, что он внёс, убрано")
    expect(mine).to_contain_text("отменён")
    desk.context.close()


def hand_over(desk: Page, name: str, content: bytes) -> None:
    desk.get_by_label("Что в файле", exact=True).select_option("readings")
    desk.get_by_label("Как записан", exact=True).select_option("excel")
    desk.get_by_label("Файл", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    desk.get_by_role("button", name="Проверить", exact=True).click()
    expect(desk.get_by_role("heading", name=name, exact=True)).to_be_visible()
