"""The main job by keyboard alone: no pointer, and at every stop one sees where one is."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cabinet import Cabinet
from tests.journeys.households import PASSWORD, Household
from tests.journeys.test_attaching_accounts import newcomer, rows
from tests.journeys.test_paying import MIR, expect_title, indebted
from tests.journeys.test_readings import receipt
from tests.journeys.test_registering import TYPED, heading, open_letter

pytestmark = pytest.mark.journey

FARTHEST = 120  # stops of the tab key: no screen of ours has as many
SEEN = """() => {
  const own = document.activeElement;
  const near = [own, own.parentElement, own.parentElement?.parentElement];
  const ringed = near.some((e) => e && getComputedStyle(e).outlineStyle !== "none");
  const box = own.getBoundingClientRect();
  const above = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const covered = above?.closest(".tabbar, .offline") && !own.closest(".tabbar");
  return ringed && !covered ? "" : own.outerHTML.slice(0, 200);
}"""


@pytest.fixture
def person(priced: Cabinet) -> Iterator[Household]:
    with Household(priced) as household:
        yield household


def reach(page: Page, target: Locator) -> None:
    """Walk by the tab key until the target has the focus; each stop is seen and not covered."""
    expect(target).to_be_visible()
    for _ in range(FARTHEST):
        if target.evaluate("(e) => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement !== document.body"):
            assert page.evaluate(SEEN) == ""
    raise AssertionError(f"the tab key does not lead to {target}")


def write(page: Page, label: str, text: str, *, within: Locator | None = None) -> None:
    """Type into a field over what stands there."""
    reach(page, (within or page).get_by_label(label, exact=True))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(text)


def press(page: Page, name: str, *, role: str = "button", key: str = "Enter") -> None:
    """Press what is named so."""
    reach(page, page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]
    page.keyboard.press(key)


def sign_in(page: Page, login: str, password: str, then: str) -> None:
    page.goto(f"/login?next={then.replace('?', '%3F')}")
    write(page, "Электронная почта или телефон", login)
    write(page, "Пароль", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{then}")


def test_register_and_sign_in(page: Page) -> None:
    page.goto("/register")
    for label, text in {**TYPED, "Электронная почта": "keys@example.ru"}.items():
        write(page, label, text)
    write(page, "Мобильный телефон", "8 (927) 555-01-99")
    press(page, "Согласие на обработку персональных данных", role="checkbox", key="Space")
    press(page, "Я не робот", role="checkbox", key="Space")
    press(page, "Зарегистрироваться")
    heading(page, "Мы отправили письмо")
    open_letter(page, "keys@example.ru", "/activate?")
    heading(page, "Почта подтверждена")
    sign_in(page, "keys@example.ru", TYPED["Пароль"], "/cabinet")
    expect(page.get_by_role("heading", name="Подключите лицевой счёт")).to_be_visible()


def test_attach_an_account(page: Page, cabinet: Cabinet) -> None:
    newcomer(page, cabinet, "keys.attach@lk.example")
    press(page, "Подключить счёт", role="link")
    house = rows(page).first.get_by_role("combobox", name="Адрес дома")
    reach(page, house)
    page.keyboard.type("плякина 3", delay=20)
    option = "Саратов, ул. Плякина, д. 3"
    chosen = page.get_by_role("option", name=option, exact=True)
    expect(chosen).to_be_visible()
    for _ in range(page.get_by_role("option").count()):
        page.keyboard.press("ArrowDown")
        if chosen.get_attribute("aria-selected") == "true":
            break
    page.keyboard.press("Enter")
    expect(house).to_have_value(option)
    write(page, "Квартира", "21")
    write(page, "Номер лицевого счёта", "64101-001-05")
    press(page, "Подключить")
    expect(page.get_by_text(re.compile("Подключён|Подключено"))).to_be_visible()


def test_send_a_reading_after_a_refused_one(page: Page, person: Household) -> None:
    person.account(digits=6)
    sign_in(page, person.email, PASSWORD, "/cabinet/readings")
    write(page, "Показание", "000001")
    press(page, "Передать показания")
    field = page.get_by_label("Показание", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    said = page.locator(f"#{(field.get_attribute('aria-describedby') or '').split()[-1]}")
    expect(said).to_contain_text("Прошлое показание")
    write(page, "Показание", "4702")
    press(page, "Передать показания")
    receipt(page)


def test_pay_and_take_the_statement(page: Page, person: Household) -> None:
    number = indebted(person)
    sign_in(page, person.email, PASSWORD, "/cabinet/pay")
    write(page, "Сумма, ₽", "100,50")
    card = page.get_by_label("Карта Мир, Visa, Mastercard")
    reach(page, page.get_by_role("radio", checked=True).first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(card).to_be_checked()
    press(page, "Оплатить")
    page.wait_for_url("**/demo-bank/checkout/**")
    write(page, "Номер карты", MIR)
    write(page, "Срок действия", "12/30")
    write(page, "CVC", "123")
    press(page, "Оплатить")
    expect_title(page, "Платёж зачислен")
    page.goto(f"/cabinet/history?account={number}")
    with page.expect_download() as paper:
        press(page, "Скачать PDF")
    assert paper.value.path().read_bytes().startswith(b"%PDF")
