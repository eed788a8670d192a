"""A subscriber asks for bills by e-mail, gets the next one, and calls it off from the letter."""

import shutil
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lk_app.settings import DEMO_LOGIN
from tests.cabinet import Cabinet
from tests.documents import papers
from tests.journeys.conftest import PHONE, new_context
from tests.journeys.test_bills import sign_in
from tests.post_office import link_in

pytestmark = pytest.mark.journey

NEXT_MONTH = "2026-12-02T10:00+"


@pytest.fixture(scope="module")
def november(
    built: None, furnished: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cabinet]:
    """A cabinet of its own, where November is over and not billed yet."""
    var_dir = shutil.copytree(furnished, tmp_path_factory.mktemp("ebill") / "var")
    running = Cabinet(var_dir, LK_CLOCK=NEXT_MONTH)
    running.start()
    yield running
    running.stop()


def letters_with_papers(cabinet: Cabinet) -> list[EmailMessage]:
    files = (cabinet.var_dir / "outbox").glob("*-bills_posted.eml")
    found = [message_from_bytes(file.read_bytes(), policy=default) for file in sorted(files)]
    return [one for one in found if isinstance(one, EmailMessage) and one["To"] == DEMO_LOGIN]


def test_the_next_bill_comes_by_mail_and_is_called_off_there(
    browser: Browser, november: Cabinet
) -> None:
    context = new_context(browser, november, PHONE)
    page = context.new_page()
    sign_in(page, "/cabinet/profile")
    box = page.get_by_role("checkbox", name="Квитанция готова: на почту")
    box.check()
    expect(page.get_by_text("«Квитанция готова»: будем присылать на почту.")).to_be_visible()
    november.lk("billing", "run", "--period", "2026-11")
    november.attend("ebills.tell", "letters.deliver")
    (letter,) = letters_with_papers(november)
    attached = list(letter.iter_attachments())
    assert len(attached) == 4  # all the person's accounts in one letter
    for paper in attached:
        assert "Квитанция за ноябрь 2026" in papers.text_of(paper.get_content())
    body = letter.get_body(("plain",))
    assert body is not None
    way_out = link_in(body.get_content(), "/unsubscribe")

    stranger = new_context(browser, november, PHONE)  # signed in nowhere
    opened = stranger.new_page()
    opened.goto(way_out)
    opened.get_by_role("button", name="Не присылать").click()
    expect(opened.get_by_role("heading", name="Больше не присылаем")).to_be_visible()
    page.reload()
    expect(box).not_to_be_checked()
    stranger.close()
    context.close()
