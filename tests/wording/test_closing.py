"""What a person who moved out reads."""

from datetime import date

from lk_app.wording.closing import closed, farewell

CLOSED = date(2026, 10, 12)


def said(balance: int, *, awaits_final: bool = False, due: date | None = None) -> str:
    return farewell(
        CLOSED,
        balance,
        awaits_final=awaits_final,
        due=due,
        contacts="help@lk.example, 8 800 000-00-00",
    )


def test_the_day_is_short() -> None:
    assert closed(CLOSED) == "Счёт закрыт 12.10.2026"


def test_until_the_final_bill_nothing_is_promised() -> None:
    text = said(-500, awaits_final=True)
    assert text.replace("\u00a0", " ") == (
        "Квитанция за октябрь появится в первых числах ноября. Она будет последней."
    )


def test_a_debt_has_its_day_and_a_credit_its_way_back() -> None:
    owed = said(12_345, due=date(2026, 11, 15)).replace("\u00a0", " ")
    assert owed == "Осталось заплатить 123,45 ₽ до 15 ноября 2026: по этому счёту больше ничего."
    back = said(-12_345)
    assert "Вернём переплату 123,45" in back
    assert "8 800 000-00-00" in back


def test_nothing_left_is_said_too() -> None:
    assert said(0) == "Всё рассчитано: платить и передавать показания не нужно."
