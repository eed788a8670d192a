"""People of the journeys with metered accounts, put straight into a served cabinet's database."""

from datetime import UTC, date, datetime
from itertools import count
from types import TracebackType

from playwright.sync_api import Page, expect

from lk_app import security
from lk_app.db import sessions
from lk_app.db.engine import Database
from lk_app.db.tables import CustomerRow
from tests.cabinet import Cabinet
from tests.usecases import metered

CATEGORY = "journeys"  # with a tariff of its own, whatever the demonstration publishes
PASSWORD = "синий чайник кипит"
_numbers = count(6_410_200_000)
_mailboxes = count(1)


class Household:
    """One person who signs in, and their accounts."""

    def __init__(self, cabinet: Cabinet) -> None:
        self.database = Database(f"sqlite:///{cabinet.var_dir}/lk.db")
        self.email = f"subscriber{next(_mailboxes)}@example.ru"
        self.owner = metered.customer(self.database, self.email)
        with self.database.write() as session:
            session.get_one(CustomerRow, self.owner).password_hash = security.hash_password(
                PASSWORD
            )

    def __enter__(self) -> "Household":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.database.close()

    def account(self, **facts: object) -> str:
        """One more account, read up to October; gives its number."""
        number = str(next(_numbers))
        meter = metered.account(
            self.database,
            number,
            owner=self.owner,
            category=CATEGORY,
            **facts,  # type: ignore[arg-type]
        )
        initial = facts.get("initial") or {"single": 4210}
        assert isinstance(initial, dict)
        for step, month in enumerate((8, 9, 10), start=1):
            values = {register: value + 110 * step for register, value in initial.items()}
            metered.imported(self.database, meter, date(2026, month, 24), values)
        return number

    def sign_in(self, page: Page, *, then: str = "/cabinet/readings") -> None:
        """Through the login page, as a person does."""
        page.goto(f"/login?next={then.replace('?', '%3F')}")
        self.fill_in(page, then)

    def fill_in(self, page: Page, then: str) -> None:
        """Name and password on the login page that is open; it leads on to `then`."""
        signing_in = page.locator("form").filter(has=page.locator("input[type=password]"))
        expect(signing_in.locator("input[name=next]")).to_have_value(then)
        page.get_by_label("Электронная почта или телефон").fill(self.email)
        page.get_by_label("Пароль", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Войти").click()
        page.wait_for_url(f"**{then}")

    def end_sessions(self) -> None:
        """Signed out from another device."""
        with self.database.write() as session:
            sessions.end(session, customer_id=self.owner, now=datetime.now(UTC))
