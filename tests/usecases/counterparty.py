"""The other side of the port: a gateway whose book a test writes, wrong pages included."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from lk_app.domain.fiscal_receipts import NO_RECEIPT, FiscalReceipt
from lk_app.domain.gateway_registers import LineKind, RegisterLine
from lk_app.domain.payment_refunds import Refund, RefundReport, RefundState
from lk_app.domain.payments import CURRENCY, Method, Payment, PaymentState, Report
from lk_app.gateways.ports import Capabilities, Checkout, GatewayRefused, GatewayUnanswered


@dataclass
class Counterparty:
    """Keeps payments by its own numbers; `silent` answers nothing at all."""

    name: str = "paper"
    live: bool = False
    lists_days: bool = True
    silent: bool = False
    loses_answers: bool = False  # carries out what it is asked and says nothing
    reports: dict[str, Report] = field(default_factory=dict)
    refunds: dict[str, RefundReport] = field(default_factory=dict)
    strangers: list[RegisterLine] = field(default_factory=list)
    asked: int = 0

    @property
    def capabilities(self) -> Capabilities:
        methods = frozenset({Method.CARD})
        return Capabilities(methods, refunds=True, register=self.lists_days)

    @property
    def available(self) -> bool:
        return True

    def create_checkout(self, payment: Payment) -> Checkout:
        self._hear()
        made = f"X-{payment.idempotency_key}"
        self.reports.setdefault(made, _open(payment, made))
        if self.loses_answers:
            raise GatewayUnanswered("lost")
        return Checkout(made, f"/page/{made}")

    def turn(
        self, payment: Payment, state: PaymentState, *, at: datetime, **said: object
    ) -> Report:
        """Something happened on its page; `said` is what it got wrong."""
        before = self.reports[payment.external_id or f"X-{payment.idempotency_key}"]
        facts = {"state": state, "at": at, "key": f"{before.external_id}:{state}", **said}
        after = replace(before, **facts)  # type: ignore[arg-type]
        self.reports[before.external_id] = after
        return after

    def charge_saved(self, payment: Payment, token: str) -> Report:
        raise GatewayRefused("keeps no cards")

    def fetch(self, external_id: str) -> Report:
        self._hear()
        if external_id not in self.reports:
            raise GatewayRefused("404")
        return self.reports[external_id]

    def fetch_receipt(self, payment: Payment) -> FiscalReceipt:
        return NO_RECEIPT

    def refund(self, payment: Payment, refund: Refund) -> RefundReport:
        self._hear()
        made = f"RX-{refund.idempotency_key}"
        self.refunds[made] = RefundReport(
            key=f"{made}:done",
            reference=refund.public_id,
            external_id=made,
            payment_reference=payment.public_id,
            payment_external_id=payment.external_id or "",
            kind=refund.kind,
            state=RefundState.SUCCEEDED,
            amount=refund.amount,
            currency=CURRENCY,
            live=self.live,
            at=self.reports[payment.external_id or ""].at,
        )
        return self.refunds[made]

    def fetch_refund(self, external_id: str) -> RefundReport:
        self._hear()
        if external_id not in self.refunds:
            raise GatewayRefused("404")
        return self.refunds[external_id]

    def register(self, since: datetime, until: datetime) -> list[RegisterLine]:
        self._hear()
        done = [one for one in self.reports.values() if one.state is PaymentState.SUCCEEDED]
        back = [one for one in self.refunds.values() if one.state is RefundState.SUCCEEDED]
        lines = [*map(_line, done), *map(_refund_line, back), *self.strangers]
        return [line for line in lines if since <= line.at < until]

    def read_event(
        self, body: bytes, headers: Mapping[str, str], address: str, *, real_now: datetime
    ) -> Report | RefundReport | None:
        return None

    def _hear(self) -> None:
        self.asked += 1
        if self.silent:
            raise GatewayUnanswered("silent")


def _open(payment: Payment, made: str) -> Report:
    return Report(
        key=f"{made}:open",
        reference=payment.public_id,
        external_id=made,
        state=PaymentState.PENDING,
        amount=payment.amount,
        currency=CURRENCY,
        live=False,
        at=payment.created_at,
    )


def _line(said: Report) -> RegisterLine:
    return RegisterLine(
        kind=LineKind.PAYMENT,
        external_id=said.external_id,
        reference=said.reference,
        payment_reference=said.reference,
        amount=said.amount,
        currency=said.currency,
        live=said.live,
        at=said.at,
    )


def _refund_line(said: RefundReport) -> RegisterLine:
    return RegisterLine(
        kind=LineKind(said.kind),
        external_id=said.external_id,
        reference=said.reference,
        payment_reference=said.payment_reference,
        amount=said.amount,
        currency=said.currency,
        live=said.live,
        at=said.at,
    )
