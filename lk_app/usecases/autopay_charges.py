"""What autopay does by itself: ends what may not go on, announces, charges, tells what failed.

Run again at any moment, also by two machines at once, it charges once: a charge is unique for its
autopay and its bill or day, moves from state to state by whoever comes first, and its payment has
one key. `now` is the business clock, `real_now` real time.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from lk_app.db import autopays, ledger, payments, saved_methods
from lk_app.db.engine import Database
from lk_app.domain import autopay as rules
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.autopay import Autopay, Charge, ChargeState
from lk_app.domain.payments import Payment, PaymentRefused, PaymentState
from lk_app.usecases import autopay_letters
from lk_app.usecases.autopays import able, end
from lk_app.usecases.letters import Stationery
from lk_app.usecases.payments import Gateways, Wanted, start_saved
from lk_app.usecases.settlements import charge as charge_card
from lk_app.wording.autopay import TURNED_AWAY

CHUNK = 200  # autopays looked through in one transaction
AT_ONCE = 200  # charges of a state taken up in one run


@dataclass(frozen=True, slots=True)
class Clerk:
    """Everything one run works with."""

    db: Database
    gateways: Gateways
    paper: Stationery
    now: datetime
    real_now: datetime


def run(
    *, db: Database, gateways: Gateways, paper: Stationery, now: datetime, real_now: datetime
) -> None:
    """One round of the job."""
    clerk = Clerk(db, gateways, paper, now, real_now)
    _look_through(clerk)
    for one in _in_state(clerk, ChargeState.STARTED):
        _go_on(clerk, one)
    for one in _in_state(clerk, ChargeState.PLANNED):
        if rules.is_due(one, now):
            _begin(clerk, one)


def _in_state(clerk: Clerk, state: ChargeState) -> list[Charge]:
    with clerk.db.read() as session:
        return autopays.charges_in(session, state, until=clerk.now.date(), limit=AT_ONCE)


def _look_through(clerk: Clerk) -> None:
    """End what lost its ground and announce what is to come, a chunk a reading transaction."""
    able_now, after = able(clerk.gateways), 0
    while True:
        with clerk.db.read() as session:
            some = autopays.in_force(session, after=after, limit=CHUNK)
            ids = [one.id for one in some]
            grounds = autopays.grounds(session, ids)
            bills = autopays.latest_bills(session, [one.account_id for one in some])
            reasons = {
                one.id: why
                for one in some
                if (why := rules.reason(one, clerk.now, bills.get(one.account_id)))
            }
            known = autopays.known(session, ids, {why.key for why in reasons.values()})
        if not some:
            return
        for one in some:
            why = reasons.get(one.id)
            if over := rules.ending(grounds[one.id], able_now):
                _end(clerk, one, over)
            elif why and (one.id, why.key) not in known:
                _announce(clerk, one, why)
        after = ids[-1]


def _end(clerk: Clerk, one: Autopay, why: rules.Ending) -> None:
    with clerk.db.write() as session:
        end(session, clerk.paper, one, why, now=clerk.now, real_now=clerk.real_now)


def _announce(clerk: Clerk, one: Autopay, why: rules.Reason) -> None:
    """In a transaction of its own: somebody else's trouble does not hold it up."""
    try:
        with clerk.db.write() as session:
            _write_down(session, clerk, one, why)
    except IntegrityError:  # another machine announced it first
        return


def _write_down(session: Session, clerk: Clerk, one: Autopay, why: rules.Reason) -> None:
    balance = ledger.balance(session, one.account_id)
    planned = rules.planned(one, why, balance, clerk.now)
    autopays.add_charge(session, planned)
    if planned.state is ChargeState.OVER_CAP:
        autopay_letters.not_charged(session, clerk.paper, one, planned, real_now=clerk.real_now)
    if planned.state is ChargeState.PLANNED:
        card = saved_methods.find(session, one.saved_method_id)
        assert card is not None
        autopay_letters.announce(
            session,
            clerk.paper,
            one,
            planned,
            card,
            charge_on=max(planned.charge_on, (clerk.now + rules.NOTICE).date()),
            real_now=clerk.real_now,
        )


def _begin(clerk: Clerk, charge: Charge) -> None:
    """Fix the sum, then charge; whatever else is being paid for the account ends first."""
    with clerk.db.write() as session:
        one = autopays.by_id(session, charge.autopay_id)
        assert one is not None
        if one.ended_at is not None:
            autopays.move(session, charge, ChargeState.LAPSED)
            return
        amount = rules.amount_now(charge, ledger.balance(session, one.account_id))
        if not amount:
            autopays.move(session, charge, ChargeState.NOTHING_DUE)
            return
        if payments.being_paid(session, one.account_id):
            if rules.has_lapsed(charge, clerk.now):
                _give_up(session, clerk, one, charge, ChargeState.LAPSED)
            return
        if not autopays.move(session, charge, ChargeState.STARTED, amount=amount):
            return
    _go_on(clerk, replace(charge, state=ChargeState.STARTED, amount=amount))


def _go_on(clerk: Clerk, charge: Charge) -> None:
    """The payment of a charge, started or found again, and what became of it."""
    with clerk.db.read() as session:
        one = autopays.by_id(session, charge.autopay_id)
        assert one is not None
        payment = payments.by_key(session, f"{one.customer_id}:{_key(charge)}")
    if payment is None and one.ended_at is not None:  # nobody was asked for money yet
        with clerk.db.write() as session:
            autopays.move(session, charge, ChargeState.LAPSED)
        return
    try:
        payment = payment or _start(clerk, one, charge)
    except (PaymentRefused, LinkRefused):  # the next round ends the autopay and says why
        with clerk.db.write() as session:
            _give_up(session, clerk, one, charge, ChargeState.FAILED)
        return
    gateway = clerk.gateways.get(payment.gateway)
    if gateway is not None:
        payment = charge_card(
            db=clerk.db,
            gateway=gateway,
            paper=clerk.paper,
            payment=payment,
            now=clerk.now,
            real_now=clerk.real_now,
        )
    with clerk.db.write() as session:
        _take_down(session, clerk, one, charge, payment)


def _key(charge: Charge) -> str:
    return f"autopay:{charge.id}"


def _start(clerk: Clerk, one: Autopay, charge: Charge) -> Payment:
    return start_saved(
        db=clerk.db,
        gateways=clerk.gateways,
        customer_id=one.customer_id,
        saved_method_id=one.saved_method_id,
        wanted=[Wanted(one.account_number, charge.amount)],
        contact=one.contact,
        idempotency_key=_key(charge),
        now=clerk.now,
        real_now=clerk.real_now,
    )


def _take_down(session: Session, clerk: Clerk, one: Autopay, charge: Charge, paid: Payment) -> None:
    number = paid.public_id
    if paid.state is PaymentState.SUCCEEDED:
        autopays.move(session, charge, ChargeState.PAID, payment_number=number)
    elif paid.may_be_repeated:
        decline = paid.decline_code
        _give_up(session, clerk, one, charge, ChargeState.FAILED, number, decline)
    elif paid.state is PaymentState.REVERSED:  # waited for a person, who turned it away
        _give_up(session, clerk, one, charge, ChargeState.FAILED, number, TURNED_AWAY)
    elif charge.payment_number != number:
        autopays.move(session, charge, ChargeState.STARTED, payment_number=number)
    if paid.state is PaymentState.REVIEW:
        autopay_letters.in_review(
            session, clerk.paper, one, charge, number, real_now=clerk.real_now
        )


def _give_up(
    session: Session,
    clerk: Clerk,
    one: Autopay,
    charge: Charge,
    state: ChargeState,
    number: str = "",
    decline: str = "",
) -> None:
    """Nothing is charged for this bill or day any more: the person is told to pay themselves."""
    if autopays.move(session, charge, state, payment_number=number):
        autopay_letters.not_charged(
            session,
            clerk.paper,
            one,
            replace(charge, state=state),
            decline=decline,
            real_now=clerk.real_now,
        )
