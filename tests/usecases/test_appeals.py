"""Appeals of a subscriber: sent once, with files, theirs alone, throttled, told by letter."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lk_app.db.engine import Database
from lk_app.domain.appeal_files import MOST
from lk_app.domain.appeals import AppealRefused, Topic
from lk_app.domain.photos import PhotoRefused
from lk_app.domain.registration import FormRefused, reasons
from lk_app.usecases import appeal_files, appeals
from tests import pictures
from tests.usecases import appealing, metered, people
from tests.usecases.appealing import PAID, PDF, attach, submit, write_on
from tests.usecases.people import ANNA, BORIS, NOW

NUMBER = "6410100101"
DAY = timedelta(days=1)


def test_an_appeal_is_kept_once_with_its_files_and_told_by_letter(
    database: Database, tmp_path: Path
) -> None:
    anna = people.confirmed(database)
    metered.account(database, NUMBER, owner=anna.id)
    store = appealing.folder(tmp_path)
    kept = attach(database, store, anna.id)
    assert attach(database, store, anna.id).id == kept.id, "the same file again"
    sent = submit(database, anna.id, topic=Topic.PAYMENT, account=NUMBER, fields=PAID)
    again = submit(database, anna.id, topic=Topic.PAYMENT, account=NUMBER, fields=PAID)
    assert again.number == sent.number == "2026-000001"
    assert sent.facts["amount"] == 500_00
    (only,) = appeals.mine(db=database, customer_id=anna.id, limit=9)
    assert only == sent
    seen = appeals.one(db=database, customer_id=anna.id, number=sent.number)
    ((message, files),) = seen.thread
    assert (message.text, [one.name for one in files]) == (appealing.TEXT, ["чек.pdf"])
    assert seen.account and seen.account.account_number == NUMBER
    assert appeal_files.waiting(db=database, customer_id=anna.id, slot="new") == []
    (letter,) = people.letters_to(database, ANNA)
    assert letter.subject == "Обращение № 2026-000001 получено"
    assert "Ответим до 25 ноября 2026 включительно" in letter.text.replace("\u00a0", " ")
    other = submit(database, anna.id, "Совсем другая беда.")
    assert other.number != sent.number


def test_every_wrong_field_is_told_at_once(database: Database) -> None:
    anna = people.confirmed(database)
    metered.account(database, NUMBER, owner=anna.id)
    with pytest.raises(FormRefused) as refused:
        submit(database, anna.id, "Мало", topic=Topic.PAYMENT, fields={"amount": "сто"})
    told = {one.field: one.code for one in reasons(refused.value)}
    assert told == {
        "paid_on": "appeal.empty.date",
        "amount": "amount.malformed",
        "way": "appeal.empty.choice",
        "account": "appeal.account",
        "text": "appeal.text",
    }


def test_a_strangers_account_and_payment_are_none(database: Database) -> None:
    anna, boris = people.confirmed(database), people.confirmed(database, BORIS, "+79270000009")
    metered.account(database, NUMBER, owner=anna.id)
    with pytest.raises(FormRefused, match=r"appeal\.no_accounts"):
        submit(database, boris.id, topic=Topic.METER, account=NUMBER, fields={"matter": "seal"})
    with pytest.raises(FormRefused, match=r"appeal\.payment"):
        submit(
            database, anna.id, topic=Topic.PAYMENT, account=NUMBER,
            fields={**PAID, "payment": "261120-100009-737644"},
        )  # fmt: skip


def test_a_stranger_sees_and_does_nothing(database: Database, tmp_path: Path) -> None:
    anna, boris = people.confirmed(database), people.confirmed(database, BORIS, "+79270000009")
    store = appealing.folder(tmp_path)
    file = attach(database, store, anna.id)
    sent = submit(database, anna.id)
    for act in (
        lambda: appeals.one(db=database, customer_id=boris.id, number=sent.number),
        lambda: write_on(database, boris.id, sent.number, "Чужое"),
        lambda: attach(database, store, boris.id, slot=sent.number),
        lambda: appeals.finish(db=database, customer_id=boris.id, number=sent.number, now=NOW),
        lambda: appeals.rate(
            db=database, customer_id=boris.id, number=sent.number, message_id=1, stars=1, words=""
        ),
    ):
        with pytest.raises(AppealRefused, match=r"appeal\.unknown"):
            act()
    assert appeals.mine(db=database, customer_id=boris.id, limit=9) == []
    of_hers = {"db": database, "store": store, "file_id": file.id}
    assert appeal_files.mine(**of_hers, customer_id=boris.id) is None
    appeal_files.take_back(**of_hers, customer_id=boris.id)
    found = appeal_files.mine(**of_hers, customer_id=anna.id)
    assert found and found.content == PDF


def test_too_many_in_a_row_wait(database: Database) -> None:
    anna = people.confirmed(database)
    for count in range(5):
        submit(database, anna.id, f"Обращение по счёту {count}")
    with pytest.raises(AppealRefused, match=r"appeal\.paused"):
        submit(database, anna.id, "Ещё одно обращение")
    assert submit(database, anna.id, "Обращение по счёту 4").number == "2026-000005", "the same"
    assert submit(database, anna.id, "Ещё одно обращение", now=NOW + DAY)


def test_writing_on_is_said_once_and_takes_files_along(database: Database, tmp_path: Path) -> None:
    anna = people.confirmed(database)
    sent = submit(database, anna.id)
    attach(database, appealing.folder(tmp_path), anna.id, slot=sent.number)
    for _ in range(2):
        write_on(database, anna.id, sent.number, "Вот ещё чек.")
    thread = appeals.one(db=database, customer_id=anna.id, number=sent.number).thread
    assert [(one.text, len(files)) for one, files in thread] == [
        (appealing.TEXT, 0),
        ("Вот ещё чек.", 1),
    ]
    with pytest.raises(AppealRefused, match=r"appeal\.unanswered"):
        appeals.finish(db=database, customer_id=anna.id, number=sent.number, now=NOW)
    with pytest.raises(AppealRefused, match=r"appeal\.text"):
        write_on(database, anna.id, sent.number, " \n ")


def test_files_are_taken_apart_from_their_names(database: Database, tmp_path: Path) -> None:
    anna, store = people.confirmed(database), appealing.folder(tmp_path)
    photo = attach(database, store, anna.id, pictures.phone_jpeg(800, 600), name="IMG_1.pdf")
    kept = appeal_files.mine(db=database, store=store, customer_id=anna.id, file_id=photo.id)
    assert photo.name == "IMG_1.jpg"
    assert kept and pictures.MAKER.encode() not in kept.content
    assert b"<script>" not in kept.content
    for content, code in (
        (b"MZ not a picture", "appeal.file_kind"),
        (pictures.heic(), "photo.heic"),
        (pictures.bomb(12_000), "photo.pixels"),
        (b"", "photo.empty"),
    ):
        with pytest.raises((AppealRefused, PhotoRefused), match=code):
            attach(database, store, anna.id, content)
    for count in range(MOST - 1):
        attach(database, store, anna.id, PDF + b"%" * count)
    with pytest.raises(AppealRefused, match=r"appeal\.files_many"):
        attach(database, store, anna.id, PDF + b"one more")


def test_what_was_never_sent_is_forgotten_with_its_file(database: Database, tmp_path: Path) -> None:
    anna, store = people.confirmed(database), appealing.folder(tmp_path)
    sent, waits = attach(database, store, anna.id), PDF + b"2"
    number = submit(database, anna.id).number
    attach(database, store, anna.id, waits, slot=number)
    back = attach(database, store, anna.id, PDF + b"3", slot=number)
    appeal_files.take_back(db=database, store=store, customer_id=anna.id, file_id=back.id)
    assert len(list(store.home.rglob("*.pdf"))) == 0
    forget = {"db": database, "store": store}
    assert appeal_files.forget_waiting(**forget, now=NOW + 6 * DAY) == 0
    assert appeal_files.forget_waiting(**forget, now=NOW + 8 * DAY) == 1
    assert appeal_files.mine(**forget, customer_id=anna.id, file_id=sent.id)
    files = [one for one in store.home.rglob("*") if one.is_file()]
    assert len(files) == 1


def test_a_file_that_no_appeal_names_goes(database: Database, tmp_path: Path) -> None:
    """Its process was killed before the row, or its login deleted before the file."""
    anna, store = people.confirmed(database), appealing.folder(tmp_path)
    named = attach(database, store, anna.id)
    store.keep("ab" * 32, PDF + b"nobody's")
    later = datetime.now(UTC) + 2 * DAY
    gone = [
        appeal_files.forget_unnamed(db=database, store=store, now=later + timedelta(hours=hour))
        for hour in range(16)
    ]
    assert sum(gone) == 1
    files = {"db": database, "store": store, "customer_id": anna.id}
    assert appeal_files.mine(**files, file_id=named.id)
