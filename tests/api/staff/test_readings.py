"""The queues of readings: the photo beside the figures, accepted or refused with a reason."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.db.engine import Database
from lk_app.domain.audit import Action
from lk_app.domain.doubts import ReadingRefused
from lk_app.usecases import photos, readings
from lk_app.usecases.guest_readings import Caller, propose
from lk_app.usecases.readings import Asked
from tests import pictures
from tests.api.staff.desk import enter
from tests.usecases import metered, people
from tests.usecases.colleagues import log
from tests.usecases.metered import ZONE, at

NUMBER, PATH = "6410100101", "/staff/readings"
EVERYTHING = frozenset({"reading.jump", "reading.extra_digit"})


@pytest.fixture
def anna(database: Database) -> int:
    owner = people.confirmed(database).id
    metered.account(database, NUMBER, owner=owner)
    return owner


def send(
    database: Database, owner: int, value: str, key: str, day: int = 20, **facts: object
) -> str:
    """The number of what a subscriber sent and confirmed."""
    given = readings.submit(
        db=database, customer_id=owner, account_number=NUMBER, values={"single": value},
        confirmed=EVERYTHING, idempotency_key=key, now=at(day), zone=ZONE, **facts,  # type: ignore[arg-type]
    )  # fmt: skip
    assert not isinstance(given, Asked)
    return given.number


def test_a_suspicious_one_is_refused_beside_its_photo(
    client: TestClient, database: Database, anna: int
) -> None:
    number = send(database, anna, "99999", "k")
    photos.attach(
        db=database, store=wiring.photos(), customer_id=anna, receipt_number=number,
        content=pictures.phone_jpeg(800, 600), zone=ZONE, now=at(20),
    )  # fmt: skip
    enter(client, database)
    page = client.get(PATH).text
    assert "намного больше обычного" in page and "95\xa0789\xa0кВт·ч" in page
    picture = client.get(f"{PATH}/{number}/photo")
    assert f'src="{PATH}/{number}/photo"' in page
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    assert log(database)[-1].deed.action == Action.PHOTO_VIEWED
    form = {"queue": "suspicious", "do": "refused"}
    silent = client.post(f"{PATH}/{number}", data=form)
    assert silent.status_code == 422 and f'id="note-{number}-error"' in silent.text
    done = client.post(f"{PATH}/{number}", data={**form, "note": "На фото 4 210."})
    assert done.headers["location"].endswith("done=reading-refused")
    after = client.get(done.headers["location"]).text
    assert "Отказано" in after and "Здесь всё разобрано" in after
    deed = log(database)[-1].deed
    assert (deed.action, deed.account_id, deed.after["note"]) == (
        Action.READING_REFUSED, 1, "На фото 4 210.",
    )  # fmt: skip
    again = client.post(f"{PATH}/{number}", data={**form, "note": "Ещё раз"})
    assert again.status_code == 422 and "уже решено" in again.text


def test_one_below_the_last_is_told_why_it_cannot_be_taken_yet(
    client: TestClient, database: Database, anna: int
) -> None:
    with pytest.raises(ReadingRefused):
        send(database, anna, "4000", "k")
    enter(client, database)
    page = client.get(f"{PATH}?queue=refused").text
    assert "меньше прошлого" in page and "4000" in page
    number = page.split(f'action="{PATH}/')[1].split('"')[0]
    refused = client.post(f"{PATH}/{number}", data={"queue": "refused", "do": "accepted"})
    assert refused.status_code == 422 and "сначала откажите в нём" in refused.text.replace(
        "\xa0", " "
    )


def test_a_guests_and_a_late_one_are_decided_by_their_own_rules(
    client: TestClient, database: Database, anna: int
) -> None:
    guest = propose(
        db=database, paper=people.PAPER, signer=wiring.signer(), account_digits=10, zone=ZONE,
        typed={"account_number": NUMBER, "serial": f"S{NUMBER}", "t1": "9999"},
        caller=Caller("192.0.2.1", at(20), at(20)),
    )  # fmt: skip
    late = send(database, anna, "4400", "late", day=26, taken_at=at(24))
    enter(client, database)
    told = client.get(f"{PATH}?queue=guest").text
    assert guest.proposal.number in told and "Может считаться" in told
    assert late in client.get(f"{PATH}?queue=late").text
    for queue, number, todo in (
        ("guest", guest.proposal.number, "refused"), ("late", late, "accepted"),
    ):  # fmt: skip
        form = {"queue": queue, "do": todo, "note": "Похоже на соседний счётчик."}
        assert client.post(f"{PATH}/{number}", data=form).status_code == 303
        assert "Здесь всё разобрано" in client.get(f"{PATH}?queue={queue}").text
    actions = [one.deed.action for one in log(database)]
    assert actions[-2:] == [Action.READING_REFUSED, Action.READING_ACCEPTED]


def test_a_long_queue_goes_on_behind_its_last(
    client: TestClient, database: Database, anna: int
) -> None:
    for day in range(1, 22):
        send(database, anna, str(90000 + day), str(day), day=day)
    enter(client, database)
    first = client.get(PATH).text
    assert first.count("Отказать") == 20
    (link,) = re.findall(r'href="([^"]*)">Дальше<', first)
    last = client.get(unescape(link)).text
    assert last.count("Отказать") == 1 and "90021" in last
