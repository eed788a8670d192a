"""Everything held on a person in one file: complete, theirs alone, handed over for the password."""

import csv
import io
import json
import os
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lk_app.db import held
from lk_app.db.engine import Database
from lk_app.domain.customers import Customer, PasswordRefused
from lk_app.domain.personal_data import EXPORT_ATTEMPTS, EXPORT_KEPT, PersonalDataRefused
from lk_app.gateways.file_folder import FileFolder, PhotoFolder
from lk_app.security import Signer
from lk_app.usecases import account_views, data_exports, passwords
from lk_app.usecases.held_files import Sources
from tests.usecases import appealing, people
from tests.usecases.books import NOW as BUSINESS_NOW
from tests.usecases.books import SARATOV
from tests.usecases.colleagues import at_work
from tests.usecases.people import ANNA, BORIS, NOW, PAPER, PASSWORD
from tests.usecases.test_bills import DEBTOR, billed, linked
from tests.usecases.test_dispute_packs import paid_by

SIGNER = Signer(b"a test's own signing key, 32 bytes")
DAY = timedelta(days=1)


def sources(db: Database, home: Path) -> Sources:
    return Sources(
        db=db,
        paper=PAPER,
        signer=SIGNER,
        photos=PhotoFolder(home / "photos"),
        appeal_files=appealing.folder(home),
        now=BUSINESS_NOW.astimezone(SARATOV),
        real_now=NOW,
    )


def store(home: Path) -> FileFolder:
    return FileFolder(home / "exports", ending=".zip")


def made(db: Database, home: Path, person: Customer) -> zipfile.ZipFile:
    """The file as the person opens it."""
    data_exports.ask(db=db, customer_id=person.id, now=NOW)
    assert data_exports.make_due(sources(db, home), store(home)) == 1
    found = data_exports.latest(db=db, customer_id=person.id)
    assert found
    handed = data_exports.open_file(store(home), found, now=NOW)
    content = b"".join(handed.pieces)
    assert len(content) == handed.size
    return zipfile.ZipFile(io.BytesIO(content))


def rows(packed: zipfile.ZipFile, table: str) -> list[dict[str, object]]:
    return json.loads(packed.read(f"json/{table}.json"))


def test_it_has_every_table_papers_and_lists(database: Database, tmp_path: Path) -> None:
    billed(database)
    anna = linked(database)
    people.sign_in(database)
    paid_by(database, anna, "261120-000001")
    appealing.attach(database, appealing.folder(tmp_path), anna.id)
    appeal = appealing.submit(database, anna.id)
    olga = at_work(database)
    account_views.view(db=database, account_number=DEBTOR, by=olga.actor, now=NOW)
    packed = made(database, tmp_path, anna)
    names = set(packed.namelist())
    assert {f"json/{place.table}.json" for place in held.PLACES} <= names
    assert {f"accounts/{DEBTOR}/statement.pdf", f"accounts/{DEBTOR}/bill-2026-10.pdf"} <= names
    assert packed.read("payments/261120-000001.pdf").startswith(b"%PDF")
    assert packed.read(f"appeals/{appeal.number}/1.pdf") == appealing.PDF
    assert appealing.TEXT in packed.read(f"appeals/{appeal.number}/thread.txt").decode()
    [me] = rows(packed, "customers")
    assert (me["email"], me["last_name"]) == (ANNA, "Иванова")
    assert "password_hash" not in me
    assert len(rows(packed, "bills")) == len([name for name in names if "/bill-" in name])
    assert rows(packed, "readings") and rows(packed, "ledger_entries")
    assert olga.member.name in packed.read("lists/looks.csv").decode("utf-8-sig")
    [session] = csv.DictReader(
        io.StringIO(packed.read("lists/sessions.csv").decode("utf-8-sig")), delimiter=";"
    )
    assert session["Сетевой адрес"] == "10.0.0.7"
    said = packed.read("README.txt").decode("utf-8-sig")
    assert "152-ФЗ" in said and PAPER.supplier.name in said
    assert all(f"{place.table}.json — " in said for place in held.PLACES)


def test_an_unproven_link_gives_nothing_older_and_no_serial(
    database: Database, tmp_path: Path
) -> None:
    billed(database)
    anna = linked(database, proven=False, on=date(2026, 10, 20))
    packed = made(database, tmp_path, anna)
    assert [one["period"] for one in rows(packed, "bills")] == ["2026-10"]
    assert all(str(one["received_at"]) >= "2026-10-19T20" for one in rows(packed, "readings"))
    assert rows(packed, "holders") == []
    everything = b"".join(packed.read(name) for name in packed.namelist() if "json" in name)
    assert b"01174685" not in everything
    assert "Попов".encode() not in everything


def test_a_strangers_things_are_not_in_it(database: Database, tmp_path: Path) -> None:
    billed(database)
    linked(database)
    boris = people.confirmed(database, BORIS, "+79270000009")
    paid_by(database, boris, "261120-000002")
    appealing.submit(database, people.confirmed(database, "vera@lk.example").id)
    packed = made(database, tmp_path, boris)
    assert rows(packed, "accounts") == rows(packed, "appeals") == rows(packed, "readings") == []
    assert [one["public_id"] for one in rows(packed, "payments")] == ["261120-000002"]
    assert not [name for name in packed.namelist() if name.startswith("accounts/")]


def test_a_letters_link_opens_nothing_any_more(database: Database, tmp_path: Path) -> None:
    anna = people.confirmed(database)
    passwords.request_reset(db=database, paper=PAPER, email=ANNA, now=NOW)
    secret = people.secret_from(database, ANNA, "/reset")
    packed = made(database, tmp_path, anna)
    [letter] = rows(packed, "letters")
    assert "token=…" in str(letter["text"])
    assert not [name for name in packed.namelist() if secret.encode() in packed.read(name)]


def test_it_is_asked_for_once_a_day_and_told_by_letter(database: Database, tmp_path: Path) -> None:
    anna = people.confirmed(database)
    made(database, tmp_path, anna)
    [letter] = people.letters_to(database, ANNA)
    assert letter.kind == "data_export_ready"
    with pytest.raises(PersonalDataRefused) as refused:
        data_exports.ask(db=database, customer_id=anna.id, now=NOW + DAY - timedelta(seconds=1))
    assert refused.value.facts["until"] == NOW + DAY
    data_exports.ask(db=database, customer_id=anna.id, now=NOW + DAY)


def test_it_is_handed_over_to_the_session_that_gave_the_password(
    database: Database, tmp_path: Path
) -> None:
    anna = people.confirmed(database)
    here, elsewhere = people.sign_in(database), people.sign_in(database)
    people.confirmed(database, BORIS)
    stranger = people.sign_in(database, BORIS)
    made(database, tmp_path, anna)

    def unlock(password: str) -> str:
        return data_exports.unlock(
            db=database, signer=SIGNER, me=people.me(database, here), password=password, now=NOW
        )

    def take(secret: str, token: str) -> bytes:
        handed = data_exports.hand_over(
            db=database, store=store(tmp_path), signer=SIGNER, me=people.me(database, secret),
            token=token, now=NOW,
        )  # fmt: skip
        return b"".join(handed.pieces)

    with pytest.raises(PasswordRefused):
        unlock("не тот")
    token = unlock(PASSWORD)
    assert take(here, token).startswith(b"PK")
    for secret, told in ((elsewhere, token), (stranger, token), (here, "guess"), (here, "")):
        with pytest.raises(PersonalDataRefused, match=r"export\.gone"):
            take(secret, told)


def test_its_file_is_gone_after_a_week(database: Database, tmp_path: Path) -> None:
    anna = people.confirmed(database)
    made(database, tmp_path, anna)
    (file,) = (tmp_path / "exports").rglob("*.zip")
    written(file, NOW)
    later, folder = NOW + EXPORT_KEPT, store(tmp_path)
    assert data_exports.forget_expired(db=database, store=folder, now=later - DAY) == 0
    assert data_exports.forget_expired(db=database, store=folder, now=later) == 1
    assert list((tmp_path / "exports").rglob("*.zip")) == []
    assert data_exports.latest(db=database, customer_id=anna.id) is None


def written(file: Path, at: datetime) -> None:
    """As if it had been written at that moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    os.utime(file, (at.timestamp(), at.timestamp()))


def test_what_a_killed_process_left_goes_too(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    unnamed, half = folder / "ab" / f"ab{'0' * 62}.zip", folder / "ab" / ".new1234"
    fresh = folder / "cd" / ".new5678"
    for file, at in ((unnamed, NOW - DAY), (half, NOW - DAY), (fresh, NOW + 6 * DAY)):
        written(file, at)
    later = NOW + EXPORT_KEPT
    assert data_exports.forget_expired(db=database, store=store(tmp_path), now=later) == 2
    assert [file for file in folder.rglob("*") if file.is_file()] == [fresh]


def test_one_that_fails_is_tried_again_and_given_up(database: Database, tmp_path: Path) -> None:
    anna = people.confirmed(database)
    data_exports.ask(db=database, customer_id=anna.id, now=NOW)
    (tmp_path / "exports").write_text("a file where the folder should be")
    for attempt in range(EXPORT_ATTEMPTS):
        later = replace(sources(database, tmp_path), real_now=NOW + attempt * timedelta(minutes=16))
        with pytest.raises(OSError):
            data_exports.make_due(later, store(tmp_path))
    found = data_exports.latest(db=database, customer_id=anna.id)
    assert found and found.is_given_up
    assert data_exports.ask(db=database, customer_id=anna.id, now=NOW + timedelta(hours=1))
