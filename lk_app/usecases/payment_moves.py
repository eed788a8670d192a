"""A register's payment on the wrong account: one proposes to move it, another accepts.

Nothing is edited. The payment is reversed where it stood and made anew where it belongs, both on
its own value date, so late fees come out as if it had been there from the start. Bills once posted
stay; what follows is booked in the first open period (CONTRACT 8). Its operation stays its file's:
taking the file back takes the moved payment.
"""

from dataclasses import replace
from datetime import datetime, tzinfo

from sqlmodel import Session

from lk_app.db import accounts, audit, bank_registers, billing, imports
from lk_app.db.engine import Database
from lk_app.domain.accounts import Account, LinkRefused
from lk_app.domain.audit import Action, Deed
from lk_app.domain.bank_registers import BankRefused, KeptOperation
from lk_app.domain.money import plain
from lk_app.domain.proposals import NOTE_LIMIT, Outcome, ProposalKind, ProposalRefused
from lk_app.usecases.imports import booking, undoing
from lk_app.usecases.proposals import checked, decide, keep
from lk_app.usecases.staff_sessions import OnDuty

KIND = ProposalKind.MOVE


def propose(
    *, db: Database, number: str, account_number: str, reason: str, me: OnDuty, now: datetime
) -> int:
    """Keep a move until another person accepts it; the proposal's number.

    Raises BankRefused: bank.unknown (a payment of no register, too), bank.waits, bank.there;
    LinkRefused("account.unknown"), ProposalRefused("proposal.reason").
    """
    why = reason.strip()[:NOTE_LIMIT]
    if not why:
        raise ProposalRefused("proposal.reason", field="why")
    with db.write() as session:
        kept = _counted(session, number)
        account = _account(session, account_number)
        _check_elsewhere(kept, account)
        amount = kept.operation.amount
        facts = {
            "number": kept.number,
            "from": kept.paid_to,
            "account": account.account_number,
            "amount": amount,
            "reason": why,
        }
        after = {"account": account.account_number, "amount": plain(amount), "note": why}
        before = {"account": kept.paid_to}
        return keep(session, KIND, kept.number, facts, me=me, now=now, after=after, before=before)


def accept(
    *, db: Database, proposal_id: int, me: OnDuty, tz: tzinfo, now: datetime, real_now: datetime
) -> KeptOperation:
    """Move it, as the second person; everything or nothing.

    Raises ProposalRefused as `proposals.checked`; BankRefused: bank.unknown, bank.waits, bank.there
    when its register was taken back or it was moved since.
    """
    with db.write() as session:
        imports.one_at_a_time(session)
        found = checked(session, proposal_id, KIND, me.member)
        facts = found.facts
        kept = _counted(session, str(facts["number"]))
        account = _account(session, str(facts["account"]))
        _check_elsewhere(kept, account)
        moved = _move(session, kept, account, f"@move{found.id}", tz=tz, now=now)
        after = {"account": account.account_number, "amount": plain(kept.operation.amount)}
        before = {"account": kept.paid_to}
        decide(session, found, Outcome.ACCEPTED, me.actor, "", after, real_now)
        for touched in (_account(session, kept.paid_to), account):
            deed = Deed(Action.PAYMENT_MOVED, moved.number, before, after, touched.id)
            audit.note(session, me.actor, deed, at=real_now)
        return moved


def _move(
    session: Session,
    kept: KeptOperation,
    account: Account,
    suffix: str,
    *,
    tz: tzinfo,
    now: datetime,
) -> KeptOperation:
    """Reverse it where it stands, count it on this account under a number of its own."""
    ids = sorted({_account(session, kept.paid_to).id, account.id})
    billing.lock(session, ids)  # both at once, so that two moves never wait for one another
    undoing.reverse(session, [kept], now)
    bank_registers.undo(session, [kept], at=now)
    number = kept.number.partition("@")[0] + suffix
    moved = replace(kept, id=0, number=number, payment_id=None, paid_to="")
    made = booking.count(session, [(moved, account)], now=now, tz=tz)
    bank_registers.add(session, [moved], made)
    bank_registers.inherit_repeats(session, kept.id, number)
    return replace(moved, payment_id=made[number], paid_to=account.account_number)


def _counted(session: Session, number: str) -> KeptOperation:
    kept = bank_registers.locked(session, number)
    if kept is None:
        raise BankRefused("bank.unknown", field="payment", number=number[:60])
    if kept.payment_id is None:
        raise BankRefused("bank.waits", field="payment")
    return kept


def _account(session: Session, number: str) -> Account:
    account = accounts.by_number(session, number)
    if account is None:
        raise LinkRefused("account.unknown", field="account", account_number=number[:40])
    return account


def _check_elsewhere(kept: KeptOperation, account: Account) -> None:
    if kept.paid_to == account.account_number:
        raise BankRefused("bank.there", field="account", account_number=kept.paid_to)
