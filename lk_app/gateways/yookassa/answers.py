"""What YooKassa answers, in our words."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lk_app.domain.fiscal_receipts import NO_RECEIPT, FiscalReceipt, ReceiptState
from lk_app.domain.gateway_registers import LineKind, RegisterLine
from lk_app.domain.money import Kopecks
from lk_app.domain.payment_refunds import RefundKind, RefundReport, RefundState
from lk_app.domain.payments import PaymentState, Report
from lk_app.domain.saved_methods import Token

SUM = re.compile(r"([0-9]+)\.([0-9]{2})")
CARD_NAMES = {"Mir": "Мир", "MasterCard": "Mastercard"}
STATES = {
    "pending": PaymentState.PENDING,
    "waiting_for_capture": PaymentState.PENDING,
    "succeeded": PaymentState.SUCCEEDED,
    "canceled": PaymentState.FAILED,
}
ENDS = {  # cancellations that are no decline
    "expired_on_confirmation": PaymentState.EXPIRED,
    "expired_on_capture": PaymentState.EXPIRED,
    "canceled_by_merchant": PaymentState.CANCELED,
}
DECLINES = {  # the vendor's reasons in our words (wording.payments.DECLINES)
    "insufficient_funds": "no_money",
    "3d_secure_failed": "three_ds",
    "call_issuer": "call_bank",
    "card_expired": "card_expired",
    "invalid_card_number": "wrong_card",
    "invalid_csc": "wrong_card",
    "issuer_unavailable": "bank_silent",
    "payment_method_limit_exceeded": "limit",
    "payment_method_restricted": "card_blocked",
    "permission_revoked": "permission_revoked",
}
REFUND_STATES = {
    "pending": RefundState.PENDING,
    "succeeded": RefundState.SUCCEEDED,
    "canceled": RefundState.FAILED,
}
RECEIPTS = {"succeeded": ReceiptState.REGISTERED, "canceled": ReceiptState.FAILED}


def report(said: Mapping[str, Any]) -> Report:
    """A payment as it stands; raises KeyError, ValueError, TypeError or AttributeError."""
    method, reason = said.get("payment_method") or {}, _reason(said)
    state = STATES[said["status"]]
    state = ENDS.get(reason, state) if state is PaymentState.FAILED else state
    mask = _mask(method)
    kept = method.get("saved") and state is PaymentState.SUCCEEDED
    return Report(
        key=f"payment:{said['id']}:{said['status']}",
        reference=str(said.get("metadata", {}).get("reference", "")),
        external_id=str(said["id"]),
        state=state,
        amount=_kopecks(said["amount"]),
        currency=str(said["amount"]["currency"]),
        live=not said["test"],
        at=datetime.fromisoformat(said.get("captured_at") or said["created_at"]),
        card_mask=mask,
        decline_code=DECLINES.get(reason, ""),
        receipt=_registration(said),
        saved=Token(str(method["id"]), mask) if kept else None,
    )


def refund_report(said: Mapping[str, Any], *, live: bool) -> RefundReport:
    """A refund as it stands; it does not say whether it is live, the key that fetched it does."""
    ours = said.get("metadata") or {}
    return RefundReport(
        key=f"refund:{said['id']}:{said['status']}",
        reference=str(ours.get("reference", "")),
        external_id=str(said["id"]),
        payment_reference=str(ours.get("payment", "")),
        payment_external_id=str(said["payment_id"]),
        kind=RefundKind.REFUND,
        state=REFUND_STATES[said["status"]],
        amount=_kopecks(said["amount"]),
        currency=str(said["amount"]["currency"]),
        live=live,
        at=datetime.fromisoformat(said["created_at"]),
    )


def line(said: Mapping[str, Any]) -> RegisterLine:
    """The same as a line of the day's register."""
    one = report(said)
    return RegisterLine(
        kind=LineKind.PAYMENT,
        external_id=one.external_id,
        reference=one.reference,
        payment_reference=one.reference,
        amount=one.amount,
        currency=one.currency,
        live=one.live,
        at=one.at,
    )


def refund_line(said: Mapping[str, Any], *, live: bool) -> RegisterLine:
    """The same as a line of the day's register."""
    one = refund_report(said, live=live)
    return RegisterLine(
        kind=LineKind.REFUND,
        external_id=one.external_id,
        reference=one.reference,
        payment_reference=one.payment_reference,
        amount=one.amount,
        currency=one.currency,
        live=one.live,
        at=one.at,
    )


def _kopecks(said: Mapping[str, Any]) -> Kopecks:
    sum_ = SUM.fullmatch(str(said["value"]))
    if sum_ is None:
        raise ValueError("no sum")
    return int(sum_[1] + sum_[2])


def _reason(said: Mapping[str, Any]) -> str:
    return str((said.get("cancellation_details") or {}).get("reason", ""))


def _mask(method: Mapping[str, Any]) -> str:
    card = method.get("card") or {}
    if "last4" not in card:
        return ""
    kind = str(card.get("card_type", ""))
    return f"{CARD_NAMES.get(kind, kind)} •• {card['last4']}".strip()


def _registration(said: Mapping[str, Any]) -> FiscalReceipt:
    """Registered without its numbers is still awaited: they are asked for apart."""
    match said.get("receipt_registration"):
        case "pending" | "succeeded":
            return FiscalReceipt(ReceiptState.PENDING)
        case "canceled":
            return FiscalReceipt(ReceiptState.FAILED)
    return NO_RECEIPT


def receipt(said: Mapping[str, Any]) -> FiscalReceipt:
    """The cash register's receipt with its numbers."""
    return FiscalReceipt(
        RECEIPTS.get(said["status"], ReceiptState.PENDING),
        document=str(said.get("fiscal_document_number") or ""),
        storage=str(said.get("fiscal_storage_number") or ""),
        sign=str(said.get("fiscal_attribute") or ""),
    )
