"""What Stripe answers, in our words. All of it is plain dicts: its objects are none."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lk_app.domain.gateway_registers import LineKind, RegisterLine
from lk_app.domain.payment_refunds import RefundKind, RefundReport, RefundState
from lk_app.domain.payments import PaymentState, Report
from lk_app.domain.saved_methods import Token

Said = Mapping[str, Any]
BRANDS = {"visa": "Visa", "mastercard": "Mastercard", "unionpay": "UnionPay", "jcb": "JCB"}
INTENT_STATES = {
    "succeeded": PaymentState.SUCCEEDED,
    "canceled": PaymentState.CANCELED,
    "requires_payment_method": PaymentState.FAILED,
    "requires_action": PaymentState.FAILED,  # it wants its owner, who is not here
}
DECLINES = {  # https://docs.stripe.com/declines/codes in our words (wording.payments.DECLINES)
    "insufficient_funds": "no_money",
    "authentication_required": "three_ds",
    "expired_card": "card_expired",
    "incorrect_cvc": "wrong_card",
    "incorrect_number": "wrong_card",
    "invalid_cvc": "wrong_card",
    "issuer_not_available": "bank_silent",
    "call_issuer": "call_bank",
    "do_not_honor": "call_bank",
    "card_velocity_exceeded": "limit",
    "withdrawal_count_limit_exceeded": "limit",
    "lost_card": "card_blocked",
    "stolen_card": "card_blocked",
    "pickup_card": "card_blocked",
    "restricted_card": "card_blocked",
}
REFUND_STATES = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
DISPUTES = {
    "charge.dispute.funds_withdrawn": RefundState.SUCCEEDED,
    "charge.dispute.funds_reinstated": RefundState.FAILED,  # won: the money is ours again
}
LINES = {
    "charge": LineKind.PAYMENT,
    "refund": LineKind.REFUND,
    "dispute": LineKind.CHARGEBACK,
}


def session_report(said: Said) -> Report:
    """A checkout with its intent and charge expanded."""
    intent = said.get("payment_intent") or {}
    charge = intent.get("latest_charge") or {}
    state = _session_state(said)
    paid = state is PaymentState.SUCCEEDED
    return Report(
        key=f"session:{said['id']}:{state}",
        reference=str(said["client_reference_id"] or ""),
        external_id=str(said["id"]),
        state=state,
        amount=int(said["amount_total"]),
        currency=str(said["currency"]).upper(),
        live=bool(said["livemode"]),
        at=_at(charge if paid and charge else said),
        card_mask=_mask(charge),
        saved=_token(intent, charge) if paid else None,
    )


def _session_state(said: Said) -> PaymentState:
    if said["status"] == "expired":
        return PaymentState.EXPIRED
    if said["status"] == "complete" and said["payment_status"] == "paid":
        return PaymentState.SUCCEEDED
    return PaymentState.PENDING


def intent_report(said: Said) -> Report:
    """An intent of a kept card, its charge expanded."""
    state = INTENT_STATES.get(said["status"], PaymentState.PENDING)
    charge, error = said.get("latest_charge") or {}, said.get("last_payment_error") or {}
    code = str(error.get("decline_code") or error.get("code") or "")
    return Report(
        key=f"intent:{said['id']}:{state}",
        reference=reference_of(said),
        external_id=str(said["id"]),
        state=state,
        amount=int(said["amount"]),
        currency=str(said["currency"]).upper(),
        live=bool(said["livemode"]),
        at=_at(charge if isinstance(charge, Mapping) and charge else said),
        card_mask=_mask(charge) if isinstance(charge, Mapping) else "",
        decline_code=DECLINES.get(code, ""),
    )


def refund_report(said: Said, *, payment_reference: str, live: bool) -> RefundReport:
    """A refund; it does not say whether it is live, the key that fetched it does."""
    return RefundReport(
        key=f"refund:{said['id']}:{said['status']}",
        reference=reference_of(said),
        external_id=str(said["id"]),
        payment_reference=payment_reference,
        payment_external_id="",
        kind=RefundKind.REFUND,
        state=REFUND_STATES[said["status"]],
        amount=int(said["amount"]),
        currency=str(said["currency"]).upper(),
        live=live,
        at=_at(said),
    )


def dispute_report(kind: str, said: Said, *, payment_reference: str, at: int) -> RefundReport:
    """Money that the payer's bank took back, or returned after a dispute."""
    return RefundReport(
        key=f"dispute:{said['id']}:{kind}",
        reference="",
        external_id=str(said["id"]),
        payment_reference=payment_reference,
        payment_external_id="",
        kind=RefundKind.CHARGEBACK,
        state=DISPUTES[kind],
        amount=int(said["amount"]),
        currency=str(said["currency"]).upper(),
        live=bool(said["livemode"]),
        at=datetime.fromtimestamp(at, UTC),
    )


def register_line(
    said: Said, *, payment_reference: str, of_intent: Mapping[str, str], live: bool
) -> RegisterLine:
    """A movement of our balance; sums are those of the charge, not of the settlement currency."""
    source = said["source"]
    kind, intent = LINES[source["object"]], str(source["payment_intent"])
    charged = kind is LineKind.PAYMENT
    return RegisterLine(
        kind=kind,
        external_id=of_intent.get(intent, intent) if charged else str(source["id"]),
        reference=payment_reference if charged else reference_of(source),
        payment_reference=payment_reference,
        amount=int(source["amount"]),
        currency=str(source["currency"]).upper(),
        live=live,
        at=_at(said),
    )


def reference_of(said: Said) -> str:
    """Our number in an object's metadata."""
    return str((said.get("metadata") or {}).get("reference", ""))


def _token(intent: Said, charge: Said) -> Token | None:
    kept = intent.get("setup_future_usage") == "off_session"
    customer, method = intent.get("customer"), intent.get("payment_method")
    if not (kept and customer and method):
        return None
    return Token(f"{customer}/{method}", _mask(charge))


def _mask(charge: Said) -> str:
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    if "last4" not in card:
        return ""
    brand = str(card.get("brand", ""))
    return f"{BRANDS.get(brand, brand)} •• {card['last4']}".strip()


def _at(said: Said) -> datetime:
    return datetime.fromtimestamp(int(said["created"]), UTC)
