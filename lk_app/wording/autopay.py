"""What is said of autopay: its terms, what comes next, why it did not act, why it ended."""

from lk_app.domain.autopay import ChargeState, Ending, Terms, Trigger
from lk_app.domain.payments import PaymentState
from lk_app.wording.figures import roubles
from lk_app.wording.payments import DECLINED, DECLINES, OUTCOMES

TURNED_AWAY = "turned_away"  # as a decline: the money came and was not counted

ENDINGS = {
    Ending.ASKED: "Вы его выключили.",
    Ending.DETACHED: "Счёт больше не подключён к вашему кабинету.",
    Ending.CLOSED: "Счёт закрыт.",
    Ending.FORGOTTEN: "Карта, с которой он платил, больше не сохранена.",
    Ending.UNSUPPORTED: "Банк, через который он платил, больше не списывает с сохранённых карт.",
}

CHARGES = {  # the last time it acted; {} is the sum
    ChargeState.STARTED: "списываем {}",
    ChargeState.PAID: "списано {}",
    ChargeState.FAILED: "{} не зачислено: платёж не прошёл",
    ChargeState.NOTHING_DUE: "долга не было",
    ChargeState.OVER_CAP: "{} не списано: больше предела",
    ChargeState.LAPSED: "{} не списано: ждали другой платёж",
}


def terms_said(terms: Terms) -> str:
    """«По квитанции», «Каждое 10-е число»."""
    if terms.trigger is Trigger.BILL:
        return "По квитанции"
    return f"Каждое {terms.day}-е число"


def why_not(state: ChargeState, terms: Terms, decline: str) -> str:
    """Why nothing was charged or counted, in a few sentences."""
    if decline == TURNED_AWAY:
        return OUTCOMES[PaymentState.REVERSED]
    return f"Деньги не списаны. {_why_not_charged(state, terms, decline)}"


def _why_not_charged(state: ChargeState, terms: Terms, decline: str) -> str:
    if state is ChargeState.OVER_CAP:
        return f"Сумма больше вашего предела: {roubles(terms.cap)}. Проверьте квитанцию."
    if state is ChargeState.LAPSED:
        return "Другой платёж по этому счёту так и не завершился, поэтому мы не списывали."
    return DECLINES.get(decline, DECLINED)
