"""One picture of `make screens`: who is where, and what they do there first."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page, expect

from tests import pictures

STAFF = "olga@lk.example"  # an admin of the console
BEFORE, OPEN, AFTER = "2026-11-05T10:00+", "2026-11-20T10:00+", "2026-11-26T10:00+"

Step = Callable[[Page], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: who is where and did what. `frozen` never hears from the server."""

    name: str
    address: str
    who: str = ""
    steps: tuple[Step, ...] = ()
    clock: str = OPEN
    frozen: bool = False
    paper: bool = False


def fill(label: str, text: str) -> Step:
    return lambda page: page.get_by_label(label, exact=True).first.fill(text)


def fill_field(label: str, text: str) -> Step:
    """The same where the label says that the field is required, too."""
    return lambda page: page.get_by_label(label).first.fill(text)


def press(name: str) -> Step:
    return lambda page: page.get_by_role("button", name=name, exact=True).first.click()


def tap(text: str) -> Step:
    """Open what is folded."""
    return lambda page: page.locator("summary", has_text=text).locator("visible=true").first.click()


def tick(label: str) -> Step:
    return lambda page: page.get_by_label(label).check()


def choose(label: str, value: str) -> Step:
    return lambda page: page.get_by_label(label, exact=True).select_option(value)


def hand_over(label: str, name: str, text: str) -> Step:
    """Choose a file of this name that holds this text."""
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    return lambda page: page.get_by_label(label, exact=True).set_input_files(file)


def photograph_meter(page: Page) -> None:
    """A photo of the meter goes to the first reading that has none."""
    photo: FilePayload = {
        "name": "meter.jpg",
        "mimeType": "image/jpeg",
        "buffer": pictures.phone_jpeg(),
    }
    page.locator("input[data-photo]").first.set_input_files(photo)


def collected(page: Page) -> None:
    """The file with the person's data is made; who waits for it loads the page anew."""
    ask, ready = page.get_by_role("button", name="Собрать мои данные"), page.get_by_text("Готово")
    expect(page.get_by_role("heading", name="Ваши данные")).to_be_visible()
    if ask.is_visible():
        ask.click()
        expect(page.get_by_text("Собираем данные")).to_be_visible()
    for _ in range(120):
        page.reload()
        page.wait_for_load_state("networkidle")
        if ready.is_visible():
            return
    raise AssertionError("no file was made")


def go(address: str) -> Step:
    return lambda page: page.goto(address)


def sees(text: str) -> Step:
    return lambda page: expect(page.get_by_text(text).first).to_be_visible(timeout=20_000)


def on_the_device() -> Step:
    """The accounts are kept for a page without a network."""
    kept = "async () => await window.readingsQueue?.seen() !== undefined"
    return lambda page: page.wait_for_function(kept)


def cut_off() -> Step:
    return lambda page: page.context.set_offline(True)


def nobody_answers() -> Step:
    """The page without a network does not notice that there is one."""
    return lambda page: page.route("**/ping", lambda route: route.abort())


def pay(card: str, outcome: str) -> tuple[Step, ...]:
    """From the form of the cabinet through the demo bank and back."""
    return (
        fill("Сумма, ₽", "100"),
        press("Оплатить"),
        lambda page: page.wait_for_url("**/demo-bank/**"),
        fill("Номер карты", card),
        fill("Срок действия", "12/30"),
        fill("CVC", "123"),
        press("Оплатить"),
        sees(outcome),
    )


def account(path: str, number: str = "6410100101") -> str:
    return f"/cabinet/{path}?account={number}"
