"""What stands around every screen: the brand, and the accounts one may switch between."""

import dataclasses
from urllib.parse import urlsplit

import reflex as rx

from lk_app import wiring
from lk_app.domain.accounts import Link
from lk_app.states.session import SessionState
from lk_app.usecases import accounts
from lk_app.wording import figures, names
from lk_app.wording.closing import closed


@dataclasses.dataclass(frozen=True)
class AccountChoice:
    """One line of the account switcher, in finished words."""

    number: str
    label: str  # the person's own name for it, else the short address
    note: str  # «№ 01174-137-42 · ул. Плякина, д. 3, кв. 21»


NO_ACCOUNT = AccountChoice("", "", "")


class ShellState(SessionState):
    """The frame of a page. The brand is baked into the built page and replaced on hydrate."""

    brand: str = wiring.supplier().brand.removesuffix(wiring.supplier().brand_accent)
    brand_accent: str = wiring.supplier().brand_accent
    demo: bool = wiring.settings().demo
    phone: str = wiring.supplier().phone
    email: str = wiring.supplier().email
    accounts: list[AccountChoice] = []  # noqa: RUF012  Reflex copies defaults per client
    account: str = ""  # the chosen account's number, checked against `accounts` when set
    account_label: str = ""

    @rx.event
    async def frame(self):
        """First `on_load` of every page of the cabinet: the person, and the accounts they see."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        self.signed_in, self.person = True, str(customer.name)
        links = await wiring.in_thread(
            accounts.linked, db=wiring.database(), customer_id=customer.id
        )
        self.accounts = [_choice(link) for link in links]
        asked = self.router.url.query_parameters.get("account", "") or self.account
        known = {choice.number: choice for choice in self.accounts}
        first = self.accounts[0] if self.accounts else NO_ACCOUNT
        self._choose(known.get(asked, first))

    @rx.event
    def choose_account(self, number: str):
        """Open the same screen for another of the person's own accounts; strangers' are ignored.

        The account stands in the address, so that a reload, a bookmark or another tab keeps it.
        """
        for choice in self.accounts:
            if choice.number == number:
                self._choose(choice)
                return rx.redirect(f"{urlsplit(str(self.router.url)).path}?account={number}")

    def _choose(self, choice: AccountChoice) -> None:
        self.account, self.account_label = choice.number, choice.label


def _choice(link: Link) -> AccountChoice:
    number = figures.account_number(
        link.account.account_number, wiring.supplier().account_number_groups
    )
    where = names.address(link.account.address)
    note = f"№\u00a0{number} · {where}" if link.name else f"№\u00a0{number}"
    if link.account.closed_on is not None:
        note = f"{note} · {closed(link.account.closed_on)}"
    return AccountChoice(
        number=link.account.account_number,
        label=link.name or where.partition(", ")[2],
        note=note,
    )
