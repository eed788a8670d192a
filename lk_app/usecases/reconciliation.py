"""Our books against the gateways': what nobody told us is asked, what differs goes to a person.

Nothing is credited by a comparison. `now` is the business clock, `real_now` real time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from lk_app.db import payments
from lk_app.db import reconciliation as stored
from lk_app.db.engine import Database
from lk_app.domain import reconciliation as rules
from lk_app.domain.gateway_registers import LineKind, RegisterLine
from lk_app.domain.reconciliation import Booked, Finding, FindingKind
from lk_app.gateways.ports import GatewayRefused, GatewayUnanswered, PaymentGateway
from lk_app.usecases import payment_refunds, settlements
from lk_app.usecases.letters import Stationery
from lk_app.usecases.payments import Gateways

DAY = timedelta(days=1)


@dataclass(slots=True)
class Reconciled:
    """What a run did: unfinished payments that became final, lines compared, cases opened and
    closed; `silent` gateways have to be asked again, `without_register` list no days."""

    asked: int = 0
    finished: int = 0
    compared: int = 0
    opened: list[Finding] = field(default_factory=list)
    agreed: int = 0
    silent: list[str] = field(default_factory=list)
    without_register: list[str] = field(default_factory=list)


def run(
    *,
    db: Database,
    gateways: Gateways,
    paper: Stationery,
    first: date,
    last: date,
    now: datetime,
    real_now: datetime,
) -> Reconciled:
    """Ask about everything unfinished, then compare the days `first`…`last`, both included.

    A gateway that does not answer is named and holds up no other.
    """
    done = Reconciled()
    for gateway in gateways.values():
        _ask_unfinished(db, gateways, gateway, paper, done, now=now, real_now=real_now)
    payment_refunds.check_unfinished(db=db, gateways=gateways, now=now, real_now=real_now)
    for name, gateway in gateways.items():
        if not gateway.capabilities.register:
            done.without_register.append(name)
            continue
        try:
            for day in _days(first, last):
                _compare(db, gateway, day, done, now=now, real_now=real_now)
        except (GatewayUnanswered, GatewayRefused):
            done.silent.append(name)
    return done


def _ask_unfinished(
    db: Database,
    gateways: Gateways,
    gateway: PaymentGateway,
    paper: Stationery,
    done: Reconciled,
    *,
    now: datetime,
    real_now: datetime,
) -> None:
    with db.read() as session:
        numbers = stored.unfinished(session, gateway.name)
    for number in numbers:
        with db.read() as session:
            payment = payments.by_public_id(session, number)
        assert payment is not None
        after = settlements.ask(db, gateways, paper, payment, now=now, real_now=real_now)
        done.asked += 1
        done.finished += after.finished


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * offset for offset in range((last - first).days + 1)]


def _compare(
    db: Database,
    gateway: PaymentGateway,
    day: date,
    done: Reconciled,
    *,
    now: datetime,
    real_now: datetime,
) -> None:
    """One day of one gateway: its register first, with no transaction open, then our books."""
    since = datetime.combine(day, time(), now.tzinfo)
    until = datetime.combine(day + DAY, time(), now.tzinfo)
    shift = real_now - now  # a gateway lives in real time, whatever LK_CLOCK says
    lines = gateway.register(since + shift, until + shift)
    with db.read() as session:
        pairs = [(line, stored.of_line(session, gateway.name, line)) for line in lines]
        counted = stored.counted(session, gateway.name, since, until)
    findings = [*_differing(gateway, day, pairs), *_unconfirmed(gateway, day, pairs, counted)]
    with db.write() as session:
        done.opened += [one for one in findings if stored.open_case(session, one, at=now)]
        done.agreed += stored.agree(session, gateway.name, [day], findings, at=now)
    done.compared += len(lines)


def _differing(
    gateway: PaymentGateway, day: date, pairs: Iterable[tuple[RegisterLine, Booked | None]]
) -> list[Finding]:
    findings, seen = [], set()
    for line, ours in pairs:
        kind = rules.difference(line, ours, live=gateway.live)
        if ours and (ours.subject, ours.number) in seen:
            kind = FindingKind.ACCOUNT  # paid twice for one number of ours
        if ours:
            seen.add((ours.subject, ours.number))
        if kind:
            findings.append(rules.found(gateway.name, kind, day, line, ours))
    return findings


def _unconfirmed(
    gateway: PaymentGateway,
    day: date,
    pairs: Sequence[tuple[RegisterLine, Booked | None]],
    counted: Iterable[Booked],
) -> list[Finding]:
    """What we counted and the register lacks: asked for by its number, for days have edges."""
    listed = {(ours.subject, ours.number) for _, ours in pairs if ours}
    findings = []
    for ours in counted:
        if (ours.subject, ours.number) in listed:
            continue
        there = _said(gateway, ours)
        if (there.get("state"), there.get("amount")) != ("succeeded", ours.amount):
            findings.append(rules.unconfirmed(gateway.name, day, ours, there))
    return findings


def _said(gateway: PaymentGateway, ours: Booked) -> Mapping[str, object]:
    """What the gateway says when asked for one movement, {} if it knows none; raises
    GatewayUnanswered."""
    try:
        if ours.subject is LineKind.PAYMENT:
            report = gateway.fetch(ours.external_id)
            return {"amount": report.amount, "currency": report.currency, "state": report.state}
        back = gateway.fetch_refund(ours.external_id)
        return {"amount": back.amount, "currency": back.currency, "state": back.state}
    except GatewayRefused:
        return {}
