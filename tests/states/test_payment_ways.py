"""What the form says of ways to pay that do not work now."""

import pytest

from lk_app.domain.payments import Method
from lk_app.states.payment_ways import ways, what_is_down
from lk_app.usecases.payments import Offer
from tests.documents import papers

CARD, SBP, FOREIGN = Method.CARD, Method.SBP, Method.FOREIGN_CARD


def offers(*methods: tuple[Method, bool]) -> list[Offer]:
    return [Offer(method, "bank", available, False) for method, available in methods]


@pytest.mark.parametrize(
    ("methods", "says"),
    [
        ([(CARD, True), (SBP, True)], ""),
        ([(CARD, False), (SBP, True)], "Оплата картой временно недоступна, СБП работает."),
        (
            [(CARD, True), (SBP, False)],
            "Оплата через СБП временно недоступна, оплата картой работает.",
        ),
        (
            [(CARD, False), (SBP, True), (FOREIGN, True)],
            "Оплата картой временно недоступна, СБП, карта зарубежного банка работают.",
        ),
        (
            [(CARD, False), (SBP, False)],
            "Оплата картой и оплата через СБП временно недоступны. Попробуйте через несколько "
            "минут или заплатите в банке.",
        ),
    ],
)
def test_what_is_down_is_said_and_what_works_is_named(
    methods: list[tuple[Method, bool]], says: str
) -> None:
    assert papers.flat(what_is_down(offers(*methods))) == says


def test_a_way_that_is_down_stays_in_sight_and_cannot_be_chosen() -> None:
    card, sbp = ways(offers((CARD, False), (SBP, True)))
    assert (card.words, card.down) == ("Карта Мир, Visa, Mastercard", True)
    assert (sbp.words, sbp.down) == ("СБП", False)
