"""The cards the demo bank takes: published test numbers only, each with its own behaviour."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lk_app.domain.periods import Period


class Behaviour(StrEnum):
    """What happens after «Оплатить»."""

    PAYS = "pays"
    NO_MONEY = "no_money"
    BLOCKED = "blocked"
    ASKS_CODE = "asks_code"  # 3-D Secure
    SILENT = "silent"  # pays, but the callback is lost
    SLOW = "slow"  # pays after DELAY_SECONDS


@dataclass(frozen=True, slots=True)
class TestCard:
    """A number and what it shows, in words."""

    number: str
    behaviour: Behaviour
    words: str

    @property
    def spaced(self) -> str:
        """«2200 0000 0000 0004»."""
        return " ".join(re.findall(r"\d{4}", self.number))


TEST_CARDS = (
    TestCard("2200000000000004", Behaviour.PAYS, "Мир, оплата проходит"),
    TestCard("4242424242424242", Behaviour.PAYS, "Visa, оплата проходит"),
    TestCard("5555555555554444", Behaviour.PAYS, "Mastercard, оплата проходит"),
    TestCard("2202000000000010", Behaviour.ASKS_CODE, "Мир, спросит код 3-D Secure"),
    TestCard("2200000000000012", Behaviour.NO_MONEY, "Мир, не хватает денег"),
    TestCard("4000000000000002", Behaviour.BLOCKED, "Visa, карта заблокирована"),
    TestCard("2204000000000018", Behaviour.SILENT, "Мир, уведомление потеряется"),
    TestCard("2201000000000011", Behaviour.SLOW, "Мир, ответ придёт не сразу"),
)


class CardRefused(Exception):
    """A field of the form and the sentence beside it."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.errors = errors


def check(*, number: str, expires: str, code: str, today: date) -> TestCard:
    """The test card that was typed; raises CardRefused with a sentence for each wrong field."""
    digits = re.sub(r"[\s-]", "", number)
    card = next((card for card in TEST_CARDS if card.number == digits), None)
    errors = {
        "number": "" if card else _number_error(digits),
        "expires": "" if _is_valid(expires, today) else "Месяц и год с карты, например 12/30.",
        "code": "" if re.fullmatch(r"\d{3}", code.strip(), re.ASCII) else "Три цифры с оборота.",
    }
    if card is None or any(errors.values()):
        raise CardRefused({field: said for field, said in errors.items() if said})
    return card


def _number_error(digits: str) -> str:
    if not re.fullmatch(r"\d{13,19}", digits, re.ASCII):
        return "Номер карты — 16 цифр с лицевой стороны."
    if not luhn(digits):
        return "В номере опечатка: сверьте его с картой."
    return "Это демонстрация: подойдут только номера из списка. Настоящую карту не вводите."


def luhn(digits: str) -> bool:
    """Whether the check digit is right (ISO/IEC 7812-1, annex B)."""
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def brand(digits: str) -> str:
    """The payment system by the first digits (BIN), "" if it is none of the three."""
    if "2200" <= digits[:4] <= "2204":
        return "Мир"
    if digits.startswith("4"):
        return "Visa"
    if "51" <= digits[:2] <= "55" or "2221" <= digits[:4] <= "2720":
        return "Mastercard"
    return ""


def mask(digits: str) -> str:
    """All that is kept of a card: «Мир •• 0004»."""
    return f"{brand(digits)} •• {digits[-4:]}"


def _is_valid(expires: str, today: date) -> bool:
    match = re.fullmatch(r"(0[1-9]|1[0-2])\s*/?\s*(?:20)?(\d\d)", expires.strip(), re.ASCII)
    return match is not None and Period(2000 + int(match[2]), int(match[1])) >= Period.of(today)
