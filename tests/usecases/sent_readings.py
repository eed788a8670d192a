"""Anna's meter, what she types, and the screen that answers."""

from datetime import date, datetime
from typing import Any

from lk_app.db.engine import Database
from lk_app.usecases import reading_screens, readings
from lk_app.usecases.reading_screens import MeterScreen, Screen
from lk_app.usecases.readings import Asked, Receipt
from tests.usecases import metered
from tests.usecases.metered import ZONE, at

NUMBER = "6410100101"
INSIDE = at(20)


def send(
    database: Database,
    owner: int,
    values: Any,
    *,
    number: str = NUMBER,
    now: datetime = INSIDE,
    key: str = "first",
    confirmed: frozenset[str] = frozenset(),
) -> Receipt | Asked:
    typed = values if isinstance(values, dict) else {"single": values}
    return readings.submit(
        db=database,
        customer_id=owner,
        account_number=number,
        values=typed,
        confirmed=confirmed,
        idempotency_key=key,
        now=now,
        zone=ZONE,
    )


def taken(answer: Receipt | Asked) -> Receipt:
    assert isinstance(answer, Receipt)
    return answer


def asked(answer: Receipt | Asked) -> Asked:
    assert isinstance(answer, Asked)
    return answer


def screen(database: Database, owner: int, now: datetime = INSIDE, number: str = NUMBER) -> Screen:
    return reading_screens.screen(
        db=database, customer_id=owner, account_number=number, now=now, zone=ZONE
    )


def meter(shown: Screen) -> MeterScreen:
    assert shown.at is not None
    return shown.at


def own_sets(database: Database, owner: int, now: datetime = INSIDE) -> list[Any]:
    """What she sent herself, the latest first."""
    history = meter(screen(database, owner, now)).history
    return [line for line in history if line.reading.source == "subscriber"]


def read_monthly(database: Database, owner: int) -> int:
    """A meter of 5 digits, 4210 when installed in August, read every month since."""
    meter_id = metered.account(database, owner=owner)
    for month, value in ((8, 4312), (9, 4420), (10, 4537)):
        metered.imported(database, meter_id, date(2026, month, 24), {"single": value})
    return meter_id
