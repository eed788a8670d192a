"""Start a payment: save before calling, call with no transaction open, the same key every time.

What its gateway says afterwards is settled in `usecases/settlements.py`. `now` is the business
clock (value dates, steps on the screen); `real_now` is real time (when to ask a gateway again).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import randbelow

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from lk_app.db import accounts, payments, saved_methods
from lk_app.db.engine import Database
from lk_app.domain import payments as rules
from lk_app.domain.accounts import Account, LinkRefused
from lk_app.domain.money import Kopecks
from lk_app.domain.payments import Method, Part, Payment, PaymentRefused, PaymentState
from lk_app.domain.periods import Period
from lk_app.gateways.ports import GatewayRefused, GatewayUnanswered, PaymentGateway
from lk_app.usecases import payment_notices
from lk_app.usecases.accounts import require_link
from lk_app.usecases.payable import check_payable

Gateways = Mapping[str, PaymentGateway]
Routes = Mapping[Method, str]  # which gateway takes which method
GUEST = "guest"  # whose idempotency keys those of nobody's payments are
NUMBERS_TRIED = 5  # a number is taken one time in a million a second


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks to pay to one of their accounts."""

    account_number: str
    amount: Kopecks
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to pay. One that is not `available` now is shown and said to be down."""

    method: Method
    gateway: str
    available: bool
    autopay: bool  # the gateway can keep it and charge it again without its payer


def offers(gateways: Gateways, routes: Routes) -> list[Offer]:
    """Every way to pay here, in the order of the settings."""
    return [
        Offer(
            method=method,
            gateway=name,
            available=gateways[name].available,
            autopay=method in gateways[name].capabilities.autopay,
        )
        for method, name in routes.items()
    ]


def start(
    *,
    db: Database,
    gateways: Gateways,
    routes: Routes,
    customer_id: int | None,
    wanted: Sequence[Wanted],
    method: str,
    contact: str,
    idempotency_key: str,
    now: datetime,
    real_now: datetime,
    save_method: bool = False,
) -> Payment:
    """Start a payment and give it a page at its gateway (`checkout_url`).

    The same key gives the same payment again; in state UNKNOWN the gateway did not answer and is
    asked again by the next call or the job. With `save_method` the gateway keeps the card. Without
    a customer it is a guest's, who may pay to any account.
    Raises PaymentRefused (payment.*, amount.*), CustomerRefused("email.wrong", "phone.wrong") and
    LinkRefused("link.not_yours").
    """
    chosen = _method(method)
    gateway = _gateway(gateways, routes, chosen)
    attempt = _attempt(
        customer_id=customer_id,
        gateway=gateway.name,
        method=chosen,
        wanted=wanted,
        contact=contact,
        idempotency_key=idempotency_key,
        now=now,
        real_now=real_now,
    )
    keeps = save_method and chosen in gateway.capabilities.autopay
    saved = save_attempt(db, replace(attempt, save_method=keeps), wanted)
    return open_page(db, gateway, saved, now=now, real_now=real_now)


def _method(name: str) -> Method:
    try:
        return Method(name)
    except ValueError:
        raise PaymentRefused("payment.method", field="method") from None


def _gateway(gateways: Gateways, routes: Routes, method: Method) -> PaymentGateway:
    if not routes:
        raise PaymentRefused("payment.no_gateway")
    if routes.get(method) not in gateways:
        raise PaymentRefused("payment.method", field="method")
    gateway = gateways[routes[method]]
    if not gateway.available:
        raise PaymentRefused("payment.gateway_down", field="method")
    return gateway


def _attempt(
    *,
    customer_id: int | None,
    gateway: str,
    method: str,
    wanted: Sequence[Wanted],
    contact: str,
    idempotency_key: str,
    now: datetime,
    real_now: datetime,
) -> Payment:
    return Payment(
        id=0,
        public_id=new_number(now),
        customer_id=customer_id,
        gateway=gateway,
        method=method,
        amount=rules.payable_amount(sum(want.amount for want in wanted)),
        parts=(),
        state=PaymentState.CREATED,
        idempotency_key=f"{customer_id or GUEST}:{idempotency_key}",
        receipt_contact=rules.receipt_contact(contact),
        created_at=now,
        updated_at=now,
        next_check_at=real_now + rules.CHECK_DELAYS[0],
    )


def new_number(now: datetime) -> str:
    """A payment's number: day, time and six digits; easy to say by phone, in order of starting."""
    return f"{now:%y%m%d-%H%M%S}-{randbelow(10**6):06d}"


def save_attempt(db: Database, attempt: Payment, wanted: Sequence[Wanted]) -> Payment:
    """Commit the attempt before any network call; a second click finds the first one."""
    for _ in range(NUMBERS_TRIED):
        try:
            with db.write() as session:
                return _added(session, attempt, wanted)
        except IntegrityError:  # two first clicks at once on PostgreSQL, or a number taken twice
            with db.read() as session:
                found = payments.by_key(session, attempt.idempotency_key)
                parts = _parts(session, attempt.customer_id, wanted)
            if found:
                return _same(found, replace(attempt, parts=parts))
        attempt = replace(attempt, public_id=new_number(attempt.created_at))
    raise PaymentRefused("payment.busy")


def _added(session: Session, attempt: Payment, wanted: Sequence[Wanted]) -> Payment:
    attempt = replace(attempt, parts=_parts(session, attempt.customer_id, wanted))
    if same := payments.by_key(session, attempt.idempotency_key):
        return _same(same, attempt)
    saved = payments.add(session, attempt)
    payments.note(
        session,
        saved,
        key=f"{saved.public_id}:created",
        kind="created",
        at=saved.created_at,
        facts={"reference": saved.public_id},
    )
    return saved


def _parts(session: Session, customer_id: int | None, wanted: Sequence[Wanted]) -> tuple[Part, ...]:
    if not 0 < len(wanted) <= rules.PARTS_LIMIT:
        raise PaymentRefused("payment.parts", field="amount", limit=rules.PARTS_LIMIT)
    if len({want.account_number for want in wanted}) < len(wanted):
        raise PaymentRefused("payment.account_twice", field="amount")
    if any(want.amount <= 0 for want in wanted):
        raise PaymentRefused("amount.too_small", field="amount", least=rules.SMALLEST)
    found = [(_account(session, customer_id, want.account_number), want) for want in wanted]
    for account, want in found:
        check_payable(session, account, want.amount)
    parts = (
        Part(account.id, account.account_number, want.amount, want.period)
        for account, want in found
    )
    return tuple(sorted(parts, key=lambda part: part.account_id))  # the order they are locked in


def _account(session: Session, customer_id: int | None, number: str) -> Account:
    """One of the customer's own; a guest may pay to anybody's."""
    if customer_id is not None:
        return require_link(session, customer_id, number).account
    found = accounts.by_number(session, number)
    if found is None:
        raise LinkRefused("guest.no_account", field="account_number")
    return found


def _same(found: Payment, attempt: Payment) -> Payment:
    if (found.parts, found.method, found.gateway) != (
        attempt.parts,
        attempt.method,
        attempt.gateway,
    ):
        raise PaymentRefused("payment.key_reused")
    return found


def open_page(
    db: Database, gateway: PaymentGateway, payment: Payment, *, now: datetime, real_now: datetime
) -> Payment:
    """Ask the gateway for a page, with no transaction open, and save what it says."""
    if payment.external_id is not None or payment.finished:
        return payment
    checkout, no = None, False
    try:
        checkout = gateway.create_checkout(payment)
    except GatewayRefused:
        no = True
    except GatewayUnanswered:
        pass
    with db.write() as session:
        before = payments.locked(session, payment.public_id)
        assert before is not None
        if checkout:
            after = rules.opened(before, external_id=checkout.external_id, url=checkout.url)
        else:
            after = rules.refused(before) if no else rules.unanswered(before)
        return moved(session, before, after, now=now, real_now=real_now)


def moved(
    session: Session, before: Payment, after: Payment, *, now: datetime, real_now: datetime
) -> Payment:
    """Note a step that we took ourselves, and save."""
    if after.state is not before.state:
        payments.note(
            session,
            after,
            key=f"{after.public_id}:{after.state}",
            kind=after.state,
            at=now,
            facts={"reference": after.external_id or ""},
        )
        payment_notices.of_change(session, before, after, real_now=real_now)
    return scheduled(session, after, now=now, real_now=real_now)


def scheduled(session: Session, payment: Payment, *, now: datetime, real_now: datetime) -> Payment:
    """Save with the time of the next question to the gateway."""
    due = rules.next_check(payment, real_now=real_now)
    saved = replace(payment, next_check_at=due, updated_at=now)
    payments.save(session, saved)
    return saved


def start_saved(
    *,
    db: Database,
    gateways: Gateways,
    customer_id: int,
    saved_method_id: int,
    wanted: Sequence[Wanted],
    contact: str,
    idempotency_key: str,
    now: datetime,
    real_now: datetime,
) -> Payment:
    """Save an attempt to charge a saved method without its payer; `settlements.charge` does it.

    The same key gives the same payment again. Raises PaymentRefused (payment.no_saved_method,
    payment.no_gateway, amount.*) and LinkRefused("link.not_yours").
    """
    with db.read() as session:
        saved = saved_methods.find(session, saved_method_id)
    if saved is None or saved.customer_id != customer_id or saved.forgotten_at:
        raise PaymentRefused("payment.no_saved_method")
    if saved.gateway not in gateways:
        raise PaymentRefused("payment.no_gateway")
    attempt = _attempt(
        customer_id=customer_id,
        gateway=saved.gateway,
        method=saved.method,
        wanted=wanted,
        contact=contact,
        idempotency_key=idempotency_key,
        now=now,
        real_now=real_now,
    )
    return save_attempt(db, replace(attempt, saved_method_id=saved.id), wanted)
