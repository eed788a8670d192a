"""What ends an autopay, and what becomes of a charge that was begun."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lk_app.db import imports
from lk_app.db.engine import Database
from lk_app.domain.autopay import ChargeState
from lk_app.usecases import autopay_charges, links
from lk_app.usecases import autopays as usecase
from tests.payers import NOW, REAL_NOW
from tests.usecases.autopayer import TENTH, Autopayer, autopaying, die
from tests.usecases.mail import PAPER, outbox
from tests.usecases.till import NUMBER


@pytest.fixture
def till(database: Database) -> Iterator[Autopayer]:
    with autopaying(database) as somebody:
        yield somebody


def test_off_is_off_also_after_the_notice(till: Autopayer) -> None:
    mine = till.turn_on()
    till.run(TENTH - timedelta(days=1))
    till.off(mine)
    till.off(mine)
    till.run(TENTH)
    assert till.paid() == []
    assert till.subjects().count("Автоплатёж выключен") == 1


def test_a_charge_that_was_begun_and_never_asked_for_ends_with_its_autopay(
    till: Autopayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = till.turn_on()
    till.run(TENTH - timedelta(days=1))
    with monkeypatch.context() as dying:
        dying.setattr(autopay_charges, "start_saved", die)
        with pytest.raises(SystemExit):
            till.run(TENTH)
    assert till.states() == [ChargeState.STARTED]
    till.off(mine)
    till.run(TENTH + timedelta(minutes=5))
    assert (till.paid(), till.states()) == ([], [ChargeState.LAPSED])


def test_a_charge_the_bank_was_asked_for_is_followed_to_its_end_when_autopay_is_off(
    till: Autopayer,
) -> None:
    mine = till.turn_on()
    till.run(TENTH - timedelta(days=1))
    till.bank.trouble = "drop"
    till.run(TENTH)
    till.off(mine)
    till.bank.trouble = ""
    till.run(TENTH + timedelta(minutes=5))
    assert (till.paid(), till.states()) == ([134469], [ChargeState.PAID])


def test_it_ends_with_the_link(till: Autopayer) -> None:
    till.turn_on()
    till.run(TENTH - timedelta(days=1))
    links.detach(
        db=till.db,
        customer_id=till.customer,
        account_number=NUMBER,
        paper=PAPER,
        now=NOW,
        real_now=REAL_NOW,
    )
    till.run(TENTH)
    assert till.paid() == []
    assert "не подключён" in outbox(till.db)[0].text


def test_it_ends_when_the_holder_moves_out(till: Autopayer) -> None:
    till.turn_on()
    with till.db.write() as session:
        imports.close_accounts(session, {till.account: date(2026, 11, 25)})
    till.month()
    assert till.paid() == []
    assert "Счёт закрыт" in outbox(till.db)[0].text


def test_it_ends_with_the_card(till: Autopayer) -> None:
    till.turn_on()
    usecase.forget_card(
        db=till.db,
        paper=PAPER,
        customer_id=till.customer,
        card_id=till.card,
        now=NOW,
        real_now=REAL_NOW,
    )
    till.month()
    assert till.paid() == []
    assert "больше не сохранена" in outbox(till.db)[0].text


def test_it_ends_where_the_gateway_charges_no_cards_any_more(till: Autopayer) -> None:
    till.turn_on()
    till.gateways.clear()
    till.month()
    assert till.paid() == []
    assert till.subjects()[-1] == "Автоплатёж выключен"
