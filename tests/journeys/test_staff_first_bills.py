"""A supplier from an empty database to first bills: after one command by the console alone.

A production of its own, on real time: the month that is billed is the last one that is over.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from lk_app.db.engine import Database
from lk_app.domain.audit import COMMAND_LINE
from lk_app.domain.periods import Period
from lk_app.domain.staff import Role
from lk_app.settings import DEMO_SUPPLIER
from lk_app.usecases import staff
from lk_app.wording import period_name
from tests import engines
from tests.cabinet import Cabinet, free_port
from tests.journeys.conftest import DESK, PHONE, new_context
from tests.usecases import metered, people

pytestmark = pytest.mark.journey

BOSS, VERA, PASSWORD = "boss@lk.example", "vera@lk.example", "dlinnyj parol sotrudnika"
NUMBER, OTHER, SERIAL = "6410100101", "6410100102", "01174000"
DUE = "600,00\u00a0₽"  # 120 kWh by 5 roubles


@pytest.fixture
def empty(
    built: None, sqlite_engine: engines.Sqlite, tmp_path: Path
) -> Iterator[tuple[Cabinet, Database]]:
    """A supplier's own installation the minute after `lk migrate`, and its database."""
    port = free_port()
    supplier = tmp_path / "supplier.toml"
    supplier.write_text(DEMO_SUPPLIER.read_text(encoding="utf-8"), encoding="utf-8")
    with sqlite_engine.fresh() as url:
        running = Cabinet(
            tmp_path,
            LK_ENV="production",
            LK_CLOCK="",
            LK_DATABASE_URL=url,
            LK_PORT=str(port),
            LK_PUBLIC_URL=f"http://localhost:{port}",
            LK_SECRET_KEY="long enough, and for this test only",
            LK_SUPPLIER=str(supplier),
        )
        running.start()
        database = Database(url)
        yield running, database
        running.stop()
        database.close()


@pytest.fixture
def month() -> Period:
    """The month to be billed."""
    this = datetime.now(metered.ZONE).date().replace(day=1)
    return Period.of(this - timedelta(days=1))


def test_from_an_empty_database_to_a_bill_on_the_subscribers_phone(
    browser: Browser, empty: tuple[Cabinet, Database], month: Period
) -> None:
    home, database = empty
    boss = enrolled(browser, home, BOSS, f"/staff/enrol?token={invited(database)}")
    invite(boss)
    vera = enrolled(browser, home, VERA, home.link(VERA, "/staff/enrol"))
    publish_prices(vera, boss, month)
    publish_norm_and_window(vera, month)
    bring_in(boss, month)
    order_bills(boss, month)
    boss.goto(f"/staff/accounts/{NUMBER}")
    boss.get_by_role("link", name=period_name(month), exact=True).click()
    expect(boss.get_by_text(DUE).first).to_be_visible()
    for desk in (boss, vera):
        desk.context.close()
    people.confirmed(database)
    read_on_a_phone(browser, home, month)


def invited(database: Database) -> str:
    """The one command line of all this: `lk staff add boss@lk.example --role admin`."""
    first = staff.add(
        db=database, email=BOSS, name="Борис Орлов", role=Role.ADMIN, by=COMMAND_LINE,
        now=datetime.now(UTC),
    )  # fmt: skip
    return first.secret


def enrolled(browser: Browser, home: Cabinet, mailbox: str, link: str) -> Page:
    """Password and second factor set by the invitation, then signed in by a recovery code."""
    page = new_context(browser, home, DESK).new_page()
    page.goto(link)
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_label("Повторите пароль", exact=True).fill(PASSWORD)
    page.get_by_label("Код, который показывает приложение").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Сохранить", exact=True).click()
    spare = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Войти", exact=True).click()
    page.get_by_label("Рабочая почта", exact=True).fill(mailbox)
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_label("Код из приложения").fill(spare)
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("heading", name="Что делать", exact=True)).to_be_visible()
    return page


def invite(boss: Page) -> None:
    """The second person: prices need one."""
    go(boss, "Сотрудники")
    boss.get_by_label("Рабочая почта", exact=True).fill(VERA)
    boss.get_by_label("Имя и фамилия", exact=True).fill("Вера Ким")
    boss.get_by_label("Роль", exact=True).select_option("editor")
    boss.get_by_role("button", name="Пригласить", exact=True).click()
    told(boss, "Приглашение ушло письмом.")


def publish_prices(vera: Page, boss: Page, month: Period) -> None:
    """Looked at and proposed by one, accepted by another."""
    go(vera, "Тарифы")
    header = "valid_from,valid_to,category,zones,register,band,up_to_kwh,price,source"
    row = f"{month.first_day},,urban_gas,1,single,1,,5.00,приказ"
    file = csv("tariffs.csv", [header, row])
    vera.get_by_label("Файл tariffs.csv", exact=True).set_input_files(file)
    vera.get_by_role("button", name="Посмотреть, что изменится", exact=True).click()
    expect(vera.get_by_text("Начнёт действовать: 1")).to_be_visible()
    vera.get_by_role("button", name="Предложить", exact=True).click()
    told(vera, "Предложено. Теперь это должен принять другой сотрудник.")
    go(boss, "Тарифы")
    boss.get_by_role("button", name="Принять и опубликовать", exact=True).click()
    told(boss, "Принято и действует")


def publish_norm_and_window(vera: Page, month: Period) -> None:
    """Each is read back before it holds."""
    go(vera, "Нормативы и пени")
    vera.get_by_label("Действует с", exact=True).fill(str(month.first_day))
    vera.get_by_label("Норматив, кВт·ч на человека в месяц", exact=True).fill("96")
    vera.get_by_role("button", name="Проверить норматив", exact=True).click()
    vera.get_by_role("button", name="Опубликовать норматив", exact=True).click()
    told(vera, "Опубликовано.")
    go(vera, "Срок показаний")
    vera.get_by_label("С какого дня действует", exact=True).fill(str(month.first_day))
    vera.get_by_label("Первое число", exact=True).fill("15")
    vera.get_by_label("Последнее число", exact=True).fill("25")
    vera.get_by_role("button", name="Проверить", exact=True).click()
    vera.get_by_role("button", name="Опубликовать", exact=True).click()
    told(vera, "Опубликовано.")


def bring_in(boss: Page, month: Period) -> None:
    """Accounts, a meter set later, readings: each file looked through first."""
    begun, read = month.first_day, month.first_day.replace(day=24)
    where = f"Саратов,ул. Новая,1,%s,%s,urban_gas,1,96,%s,Меркурий 201.5,5,1,1,{begun},"
    accounts = [
        "account_number,unified_account,city,street,house,apartment,holder,category,residents,"
        "norm_kwh,meter_serial,meter_model,digits,ratio,zones,installed_on,verified_until,"
        "initial_readings,opening_balance",
        f"{NUMBER},," + where % (1, "Иванова Анна Петровна", SERIAL) + ",single:100,0.00",
        f"{OTHER},," + where % (2, "Петров Пётр Ильич", "01174001") + ",single:0,0.00",
    ]
    meters = [
        "account_number,serial,model,digits,ratio,zones,installed_on,removed_on,"
        "initial_readings,final_readings,verified_until,remote",
        f"{OTHER},01174001,Меркурий 201.5,5,1,1,{begun},,single:0,,2040-01-01,no",
    ]
    header = "account_number,taken_on,register,value"
    readings = [header, f"{NUMBER},{read},single,220", f"{OTHER},{read},single,50"]
    for kind, lines in (("accounts", accounts), ("meters", meters), ("readings", readings)):
        go(boss, "Файлы")
        boss.get_by_label("Что в файле", exact=True).select_option(kind)
        boss.get_by_label("Файл", exact=True).set_input_files(csv(f"{kind}.csv", lines))
        boss.get_by_role("button", name="Проверить", exact=True).click()
        expect(boss.get_by_role("heading", name=f"{kind}.csv", exact=True)).to_be_visible()
        boss.get_by_role("button", name="Внести", exact=True).click()
        told(boss, "Внесено: файл №")


def csv(name: str, lines: list[str]) -> FilePayload:
    content = "\n".join([*lines, ""]).encode()
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def order_bills(boss: Page, month: Period) -> None:
    """A job makes them; the page asks again by itself until they are there."""
    go(boss, "Начисления")
    boss.get_by_label("С месяца", exact=True).fill(str(month))
    boss.get_by_label("По месяц", exact=True).fill(str(month))
    boss.get_by_role("button", name="Рассчитать", exact=True).click()
    expect(boss.get_by_text("Выставлено квитанций: 2.")).to_be_visible()


def read_on_a_phone(browser: Browser, home: Cabinet, month: Period) -> None:
    """The subscriber attaches the account, proves it by the meter's number, sees the bill."""
    page = new_context(browser, home, PHONE).new_page()
    page.request.post("/api/login", form={"login": people.ANNA, "password": people.PASSWORD})
    page.goto("/cabinet/link")
    house = page.get_by_role("combobox", name="Адрес дома")
    house.press_sequentially("новая 1", delay=20)
    page.get_by_role("option", name="Саратов, ул. Новая, д. 1", exact=True).click()
    page.get_by_label("Квартира").fill("1")
    page.get_by_label("Номер лицевого счёта").fill(NUMBER)
    page.get_by_role("button", name="Подключить", exact=True).click()
    page.get_by_role("link", name="К моим счетам").click()
    mine = page.locator(f"[data-account='{NUMBER}']")
    mine.get_by_text("Название и доступ").click()
    mine.get_by_label("Заводской номер счётчика").fill(SERIAL)
    mine.get_by_role("button", name="Открыть прошлое").click()
    expect(mine.get_by_text("Иванова Анна Петровна")).to_be_visible()
    page.goto(f"/cabinet/bills?account={NUMBER}")
    expect(page.locator(f"details[id='{month}']")).to_contain_text(DUE)
    page.context.close()


def go(page: Page, door: str) -> None:
    """By the menu, until the page is there."""
    link = page.get_by_role("navigation").get_by_role("link", name=door, exact=True)
    link.click()
    expect(link).to_have_attribute("aria-current", "page")


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
