"""The whole main job in one go, as a subscriber does it in a browser against `make run`."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys import paying
from tests.journeys import test_attaching_accounts as attaching
from tests.journeys import test_readings as reading
from tests.journeys import test_registering as registering


@dataclass(frozen=True)
class Household:
    """What stands on a bill in the person's hand."""

    house: str
    option: str
    flat: str
    number: str
    serial: str = ""


@dataclass
class Walk:
    """One person, one window size; every step is timed."""

    page: Page
    email: str
    home: Household
    dacha: Household
    steps: list[tuple[str, float]] = field(default_factory=list)

    def go(self) -> None:
        """Every step of the main job, in order."""
        for words, step in (
            ("registered, the letter's link opened, signed in", self._register),
            ("attached two accounts at once", self._attach),
            ("opened the account's past by its meter's serial", self._prove),
            ("sent a reading and got its receipt", self._send_reading),
            ("read the last bill", self._read_bill),
            ("paid 100,50 ₽ by a Mir card", self._pay),
            ("printed «Детализация»: PDF and CSV say what the screen says", self._statement),
        ):
            self._timed(words, step)

    def _timed(self, words: str, step: Callable[[], None]) -> None:
        started = time.monotonic()
        step()
        self.steps.append((words, time.monotonic() - started))

    def _register(self) -> None:
        registering.register(self.page, self.email)
        registering.open_letter(self.page, self.email, "/activate?")
        registering.heading(self.page, "Почта подтверждена")
        registering.sign_in(self.page, self.email, registering.PASSWORD)
        self.page.wait_for_url(re.compile("/cabinet"))

    def _attach(self) -> None:
        self.page.goto("/cabinet/link")
        for index, one in enumerate((self.home, self.dacha)):
            if index:
                self.page.get_by_role("button", name="Добавить ещё").click()
            row = attaching.rows(self.page).nth(index)
            attaching.fill_row(row, one.house, one.option, one.flat, one.number)
        self.page.get_by_role("button", name="Подключить", exact=True).click()
        expect(self.page.get_by_text("Подключено 2 счёта")).to_be_visible()

    def _prove(self) -> None:
        self.page.goto("/cabinet")
        card = attaching.card(self.page, self.home.number)
        card.locator("summary").first.click()
        card.get_by_label("Заводской номер счётчика").fill(self.home.serial)
        card.get_by_role("button", name="Открыть прошлое").click()
        expect(card.get_by_text("Потребитель")).to_be_attached()

    def _send_reading(self) -> None:
        self.page.goto(f"/cabinet/readings?account={self.home.number}")
        fields = self.page.locator(".drum-input")
        expect(fields.first).to_be_visible()
        for index in range(fields.count()):
            drum = fields.nth(index).locator("xpath=ancestor::*[@data-last]").first
            fields.nth(index).fill(str(int(drum.get_attribute("data-last") or 0) + 40))
        reading.send(self.page)
        reading.receipt(self.page)

    def _read_bill(self) -> None:
        self.page.goto(f"/cabinet/bills?account={self.home.number}")
        expect(self.page.get_by_text(re.compile("по счётчику|по среднему")).first).to_be_attached()

    def _pay(self) -> None:
        self.page.goto(f"/cabinet/pay?account={self.home.number}")
        expect(self.page.get_by_label("Почта для чека")).to_have_value(self.email)
        self.page.get_by_label("Сумма, ₽").fill("100,50")
        paying.leave_for_the_bank(self.page)
        paying.pay_by_card(self.page, paying.MIR)
        paying.expect_title(self.page, "Платёж зачислен")

    def _statement(self) -> None:
        self.page.goto(f"/cabinet/history?account={self.home.number}")
        closing = self.page.get_by_text(re.compile(r"^Остаток на конец \d")).locator("xpath=..")
        expect(closing).to_contain_text("₽")
        figures = _figures(closing.inner_text().splitlines()[-1])
        with self.page.expect_download() as pdf:
            self.page.get_by_role("button", name="Скачать PDF").click()
        with self.page.expect_download() as sheet:
            self.page.get_by_role("button", name="Скачать CSV").click()
        text = "".join(one.extract_text() for one in PdfReader(pdf.value.path()).pages)
        assert figures in _figures(text)
        assert figures in _figures(sheet.value.path().read_text("utf-8-sig"))


def _figures(text: str) -> str:
    """Without spaces and with one kind of minus, as sums differ between screen, paper and file."""
    return re.sub(r"[\s₽]", "", text).replace("−", "-")
