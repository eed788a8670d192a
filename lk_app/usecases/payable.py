"""Whether an account still takes money: a closed one only what is owed by its final bill."""

from sqlmodel import Session

from lk_app.db import bills, ledger
from lk_app.domain.accounts import Account
from lk_app.domain.money import Kopecks
from lk_app.domain.payments import PaymentRefused


def check_payable(session: Session, account: Account, amount: Kopecks) -> None:
    """Refuse money that a closed account would have to give back.

    Raises PaymentRefused: payment.account_closed when nothing is owed, payment.closed_more when
    less is.
    """
    if account.closed_on is None:
        return
    if account.final_bill_awaited(bills.last_period(session, account.id)):
        return
    owed = ledger.balance(session, account.id)
    if owed <= 0:
        raise PaymentRefused("payment.account_closed", field="amount", closed_on=account.closed_on)
    if amount > owed:
        raise PaymentRefused("payment.closed_more", field="amount", owed=owed)
