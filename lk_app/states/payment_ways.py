"""The ways to pay as the form offers them: one that does not work is said not to."""

import dataclasses
from collections.abc import Sequence

from lk_app.domain.payments import Method
from lk_app.usecases.payments import Offer
from lk_app.wording.payments import METHODS

SAID = {  # in a sentence: «Оплата картой временно недоступна, СБП работает.»
    Method.CARD: ("Оплата картой", "оплата картой"),
    Method.SBP: ("Оплата через СБП", "СБП"),
    Method.FOREIGN_CARD: ("Оплата картой зарубежного банка", "карта зарубежного банка"),
}


@dataclasses.dataclass(frozen=True)
class Way:
    """A radio of the form; one that is `down` cannot be chosen."""

    method: str
    words: str
    down: bool


def ways(offers: Sequence[Offer]) -> list[Way]:
    """Every way to pay, in the order of the settings."""
    return [Way(offer.method, METHODS[offer.method], not offer.available) for offer in offers]


def what_is_down(offers: Sequence[Offer]) -> str:
    """«Оплата картой временно недоступна, СБП работает.»; nothing while everything works."""
    down = [SAID[offer.method][0] for offer in offers if not offer.available]
    works = [SAID[offer.method][1] for offer in offers if offer.available]
    if not down:
        return ""
    what = " и\u00a0".join([down[0], *(name[:1].lower() + name[1:] for name in down[1:])])
    verb = "временно недоступна" if len(down) == 1 else "временно недоступны"
    if not works:
        return f"{what} {verb}. Попробуйте через несколько минут или заплатите в банке."
    return f"{what} {verb}, {', '.join(works)} {'работает' if len(works) == 1 else 'работают'}."
