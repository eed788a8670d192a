"""A desk of the console in a real browser: an employee who is signed in."""

from datetime import UTC, datetime

from playwright.sync_api import Browser, Page, expect

from lk_app.db.engine import Database
from lk_app.domain.staff import Role
from lk_app.security import Signer, secret_key
from lk_app.settings import Settings
from tests.cabinet import Cabinet
from tests.journeys.conftest import DESK, new_context
from tests.usecases import colleagues


def signer(cabinet: Cabinet) -> Signer:
    """What this cabinet signs with."""
    return Signer(secret_key(Settings(var_dir=cabinet.var_dir)))


def sit_down(
    browser: Browser, cabinet: Cabinet, email: str, role: Role = Role.OPERATOR, *, then: str
) -> Page:
    """Somebody enrolled, signed in by a recovery code, at this page of the console."""
    database = Database(f"sqlite:///{cabinet.var_dir}/lk.db")
    now = datetime.now(UTC)
    codes = colleagues.enrolled(database, email, role, now=now, signer=signer(cabinet))
    database.close()
    desk = new_context(browser, cabinet, DESK).new_page()
    desk.goto(f"/staff/login?next={then}")
    desk.get_by_label("Рабочая почта", exact=True).fill(email)
    desk.get_by_label("Пароль", exact=True).fill(colleagues.PASSWORD)
    desk.get_by_label("Код из приложения").fill(codes[0])
    desk.get_by_role("button", name="Войти", exact=True).click()
    expect(desk.get_by_role("button", name="Выйти", exact=True)).to_be_visible()
    return desk
