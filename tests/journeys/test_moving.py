"""A meter is replaced, a month later people move out, and the next ones move in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.conftest import PHONE, new_context
from tests.journeys.households import CATEGORY, Household
from tests.usecases import metered

pytestmark = pytest.mark.journey

NEW = "6410910001"


@pytest.fixture
def december(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cabinet]:
    """A cabinet of its own, a month after the meter was replaced: bills are run in it."""
    running = Cabinet(tmp_path_factory.mktemp("december"), LK_CLOCK="2026-12-02T10:00+")
    running.prepare()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def phone(browser: Browser, december: Cabinet) -> Iterator[Page]:
    """Who moves out."""
    page = new_context(browser, december, PHONE).new_page()
    yield page
    page.context.close()


@pytest.fixture
def other(browser: Browser, december: Cabinet) -> Iterator[Page]:
    """Who moves in."""
    page = new_context(browser, december, PHONE).new_page()
    yield page
    page.context.close()


def bring(cabinet: Cabinet, kind: str, header: str, *rows: str) -> None:
    """`lk import KIND`, as the supplier's clerk does it."""
    path = Path(cabinet.var_dir) / f"{kind}-{len(rows)}-{abs(hash(rows))}.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    cabinet.lk("import", kind, str(path))


def replace_meter(cabinet: Cabinet, number: str) -> None:
    bring(
        cabinet,
        "meters",
        "account_number,serial,model,digits,ratio,zones,installed_on,removed_on,"
        "initial_readings,final_readings,verified_until,remote",
        f"{number},S{number},Меркурий 201.5,5,1,1,2026-08-01,2026-11-02,"
        "single:4210,single:4580,,no",
        f"{number},N77,Меркурий 208,6,1,1,2026-11-02,,single:0,,2042-11-02,no",
    )


def move_out(cabinet: Cabinet, number: str) -> None:
    """The meter shows 90; the Petrovs move in on the same day."""
    bring(
        cabinet,
        "closings",
        "account_number,closed_on,final_readings,new_account_number,holder,residents",
        f"{number},2026-12-02,single:90,{NEW},Петрова О. И.,2",
    )


def pay(cabinet: Cabinet, number: str, roubles: str) -> None:
    header = "payment_id,account_number,paid_on,amount,source"
    bring(cabinet, "payments", header, f"P1,{number},2026-12-01,{roubles},bank")


def pay_back(cabinet: Cabinet, number: str, roubles: str) -> None:
    header = "refund_id,account_number,paid_on,amount,reference"
    bring(cabinet, "refunds", header, f"R1,{number},2026-12-02,{roubles},п/п 481")


def card(page: Page, number: str):
    return page.locator(f"[data-account='{number}']")


def attach(page: Page, number: str, *, instead_of: str) -> None:
    """The next family: the old number is nobody's any more, the new one is theirs."""
    house = instead_of[-3:]
    row = page.locator("main section").filter(has=page.get_by_role("combobox")).first
    row.get_by_role("combobox", name="Адрес дома").press_sequentially(f"плякина {house}", delay=20)
    row.get_by_role("option", name=f"Саратов, ул. Плякина, д. {house}", exact=True).click()
    row.get_by_label("Квартира").fill("12")
    row.get_by_label("Номер лицевого счёта").fill(instead_of)
    page.get_by_role("button", name="Подключить", exact=True).click()
    expect(row.get_by_text("Не нашли такой счёт")).to_be_visible()
    row.get_by_label("Номер лицевого счёта").fill(number)
    page.get_by_role("button", name="Подключить", exact=True).click()
    expect(page.get_by_text("Подключён 1 счёт")).to_be_visible()


def test_a_meter_is_replaced_and_a_month_later_people_move_out(
    december: Cabinet, phone: Page, other: Page
) -> None:
    with Household(december) as leaving, Household(december) as arriving:
        metered.tariff(leaving.database, CATEGORY)  # 4.75 roubles
        number = leaving.account()
        replace_meter(december, number)
        december.lk("billing", "run", "--period", "2026-08", "--until", "2026-11")
        leaving.sign_in(phone)
        the_new_meter_is_read(phone)

        pay(december, number, "2500.00")
        move_out(december, number)
        nothing_more_is_asked(phone, number)
        december.lk("billing", "run", "--period", "2026-12", "--early")
        the_credit_comes_back(phone, december, number)

        arriving.sign_in(other, then="/cabinet/link")
        attach(other, NEW, instead_of=number)
        for shown in (NEW, number):
            other.goto(f"/cabinet/readings?account={shown}")
            expect(other.get_by_label("Показание")).to_be_visible()
            expect(other.get_by_text(re.compile("— 90, при установке"))).to_be_visible()
            expect(other.get_by_text("4580")).to_have_count(0)


def the_new_meter_is_read(page: Page) -> None:
    """Its field begins where it began; the history has both meters."""
    expect(page.get_by_text("Счётчик заменён 02.11.2026: 0")).to_be_visible()
    history = page.locator("section").filter(has_text="Что передано")
    expect(history.get_by_text("4580")).to_be_visible()
    expect(history.get_by_text("снят", exact=True)).to_be_visible()
    page.get_by_label("Показание").fill("85")
    page.get_by_role("button", name="Передать показания").click()
    expect(page.get_by_text("Показания приняты")).to_be_visible()


def nothing_more_is_asked(page: Page, number: str) -> None:
    """The page was open when they moved out: what is sent from it is refused."""
    page.get_by_label("Показание").fill("95")
    page.get_by_role("button", name="Передать показания").click()
    expect(page.get_by_text("Счёт закрыт 2\u00a0декабря 2026").first).to_be_visible()
    expect(page.get_by_label("Показание")).to_have_count(0)
    page.goto("/cabinet")
    expect(card(page, number)).to_contain_text("Счёт закрыт 02.12.2026")
    expect(card(page, number)).to_contain_text("Она будет последней")
    expect(page.get_by_text(re.compile("Передайте показания|Показания ждём"))).to_have_count(0)


def the_credit_comes_back(page: Page, cabinet: Cabinet, number: str) -> None:
    """460 kWh since August and 10,26 of late fees, against 2 500 roubles."""
    page.reload()
    expect(card(page, number)).to_contain_text(re.compile(r"Вернём переплату 304,74\s₽"))
    page.goto(f"/cabinet/pay?account={number}")
    expect(page.get_by_text("Платить не нужно")).to_be_visible()
    expect(page.get_by_role("button", name="Оплатить", exact=True)).to_have_count(0)
    pay_back(cabinet, number, "304.74")
    page.goto(f"/cabinet/history?account={number}")
    expect(page.get_by_text("Возврат переплаты № R1 (п/п 481)").first).to_be_visible()
    page.goto("/cabinet")
    expect(card(page, number)).to_contain_text("Всё рассчитано")
    page.goto(f"/cabinet/bills?account={number}")
    expect(page.get_by_text("Декабрь 2026").first).to_be_visible()
