"""/cabinet/link: rows of claims, each with its own house search and its own answer."""

import dataclasses

import reflex as rx

from lk_app import wiring, wording
from lk_app.domain.accounts import House, LinkRefused, ServiceAddress
from lk_app.settings import LinkProof
from lk_app.states.session import SessionState
from lk_app.states.shell import ShellState
from lk_app.states.untrusted import text
from lk_app.usecases import links
from lk_app.usecases.links import Claim, Claimant, LinkRules

ROWS_LIMIT = links.ATTACH_LIMIT
FIELDS = ("house", "apartment", "account_number", "serial", "name")


@dataclasses.dataclass(frozen=True)
class HouseOption:
    """A house of the list."""

    id: int
    label: str


@dataclasses.dataclass(frozen=True)
class LinkRow:
    """One account to attach, as typed, and what was wrong with it."""

    key: str
    house_id: int = 0
    house: str = ""
    has_apartments: bool = True
    apartment: str = ""
    account_number: str = ""
    serial: str = ""
    name: str = ""
    options: list[HouseOption] = dataclasses.field(default_factory=list)
    searched: bool = False
    house_error: str = ""
    apartment_error: str = ""
    account_number_error: str = ""
    serial_error: str = ""
    name_error: str = ""


class LinkState(SessionState):
    """The rows that are still to be attached, and what was attached just now."""

    rows: list[LinkRow] = [LinkRow(key="r1")]  # noqa: RUF012  Reflex copies defaults per client
    attached: list[str] = []  # noqa: RUF012
    summary: str = ""
    asks_serial: bool = wiring.settings().link_proof is LinkProof.METER_SERIAL
    asks_proof_later: bool = wiring.settings().link_proof is LinkProof.HISTORY
    _made: int = 1

    @rx.event
    async def open(self):
        """A fresh form, except for what was typed and not attached yet."""
        if await self._me() is None:
            return self._to_login()
        self.attached, self.summary = [], ""

    @rx.event
    async def search(self, key: str, typed: str):
        """Offer the houses whose address begins like this."""
        if await self._me() is None:
            return self._to_login()
        typed = str(typed)
        found = await wiring.in_thread(links.find_houses, db=wiring.database(), typed=typed)
        options = [HouseOption(house.id, _label(house)) for house in found]
        self._change(
            str(key), house=typed, house_id=0, has_apartments=True, options=options, searched=True
        )

    @rx.event
    async def pick(self, key: str, house_id: int):
        """Know which house of the list it is; its words are in the field already (lk.js)."""
        if await self._me() is None:
            return self._to_login()
        house = await wiring.in_thread(links.house, db=wiring.database(), house_id=house_id)
        if house is None or all(row.key != key for row in self.rows):
            return
        self._change(
            key,
            house_id=house.id,
            house=_label(house),
            has_apartments=house.has_apartments,
            options=[],
            searched=False,
            house_error="",
        )

    @rx.event
    async def add_row(self):
        """Room for one more account."""
        if await self._me() is None:
            return self._to_login()
        if len(self.rows) < ROWS_LIMIT:
            self._made += 1
            self.rows = [*self.rows, LinkRow(key=f"r{self._made}")]

    @rx.event
    async def remove_row(self, key: str):
        """Drop a row that is not needed."""
        if await self._me() is None:
            return self._to_login()
        self.rows = [row for row in self.rows if row.key != key] or self.rows

    @rx.event
    async def attach(self, form: dict):
        """Attach what can be attached; the rest stays with its reasons."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        rows = [_typed(row, form) for row in self.rows]
        answers = await wiring.in_thread(
            links.attach,
            db=wiring.database(),
            claims=[_claim(row) for row in rows],
            by=Claimant(
                customer.id, self._address(), wiring.real_now(), wiring.business_now().date()
            ),
            rules=LinkRules(wiring.settings().link_proof, wiring.supplier().account_number_digits),
            paper=wiring.stationery(),
        )
        pairs = list(zip(rows, answers, strict=True))
        self.rows = [_answered(row, no) for row, no in pairs if isinstance(no, LinkRefused)]
        done = [link for link in answers if not isinstance(link, LinkRefused)]
        self.attached += [f"{link.name}: {wording.address(link.account.address)}" for link in done]
        self.summary = _summary(len(done), len(self.rows))
        if not self.rows:
            self._made += 1
            self.rows = [LinkRow(key=f"r{self._made}")]
        return ShellState.frame

    def _change(self, key: str, **words: object) -> None:
        self.rows = [
            dataclasses.replace(row, **words) if row.key == key else row for row in self.rows
        ]


def _label(house: House) -> str:
    """The house as a person would type it: it goes into a field, with ordinary spaces."""
    said = wording.address(ServiceAddress(house.city, house.street, house.house, ""))
    return said.replace("\u00a0", " ")


def _typed(row: LinkRow, form: dict) -> LinkRow:
    """The row as the form has it; a house retyped after it was picked is looked for again."""
    words = {name: text(form, f"{name}-{row.key}", limit=200) for name in FIELDS}
    picked = row.house_id if words["house"] == row.house else 0
    errors = {f"{name}_error": "" for name in FIELDS}
    return dataclasses.replace(row, **words, **errors, house_id=picked, options=[])


def _claim(row: LinkRow) -> Claim:
    return Claim(
        house_id=row.house_id,
        house=row.house,
        apartment=row.apartment if row.has_apartments else "",
        number=row.account_number,
        name=row.name,
        serial=row.serial,
    )


def _answered(row: LinkRow, refused: LinkRefused) -> LinkRow:
    field = refused.field if refused.field in FIELDS else "account_number"
    return dataclasses.replace(row, **{f"{field}_error": wording.refusal(refused)})


def _summary(done: int, left: int) -> str:
    if not done:
        return ""
    attached = f"{wording.plural(done, 'Подключён', 'Подключено', 'Подключено')} {done}"
    words = f"{attached} {wording.plural(done, 'счёт', 'счёта', 'счетов')}"
    return f"{words}. Ниже осталось то, что не получилось." if left else f"{words}."
