"""What needs two people: one proposes, another accepts (the rule of four eyes)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission, StaffMember

NOTE_LIMIT = 500


class ProposalRefused(Refusal):
    """It was decided already, or may not be decided by this employee."""


class ProposalKind(StrEnum):
    """What would be done."""

    TARIFFS = "tariffs"
    REFUND = "refund"
    REFUND_FILE = "refund_file"
    MOVE = "move"
    PERSONAL_DATA = "personal_data"


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"


NEEDS: Mapping[ProposalKind, Permission] = {
    ProposalKind.TARIFFS: Permission.TARIFFS,
    ProposalKind.REFUND: Permission.REFUNDS,
    ProposalKind.REFUND_FILE: Permission.REFUNDS,
    ProposalKind.MOVE: Permission.REFUNDS,
    ProposalKind.PERSONAL_DATA: Permission.PERSONAL_DATA,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`facts` are everything that doing it takes; `proposed_by` is the mailbox of who asks."""

    id: int
    kind: ProposalKind
    subject: str
    facts: Mapping[str, Any]
    proposed_by_id: int
    proposed_by: str
    proposed_at: datetime
    outcome: Outcome | None = None


def check_decides(proposal: Proposal, member: StaffMember) -> None:
    """Raises ProposalRefused: proposal.right, proposal.decided."""
    if not member.may(NEEDS[proposal.kind]):
        raise ProposalRefused("proposal.right")
    if proposal.outcome is not None:
        raise ProposalRefused("proposal.decided")


def check_second(proposal: Proposal, member: StaffMember) -> None:
    """Whether this is another person than who asked; raises also ProposalRefused: proposal.own."""
    check_decides(proposal, member)
    if member.id == proposal.proposed_by_id:
        raise ProposalRefused("proposal.own")
