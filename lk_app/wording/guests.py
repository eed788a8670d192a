"""What is said to people who did not sign in."""

from lk_app.domain.guest_readings import ProposalState

PROPOSALS = {
    ProposalState.PROPOSED: "ждут, не передаст ли абонент свои",
    ProposalState.REVIEW: "ждут оператора",
    ProposalState.ACCEPTED: "учтены",
    ProposalState.SUPERSEDED: "не учтены, потому что пришли другие",
    ProposalState.REFUSED: "не учтены",
}
SHOWN_DIGITS = 3  # of an account number: enough for its owner, useless to a stranger


def hidden(account_number: str) -> str:
    """«•••••••101»: enough for who knows the number, useless to a stranger."""
    return "•" * (len(account_number) - SHOWN_DIGITS) + account_number[-SHOWN_DIGITS:]
