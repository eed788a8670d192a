"""Links from letters: each works once, from its moment until its moment."""

from datetime import datetime
from enum import StrEnum

from lk_app.domain.customers import OneTimeToken
from lk_app.domain.refusals import Refusal


class Purpose(StrEnum):
    """What a link is for; the secret of one kind opens no other."""

    ACTIVATION = "activation"
    RESET = "reset"
    CONFIRM_EMAIL = "confirm_email"
    UNDO = "undo"
    RECOVERY = "recovery"  # to the new mailbox: this is mine
    CANCEL_RECOVERY = "cancel_recovery"  # to the old mailbox: do not
    CANCEL_DELETION = "cancel_deletion"  # of the login, which comes when this link expires


# Whoever takes the cabinet back calls these off: a stranger who learnt the password, or found a
# bill, may have asked for another mailbox.
REPLACING_A_MAILBOX = (Purpose.CONFIRM_EMAIL, Purpose.RECOVERY, Purpose.CANCEL_RECOVERY)
ENDED_BY_ITS_OWNER = (*REPLACING_A_MAILBOX, Purpose.CANCEL_DELETION)


class LinkRefused(Refusal):
    """A one-time link that does not work: unknown, used, expired or not in force yet."""


def check(token: OneTimeToken, *, now: datetime) -> None:
    """Whether the link works now; raises LinkRefused: "link.used", "link.expired", "link.early"."""
    if token.used_at:
        raise LinkRefused("link.used")
    if now >= token.expires_at:
        raise LinkRefused("link.expired")
    if now < token.effective_at:
        raise LinkRefused("link.early", since=token.effective_at)
