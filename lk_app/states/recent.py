"""«Последние операции» of the chosen account on /cabinet."""

import dataclasses

import reflex as rx

from lk_app import wiring
from lk_app.documents.statement import StatementRow
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.statements import Entry, OperationKind, OperationState
from lk_app.states.shell import ShellState
from lk_app.usecases import statements

MOST = 5


@dataclasses.dataclass(frozen=True)
class RecentLine:
    """One operation, in finished words."""

    on: str
    what: str
    amount: str
    tone: str


class RecentState(ShellState):
    """The end of «Детализация», newest first."""

    lines: list[RecentLine] = []  # noqa: RUF012  Reflex copies defaults per client

    @rx.event
    async def open(self):
        """After `ShellState.frame`, which chooses the account."""
        customer = await self._me()
        if customer is None:
            return self._to_login()
        try:
            await self._show(customer.id)
        except LinkRefused:  # nothing attached yet: the page says so
            self.lines = []

    async def _show(self, customer_id: int) -> None:
        document = await wiring.in_thread(
            statements.statement,
            db=wiring.database(),
            supplier=wiring.supplier(),
            customer_id=customer_id,
            account_number=self.account,
            first_day=None,
            last_day=None,
            now=wiring.business_now(),
        )
        pairs = zip(document.statement.operations, document.rows, strict=True)
        newest = list(pairs)[: -MOST - 1 : -1]
        self.lines = [_line(operation.entry, row) for operation, row in newest]


def _line(entry: Entry, row: StatementRow) -> RecentLine:
    posted = entry.state is OperationState.POSTED
    received = posted and entry.kind is OperationKind.PAYMENT
    on = row.on if posted else f"{row.on} · {row.state}"
    return RecentLine(on, row.what, row.amount, "ok" if received else "")
