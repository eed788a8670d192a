"""What a payer reads about a payment: how it was paid, what happened, why it did not work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lk_app.domain.fiscal_receipts import FiscalReceipt, ReceiptState
from lk_app.domain.money import Kopecks
from lk_app.domain.payment_refunds import RefundState
from lk_app.domain.payments import Method, Part, Payment, PaymentState, Posting, Step
from lk_app.domain.settling import Covered
from lk_app.wording.dates import period_name
from lk_app.wording.figures import account_number, roubles
from lk_app.wording.names import PAYMENT_SOURCES, name_of


@dataclass(frozen=True, slots=True)
class PaymentStep:
    """One thing that happened, in words; `reference` is a number to quote."""

    at: datetime
    what: str
    reference: str = ""
    detail: str = ""


STEPS = {
    "created": "Платёж создан",
    "pending": "Передан банку",
    "unknown": "Банк не ответил, спросим ещё раз",
    "succeeded": "Банк подтвердил оплату",
    "failed": "Банк отклонил платёж",
    "canceled": "Платёж отменён",
    "expired": "Срок оплаты истёк",
    "review": "Передан поставщику на проверку",
    "reversed": "Платёж отменён",
    "receipt_registered": "Чек пробит",
    "receipt_failed": "Чек пробить не удалось, поставщик разберётся",
    "refund_pending": "Возврат передан банку",
    "refund_succeeded": "Деньги возвращены",
    "refund_failed": "Банк не провёл возврат",
    "refund_review": "Возврат проверяет поставщик",
    "chargeback_pending": "Банк плательщика оспаривает платёж",
    "chargeback_succeeded": "Банк плательщика забрал деньги назад",
    "chargeback_failed": "Спор решён: деньги снова зачислены",
    "chargeback_review": "Спор с банком проверяет поставщик",
}

TITLES = {
    PaymentState.SUCCEEDED: "Платёж зачислен",
    PaymentState.FAILED: "Платёж не прошёл",
    PaymentState.CANCELED: "Платёж отменён",
    PaymentState.EXPIRED: "Срок оплаты истёк",
    PaymentState.REVIEW: "Платёж проверяет поставщик",
    PaymentState.REVERSED: "Платёж отменён",
}
WAITING = "Ждём ответа банка"

DECLINES = {  # the gateways' reasons: what happened and what to do now
    "no_money": "На карте не хватает денег. Пополните её или заплатите другой картой.",
    "card_blocked": "Банк заблокировал карту. Позвоните в банк или заплатите другой картой.",
    "gateway": "Банк не открыл страницу оплаты. Попробуйте ещё раз или выберите другой способ.",
    "card_expired": "Срок действия карты истёк. Заплатите другой картой.",
    "wrong_card": "Номер карты или код с оборота не подошёл. Проверьте их и попробуйте ещё раз.",
    "bank_silent": "Банк, выпустивший карту, не отвечает. Попробуйте позже или другой картой.",
    "call_bank": "Банк, выпустивший карту, не разрешил оплату. Позвоните в банк.",
    "limit": "Превышен лимит по карте. Заплатите другой картой или завтра.",
    "permission_revoked": "Вы отозвали разрешение списывать с этой карты. Заплатите сами.",
    "three_ds": "Код подтверждения не подошёл. Попробуйте ещё раз: придёт новый код.",
}
DECLINED = "Банк не принял платёж и не объяснил почему. Попробуйте другую карту."

OUTCOMES = {
    PaymentState.CREATED: (
        "Передаём платёж банку. Если страница банка не открылась, обновите эту страницу."
    ),
    PaymentState.PENDING: (
        "Деньги ещё не поступили. Если вы заплатили, ничего делать не нужно: спросим банк "
        "сами и покажем ответ здесь. Второй раз не платите."
    ),
    PaymentState.UNKNOWN: (
        "Банк не ответил. Деньги не потеряются: спросим его ещё раз с тем же номером. "
        "Второй раз не платите."
    ),
    PaymentState.SUCCEEDED: "Деньги поступили на лицевой счёт.",
    PaymentState.CANCELED: "Вы отказались от оплаты. Деньги не списаны.",
    PaymentState.EXPIRED: "Оплата не завершена вовремя. Деньги не списаны.",
    PaymentState.REVIEW: (
        "Ответ банка не сошёлся с тем, что мы просили. Деньги не потеряются: поставщик "
        "разберётся и зачислит их. Второй раз не платите."
    ),
    PaymentState.REVERSED: (
        "На лицевой счёт этот платёж не зачислен. За деньгами обратитесь в банк, который их "
        "принял, или к поставщику."
    ),
}


REFUNDS = {
    RefundState.CREATED: "ещё не передан банку",
    RefundState.UNKNOWN: "банк не ответил, спросим ещё раз",
    RefundState.PENDING: "передан банку",
    RefundState.SUCCEEDED: "деньги возвращены",
    RefundState.REVIEW: "ждёт разбора",
    RefundState.FAILED: "банк не провёл возврат",
}


def payment_title(payment: Payment, returned: Kopecks = 0) -> str:
    """«Платёж зачислен», «Платёж не прошёл», «Ждём ответа банка», «Деньги возвращены»."""
    if payment.state is PaymentState.SUCCEEDED and returned == payment.amount:
        return "Деньги возвращены"
    return TITLES.get(payment.state, WAITING)


def payment_outcome(payment: Payment, returned: Kopecks = 0, returning: Kopecks = 0) -> str:
    """What it means for the payer and what to do, in a sentence or two.

    `returned` of it is back with the payer, `returning` on its way.
    """
    if payment.state is PaymentState.FAILED:
        return f"{DECLINES.get(payment.decline_code, DECLINED)} Деньги не списаны."
    if returned == payment.amount:
        return (
            f"Банк вернул {roubles(returned)} тем же способом, каким вы платили. Они появятся "
            "на карте или счёте за несколько дней."
        )
    said = [OUTCOMES[payment.state]]
    if returned:
        said.append(f"Из них {roubles(returned)} вернули вам.")
    if returning:
        said.append(f"Возврат {roubles(returning)} передан банку.")
    return " ".join(said)


def payment_method(payment: Payment) -> str:
    """«Карта Мир •• 0004», «СБП», «через банк»."""
    if payment.method == "sbp":
        return "СБП"
    if payment.method in ("card", "foreign_card"):
        return f"Карта {payment.card_mask}".strip()
    return name_of(PAYMENT_SOURCES, payment.method)


METHODS = {  # on a form that offers them
    Method.CARD: "Карта Мир, Visa, Mastercard",
    Method.SBP: "СБП",
    Method.FOREIGN_CARD: "Карта зарубежного банка",
}
RECEIPTS = {
    ReceiptState.PENDING: "Готовится. Номера появятся здесь, чек придёт от оператора",
    ReceiptState.REGISTERED: "Пробит",
    ReceiptState.FAILED: "Пробить не удалось. Поставщик разберётся, платёж это не меняет",
}


def receipt_state(payment: Payment) -> str:
    """Where the fiscal receipt stands; nothing where there is none to expect."""
    return RECEIPTS.get(payment.receipt.state, "")


def receipt_numbers(receipt: FiscalReceipt) -> str:
    """«ФД 128, ФН 9282440300682838, ФП 2356278931»: by these the tax service checks it."""
    numbers = (("ФД", receipt.document), ("ФН", receipt.storage), ("ФП", receipt.sign))
    return ", ".join(f"{name}\u00a0{number}" for name, number in numbers if number)


def payment_purpose(parts: tuple[Part, ...], groups: tuple[int, ...]) -> str:
    """What the money is for; several accounts are named with their sums."""
    if len(parts) == 1:
        named = parts[0].period
        return f"Электроэнергия за {period_name(named)}" if named else "Электроэнергия"
    shares = (
        f"{account_number(part.account_number, groups)} — {roubles(part.amount)}" for part in parts
    )
    return f"Электроэнергия: {'; '.join(shares)}"


def payment_steps(
    steps: Iterable[Step], postings: Iterable[Posting], groups: tuple[int, ...]
) -> list[PaymentStep]:
    """What happened, oldest first: what the bank said of the payment, where the money went, what
    came later. What was said twice, by a callback and when asked, is one step.
    """
    first: dict[tuple[str, str], Step] = {}
    for one in steps:
        first.setdefault((one.kind, one.reference), one)
    said = [
        PaymentStep(one.at, STEPS.get(one.kind, one.kind), one.reference) for one in first.values()
    ]
    went = [_posted(one, groups) for one in postings]
    counted = next((i for i, one in enumerate(said, 1) if one.what == STEPS["succeeded"]), 0)
    return [*said[:counted], *went, *said[counted:]] if went else said


def _posted(one: Posting, groups: tuple[int, ...]) -> PaymentStep:
    number = account_number(one.account_number, groups)
    paid = covered(one.covered) if one.covered else ""
    return PaymentStep(one.at, f"Зачислен на счёт №\u00a0{number}", one.reference, paid)


def covered(paid: Covered) -> str:
    """«за сентябрь 2026 — 300,00 ₽, за октябрь 2026 — 200,00 ₽, вперёд — 10,00 ₽»."""
    shares = [(f"за\u00a0{period_name(period)}", share) for period, share in paid.bills]
    shares += [("пени", paid.fees), ("вперёд", paid.advance)]
    return ", ".join(f"{what} — {roubles(share)}" for what, share in shares if share)
