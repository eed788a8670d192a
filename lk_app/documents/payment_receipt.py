"""The confirmation of a payment: a printable trail of what happened to the money, step by step."""

from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo

from lk_app import wording
from lk_app.documents import typesetting
from lk_app.domain.money import Kopecks
from lk_app.settings import Supplier

NOTE = (
    "Документ подтверждает ход платежа в личном кабинете и не заменяет кассовый чек. Если деньги "
    "списаны, а платёж не зачислен, назовите поставщику номер платежа и ссылку банка из таблицы. "
    "По номеру и коду документа поставщик проверит, что его выдал личный кабинет."
)


@dataclass(frozen=True, slots=True)
class PaymentStep:
    """One thing that happened to a payment; `reference` is the bank's or our own number."""

    at: datetime
    what: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PaymentReceipt:
    """A payment with its steps, oldest first. `state` is a key of wording.PAYMENT_STATES."""

    supplier: Supplier
    number: str
    issued_at: datetime
    zone: tzinfo
    account_number: str
    address: str
    amount: Kopecks
    method: str  # «Карта Мир •• 0004», «СБП»
    purpose: str  # «Электроэнергия за октябрь 2026» or «В счёт самого старого долга»
    contact: str
    state: str
    steps: tuple[PaymentStep, ...]
    returned: Kopecks = 0  # what of it is back with its payer
    fiscal_receipt: str = ""  # its numbers
    code: str = ""  # by which the supplier tells the paper from a forged one

    @property
    def heading(self) -> str:
        """«Платёж зачислен», «Платёж отклонён банком»: the state is the title."""
        return f"Платёж {wording.name_of(wording.PAYMENT_STATES, self.state)}"

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What names the payment, in finished words; empty ones are left out."""
        groups = self.supplier.account_number_groups
        pairs = (
            ("Лицевой счёт", wording.account_number(self.account_number, groups)),
            ("Адрес", self.address),
            ("Назначение", self.purpose),
            ("Способ", self.method),
            ("Возвращено", wording.roubles(self.returned) if self.returned else ""),
            ("Кассовый чек", self.fiscal_receipt),
            ("Письмо о платеже", self.contact),
            ("По состоянию на", self._stamp(self.issued_at)),
            ("Код документа", self.code),
        )
        return tuple(pair for pair in pairs if pair[1])

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Time, what happened, and the reference to quote."""
        return tuple((self._second(step.at), step.what, step.reference) for step in self.steps)

    @property
    def filename(self) -> str:
        return f"payment-{self.account_number}-{self.issued_at.astimezone(self.zone):%Y%m%d}.pdf"

    def _stamp(self, at: datetime) -> str:
        return f"{wording.moment(at, self.zone)} ({wording.timezone_note(at, self.zone)})"

    def _second(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%d.%m.%Y %H:%M:%S}"


def payment_receipt_pdf(receipt: PaymentReceipt) -> bytes:
    """A tagged A4 page, more when the trail is long."""
    data: dict[str, object] = {
        "title": f"{receipt.heading}, № {receipt.number}",
        "heading": receipt.heading,
        "number": f"Платёж № {receipt.number}",
        "amount": wording.roubles(receipt.amount),
        "supplier": asdict(receipt.supplier),
        "footer": f"Подтверждение платежа № {receipt.number}",
        "facts": receipt.facts,
        "columns": ("Время", "Что произошло", "Номер или ссылка"),
        "rows": receipt.rows,
        "note": NOTE,
    }
    return typesetting.pdf("payment_receipt", data, made_at=receipt.issued_at)
