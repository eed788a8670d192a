"""Pay and settle: save before calling, believe only the gateway, count once.

`now` is the business clock (value dates, steps on the screen); `real_now` is real time (when to
ask a gateway again, how old its word is).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import randbelow

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from lk_app.db import billing, ledger, payments
from lk_app.db.engine import Database
from lk_app.domain import payments as rules
from lk_app.domain.customers import email_address
from lk_app.domain.ledger import EntryKind, owed
from lk_app.domain.money import Kopecks
from lk_app.domain.payments import (
    Method,
    Part,
    Payment,
    PaymentRefused,
    PaymentState,
    Report,
)
from lk_app.domain.periods import Period
from lk_app.gateways.ports import GatewayUnanswered, PaymentGateway
from lk_app.usecases import payment_letters
from lk_app.usecases.accounts import require_link
from lk_app.usecases.letters import Stationery
from lk_app.usecases.payment_screens import Trail, trail

Gateways = Mapping[str, PaymentGateway]
CHECKED_AT_ONCE = 100  # unfinished payments asked about in one run of the job


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks to pay to one of their accounts."""

    account_number: str
    amount: Kopecks
    period: Period | None = None


def start(
    *,
    db: Database,
    gateways: Gateways,
    customer_id: int,
    gateway: str,
    wanted: Sequence[Wanted],
    method: str,
    contact: str,
    idempotency_key: str,
    now: datetime,
    real_now: datetime,
) -> Payment:
    """Start a payment and give it a page at its gateway (`checkout_url`).

    The same key gives the same payment again; in state UNKNOWN the gateway did not answer and is
    asked again by the next call or the job. Raises PaymentRefused (payment.*, amount.*),
    CustomerRefused("email.wrong") and LinkRefused("link.not_yours").
    """
    if gateway not in gateways:
        raise PaymentRefused("payment.no_gateway")
    key = f"{customer_id}:{idempotency_key}"
    attempt = Payment(
        id=0,
        public_id=new_number(now),
        customer_id=customer_id,
        gateway=gateway,
        method=_method(method),
        amount=rules.payable_amount(sum(want.amount for want in wanted)),
        parts=(),
        state=PaymentState.CREATED,
        idempotency_key=key,
        receipt_contact=email_address(contact),
        created_at=now,
        updated_at=now,
        next_check_at=real_now + rules.CHECK_DELAYS[0],
    )
    saved = _save_attempt(db, attempt, wanted)
    return _open(db, gateways[gateway], saved, now=now, real_now=real_now)


def new_number(now: datetime) -> str:
    """A payment's number: day, time and six digits; easy to say by phone, in order of starting."""
    return f"{now:%y%m%d-%H%M%S}-{randbelow(10**6):06d}"


def _method(name: str) -> Method:
    try:
        return Method(name)
    except ValueError:
        raise PaymentRefused("payment.method", field="method") from None


def _save_attempt(db: Database, attempt: Payment, wanted: Sequence[Wanted]) -> Payment:
    """Commit the attempt before any network call; a second click finds the first one."""
    try:
        with db.write() as session:
            attempt = replace(attempt, parts=_parts(session, attempt.customer_id or 0, wanted))
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
    except IntegrityError:  # two first clicks at once on PostgreSQL
        with db.read() as session:
            found = payments.by_key(session, attempt.idempotency_key)
        if found is None:
            raise
        return _same(found, attempt)


def _parts(session: Session, customer_id: int, wanted: Sequence[Wanted]) -> tuple[Part, ...]:
    if not 0 < len(wanted) <= rules.PARTS_LIMIT:
        raise PaymentRefused("payment.parts", field="amount", limit=rules.PARTS_LIMIT)
    if len({want.account_number for want in wanted}) < len(wanted):
        raise PaymentRefused("payment.account_twice", field="amount")
    if any(want.amount <= 0 for want in wanted):
        raise PaymentRefused("amount.too_small", field="amount", least=rules.SMALLEST)
    links = [(require_link(session, customer_id, want.account_number), want) for want in wanted]
    parts = (
        Part(link.account.id, link.account.account_number, want.amount, want.period)
        for link, want in links
    )
    return tuple(sorted(parts, key=lambda part: part.account_id))  # the order they are locked in


def _same(found: Payment, attempt: Payment) -> Payment:
    if (found.parts, found.method, found.gateway) != (
        attempt.parts,
        attempt.method,
        attempt.gateway,
    ):
        raise PaymentRefused("payment.key_reused")
    return found


def _open(
    db: Database, gateway: PaymentGateway, payment: Payment, *, now: datetime, real_now: datetime
) -> Payment:
    """Ask the gateway for a page, with no transaction open, and save what it says."""
    if payment.external_id is not None or payment.finished:
        return payment
    try:
        checkout = gateway.create_checkout(payment)
    except GatewayUnanswered:
        checkout = None
    with db.write() as session:
        before = payments.locked(session, payment.public_id)
        assert before is not None
        if checkout is None:
            after = rules.unanswered(before)
        else:
            after = rules.opened(before, external_id=checkout.external_id, url=checkout.url)
        if after.state is not before.state:
            payments.note(
                session,
                after,
                key=f"{after.public_id}:{after.state}",
                kind=after.state,
                at=now,
                facts={"reference": after.external_id or ""},
            )
        return _scheduled(session, after, now=now, real_now=real_now)


def _scheduled(session: Session, payment: Payment, *, now: datetime, real_now: datetime) -> Payment:
    """Save with the time of the next question to the gateway."""
    due = rules.next_check(payment, real_now=real_now)
    saved = replace(payment, next_check_at=due, updated_at=now)
    payments.save(session, saved)
    return saved


def settle(
    *,
    db: Database,
    gateway: PaymentGateway,
    paper: Stationery,
    report: Report,
    now: datetime,
    real_now: datetime,
) -> Payment:
    """Take a gateway's verified word: event, state, ledger and letter in one transaction, once.

    Callback, return page and job all end here. Raises PaymentRefused("payment.unknown").
    """
    with db.write() as session:
        before = payments.locked(session, report.reference)
        if before is None or before.gateway != gateway.name:
            raise PaymentRefused("payment.unknown")
        after = rules.apply(before, report, live=gateway.live)
        at = rules.business_time(
            report.at, now=now, real_now=real_now, not_before=before.created_at
        )
        kind = after.state if after is not before else report.state
        facts = {"reference": report.external_id, "said": report.state, "amount": report.amount}
        news = payments.note(session, before, key=report.key, kind=kind, at=at, facts=facts)
        if not news or after is before:
            return before
        if rules.money_arrived(before, after):
            _count(session, after, at=at, now=now)
            payment_letters.confirm(session, paper, after, paid_at=at, real_now=real_now)
        return _scheduled(session, after, now=now, real_now=real_now)


def _count(session: Session, payment: Payment, *, at: datetime, now: datetime) -> None:
    """Post every part with the day the money was paid as its value date."""
    ledger.post(
        session,
        [
            owed(
                EntryKind.PAYMENT,
                account_id=part.account_id,
                ref=f"{payment.public_id}/{part.account_number}",
                change=-part.amount,
                value_date=at.date(),
                booked_in=billing.open_period(session, part.account_id, at.date()),
                posted_at=now,
                named=part.period,
            )
            for part in payment.parts
        ],
    )


def receive(
    *,
    db: Database,
    gateway: PaymentGateway,
    paper: Stationery,
    body: bytes,
    headers: Mapping[str, str],
    address: str,
    now: datetime,
    real_now: datetime,
) -> Payment | None:
    """A callback: verified by its gateway, then settled; None if it is of no interest.

    Raises EventRejected, GatewayUnanswered, PaymentRefused("payment.unknown").
    """
    report = gateway.read_event(body, headers, address, real_now=real_now)
    if report is None:
        return None
    return settle(db=db, gateway=gateway, paper=paper, report=report, now=now, real_now=real_now)


def returned(
    *,
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    customer_id: int,
    public_id: str,
    now: datetime,
    real_now: datetime,
) -> Trail:
    """The payer is back: being back proves nothing, so the gateway is asked and settled.

    Raises PaymentRefused("payment.unknown") for a stranger's payment and for none alike.
    """
    payment = trail(db=db, customer_id=customer_id, public_id=public_id).payment
    if not payment.finished:
        _ask(db, gateways, paper, payment, now=now, real_now=real_now)
    return trail(db=db, customer_id=customer_id, public_id=public_id)


def _ask(
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    payment: Payment,
    *,
    now: datetime,
    real_now: datetime,
) -> Payment:
    """Ask the gateway what became of a payment; an unanswered question changes nothing."""
    gateway = gateways.get(payment.gateway)
    if gateway is None:  # switched off in the settings since
        return payment
    if payment.external_id is None:
        return _open(db, gateway, payment, now=now, real_now=real_now)
    try:
        report = gateway.fetch(payment.external_id)
    except GatewayUnanswered:
        return payment
    report = replace(report, reference=payment.public_id)  # asked by its own number at the gateway
    return settle(db=db, gateway=gateway, paper=paper, report=report, now=now, real_now=real_now)


def check_unfinished(
    *, db: Database, gateways: Gateways, paper: Stationery, now: datetime, real_now: datetime
) -> int:
    """Ask about payments that are neither paid nor over (the job); how many became final.

    Each is put off first, so that one whose gateway hangs does not hold up the others next time.
    """
    with db.read() as session:
        numbers = payments.to_check(session, real_now=real_now, limit=CHECKED_AT_ONCE)
    return sum(
        _check(db, gateways, paper, public_id, now=now, real_now=real_now) for public_id in numbers
    )


def _check(
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    public_id: str,
    *,
    now: datetime,
    real_now: datetime,
) -> bool:
    with db.write() as session:
        payment = payments.locked(session, public_id)
        assert payment is not None
        payment = _scheduled(
            session, replace(payment, checks=payment.checks + 1), now=now, real_now=real_now
        )
    return _ask(db, gateways, paper, payment, now=now, real_now=real_now).finished
