"""An operator's day in a browser: a doubt settled by its photo, a guest, who moved out."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from lk_app.gateways.file_folder import PhotoFolder
from lk_app.usecases import guest_readings, photos, readings
from lk_app.usecases.guest_readings import Caller
from lk_app.usecases.readings import Asked
from tests import pictures
from tests.cabinet import Cabinet
from tests.journeys import desks
from tests.journeys.households import Household
from tests.usecases import people
from tests.usecases.metered import ZONE, at

pytestmark = pytest.mark.journey

WHY = "На фото 4 599, а не 99 599."


@pytest.fixture(scope="module")
def desk(browser: Browser, cabinet: Cabinet) -> Iterator[Page]:
    """Whoever works through the queues today."""
    opened = desks.sit_down(browser, cabinet, "queues@lk.example", then="/staff/readings")
    yield opened
    opened.context.close()


def told(desk: Page, words: str) -> None:
    expect(desk.get_by_role("status")).to_contain_text(words)


def test_a_suspicious_reading_is_settled_beside_its_photo(
    page: Page, desk: Page, cabinet: Cabinet, home: Household
) -> None:
    number = home.account()
    given = readings.submit(
        db=home.database, customer_id=home.owner, account_number=number,
        values={"single": "99599"}, confirmed=frozenset({"reading.jump", "reading.extra_digit"}),
        idempotency_key="k", now=at(20), zone=ZONE,
    )  # fmt: skip
    assert not isinstance(given, Asked)
    photos.attach(
        db=home.database, store=PhotoFolder(cabinet.var_dir / "photos"), customer_id=home.owner,
        receipt_number=given.number, content=pictures.phone_jpeg(800, 600), zone=ZONE, now=at(20),
    )  # fmt: skip
    desk.goto("/staff/readings")
    desk.get_by_role("searchbox").fill(number)
    desk.get_by_role("button", name="Найти", exact=True).click()
    picture = desk.get_by_role("img", name=f"Фото счётчика, показание № {given.number}")
    expect(picture).to_be_visible()
    assert picture.evaluate("async one => (await one.decode(), one.naturalWidth)") > 300
    figures = desk.locator("section", has=picture).locator(".sum")
    expect(figures).to_have_text(re.compile("99\\s?599"))
    at_picture, at_figures = picture.bounding_box(), figures.bounding_box()
    assert at_picture and at_figures
    assert at_picture["x"] + at_picture["width"] <= at_figures["x"], "one beside the other"
    desk.get_by_label("Почему отказано (прочтёт абонент)", exact=True).fill(WHY)
    desk.get_by_role("button", name="Отказать", exact=True).click()
    told(desk, "Отказано")

    home.sign_in(page)
    expect(page.get_by_text(WHY).first).to_be_visible()


def test_a_guests_reading_is_looked_at_and_counts(
    page: Page, desk: Page, cabinet: Cabinet, home: Household
) -> None:
    number = home.account()
    sent = guest_readings.propose(
        db=home.database, paper=people.PAPER, signer=desks.signer(cabinet), account_digits=10,
        zone=ZONE, typed={"account_number": number, "serial": f"S{number}", "t1": "9999"},
        caller=Caller("192.0.2.7", at(20), at(20)),
    )  # fmt: skip
    desk.goto(f"/staff/readings?queue=guest&q={number}")
    expect(desk.get_by_text(sent.proposal.number)).to_be_visible()
    desk.get_by_role("button", name="Может считаться", exact=True).click()
    told(desk, "Показание принято.")
    home.sign_in(page)
    expect(page.get_by_text("без входа").first).to_be_visible()


def test_a_change_of_holder_ends_the_old_link(page: Page, desk: Page, home: Household) -> None:
    number = home.account()
    home.sign_in(page)
    expect(page.get_by_label("Показание", exact=True)).to_be_visible()
    desk.goto(f"/staff/accounts/{number}/acts")
    form = desk.locator("#move")
    form.locator("[name=left_single]").fill("4600")
    form.get_by_label("Номер нового счёта", exact=True).fill(f"65{number[2:]}")
    form.get_by_label("Фамилия, имя, отчество", exact=True).fill("Петров Пётр Петрович")
    form.get_by_label("Сколько живут", exact=True).fill("3")
    form.get_by_role("button", name="Проверить смену", exact=True).click()
    form.get_by_role("button", name="Да, закрыть счёт", exact=True).click()
    told(desk, "закрыт")
    page.reload()
    expect(page.get_by_role("heading", name="Счёт закрыт", exact=True)).to_be_visible()
    expect(page.get_by_label("Показание", exact=True)).to_have_count(0)
