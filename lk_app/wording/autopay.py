"""What is said of autopay: its terms, what comes next, why it did not act, why it ended."""

from lk_app.domain.autopay import ChargeState, Ending, Terms, Trigger
from lk_app.wording.figures import roubles
from lk_app.wording.payments import DECLINED, DECLINES

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
    ChargeState.FAILED: "{} не списано: банк не принял платёж",
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
    """Why nothing was charged, in a sentence or two."""
    if state is ChargeState.OVER_CAP:
        return f"Сумма больше вашего предела: {roubles(terms.cap)}. Проверьте квитанцию."
    if state is ChargeState.LAPSED:
        return "Другой платёж по этому счёту так и не завершился, поэтому мы не списывали."
    return DECLINES.get(decline, DECLINED)
