"""Payments of bank registers that wait for a person: whose they are, said once."""

from dataclasses import replace
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import accounts, audit, bank_registers
from lk_app.db.engine import Database
from lk_app.domain.accounts import Account, LinkRefused
from lk_app.domain.audit import COMMAND_LINE, Action, Actor, Deed
from lk_app.domain.bank_registers import BankRefused, KeptOperation
from lk_app.domain.money import Kopecks, plain
from lk_app.usecases.imports import booking


def waiting(
    *, db: Database, typed: str = "", limit: int | None = None, offset: int = 0
) -> list[KeptOperation]:
    """What waits, the oldest first: of this number, account or payer, if asked."""
    with db.read() as session:
        return bank_registers.waiting(session, typed, limit=limit, offset=offset)


def in_all(*, db: Database, typed: str = "") -> tuple[int, Kopecks]:
    """How many wait, and how much money."""
    with db.read() as session:
        return bank_registers.waiting_in_all(session, typed)


def candidate(*, db: Database, account_number: str) -> tuple[Account, str]:
    """An account and who holds it, to be looked at before money is counted on it.

    Raises LinkRefused("account.unknown").
    """
    with db.read() as session:
        account = _account(session, account_number)
        held = accounts.holders(session, account.id)
    return account, held[-1].name if held else ""


def settle(
    *,
    db: Database,
    number: str,
    account_number: str,
    now: datetime,
    tz: tzinfo,
    by: Actor = COMMAND_LINE,
) -> KeptOperation:
    """Count a waiting operation on an account, with the day it was paid on as its value date.

    The same account again changes nothing. Raises BankRefused: bank.unknown, bank.counted (on
    another account, or never in doubt); LinkRefused("account.unknown").
    """
    with db.write() as session:
        kept = bank_registers.locked(session, number)
        if kept is None:
            raise BankRefused("bank.unknown", number=number)
        account = _account(session, account_number)
        if kept.paid_to == account.account_number:
            return kept
        if kept.hold is None:
            raise BankRefused("bank.counted", number=number, account_number=kept.paid_to)
        made = booking.count(session, [(kept, account)], now=now, tz=tz)
        bank_registers.settle(session, kept.id, made[number], at=now)
        before = {"account": kept.operation.account_number, "why": str(kept.hold)}
        after = {"account": account.account_number, "amount": plain(kept.operation.amount)}
        deed = Deed(Action.PAYMENT_SETTLED, number, before, after, account.id)
        audit.note(session, by, deed, at=now)
        return replace(kept, hold=None, payment_id=made[number], paid_to=account.account_number)


def _account(session: Session, number: str) -> Account:
    account = accounts.by_number(session, number)
    if account is None:
        raise LinkRefused("account.unknown", account_number=number)
    return account
