"""What stands around every screen: the brand, and the accounts one may switch between."""

import dataclasses

import reflex as rx

from lk_app import wiring
from lk_app.states.session import SessionState


@dataclasses.dataclass(frozen=True)
class AccountChoice:
    """One line of the account switcher, in finished words."""

    number: str
    label: str  # the person's own name for it, else the short address
    note: str  # «№ 01174-137-42 · ул. Плякина, д. 3, кв. 21»


class ShellState(SessionState):
    """The frame of a page. The brand is baked into the built page and replaced on hydrate."""

    brand: str = wiring.supplier().brand.removesuffix(wiring.supplier().brand_accent)
    brand_accent: str = wiring.supplier().brand_accent
    demo: bool = wiring.settings().demo
    accounts: list[AccountChoice] = []  # noqa: RUF012  Reflex copies defaults per client
    account: str = ""  # the chosen account's number, checked against `accounts` when set
    account_label: str = ""

    @rx.event
    def choose_account(self, number: str) -> None:
        """Switch the screens to another of the person's own accounts; strangers' are ignored."""
        for choice in self.accounts:
            if choice.number == number:
                self.account, self.account_label = choice.number, choice.label
