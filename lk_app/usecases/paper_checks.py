"""Whether a paper is ours: anyone may ask by its number and its code of 80 bits."""

from datetime import timedelta

from lk_app.db import readings, throttles
from lk_app.db.engine import Database
from lk_app.domain.customers import Throttle
from lk_app.domain.guest_readings import GuestRefused, Proposal
from lk_app.domain.payments import Payment, PaymentRefused, PaymentState
from lk_app.domain.readings import ReadingSet
from lk_app.security import Signer
from lk_app.usecases import guest_readings, payment_receipts
from lk_app.usecases.guest_readings import Caller

BY_NUMBER = Throttle(10, timedelta(minutes=1), timedelta(hours=1))
BY_SOURCE = Throttle(20, timedelta(minutes=1), timedelta(hours=1))
LONGEST = 60  # characters of a number or a code
READING = "reading"
Checked = tuple[Payment, PaymentState] | tuple[str, ReadingSet] | Proposal


def check(*, db: Database, signer: Signer, number: str, code: str, caller: Caller) -> Checked:
    """A payment with its state on the paper; an account number with its reading; a proposal.

    Raises GuestRefused: guest.number, guest.code while a field is empty, guest.no_paper whatever
    did not match, guest.paused (until=…) per number and per source.
    """
    number = "".join(number.split()).upper().replace("Г", "G")[:LONGEST]
    if not number:
        raise GuestRefused("guest.number", field="number")
    if not code.strip():
        raise GuestRefused("guest.code", field="code")
    _refuse_while_paused(db, number, caller)
    found = _find(db, signer, number, code[:LONGEST])
    if found is not None:
        return found
    with db.write() as session:
        for key, throttle in _keys(number, caller).items():
            throttles.fail(session, key, throttle, now=caller.real_now)
    raise GuestRefused("guest.no_paper")


def _keys(number: str, caller: Caller) -> dict[str, Throttle]:
    return {f"check:#{number}": BY_NUMBER, f"check:@{caller.source}": BY_SOURCE}


def _refuse_while_paused(db: Database, number: str, caller: Caller) -> None:
    with db.read() as session:
        keys = list(_keys(number, caller))
        until = throttles.blocked_until(session, keys, now=caller.real_now)
    if until is not None:
        raise GuestRefused("guest.paused", until=until)


def _find(db: Database, signer: Signer, number: str, code: str) -> Checked | None:
    if proposal := guest_readings.check(db=db, signer=signer, number=number, typed=code):
        return proposal
    with db.read() as session:
        reading = readings.by_receipt(session, number)
    if reading and signer.is_code(READING, _signed(reading[1]), code):
        return reading
    try:
        payment, state = payment_receipts.check(db=db, signer=signer, public_id=number, typed=code)
    except PaymentRefused:
        return None
    return (payment, state) if state else None


def reading_code(signer: Signer, reading: ReadingSet) -> str:
    """What the receipt of a reading is known by as ours."""
    return signer.code(READING, _signed(reading))


def _signed(reading: ReadingSet) -> list[object]:
    return [reading.receipt_number, reading.meter_id, sorted(reading.values.items())]
