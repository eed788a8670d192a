"""What became of a payment, told to its payer as they wished."""

from datetime import datetime

from sqlmodel import Session

from lk_app.domain.notices import Notice, NoticeKind
from lk_app.domain.payments import Payment, PaymentState
from lk_app.usecases.notices import tell
from lk_app.wording.notices import not_paid, paid
from lk_app.wording.payments import DECLINED, DECLINES


def of_change(session: Session, before: Payment, after: Payment, *, real_now: datetime) -> None:
    """In the transaction that moved it; nothing when it only went on.

    A counted payment has a letter of its own, and so has a declined one of autopay.
    """
    if after.state is before.state or after.customer_id is None:
        return
    if after.state is PaymentState.SUCCEEDED:
        words, by_mail = paid(after.amount, after.public_id), False
    elif after.state is PaymentState.FAILED:
        why = DECLINES.get(after.decline_code, DECLINED)
        words, by_mail = not_paid(after.amount, after.public_id, why), not after.saved_method_id
    else:
        return
    told = Notice(
        kind=NoticeKind.PAYMENT,
        subject=f"{after.public_id}:{after.state}",
        title=words[0],
        text=words[1],
        path=f"/cabinet/pay/result?payment={after.public_id}",
    )
    tell(session, after.customer_id, told, real_now=real_now, by_mail=by_mail)
