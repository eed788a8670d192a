"""Registers of banks: taken whole, counted once, nothing lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from lk_app.db import accounts as stored
from lk_app.db import billing
from lk_app.db.engine import Database
from lk_app.domain.accounts import Account
from lk_app.domain.bank_registers import Hold
from lk_app.domain.imports import ImportRefused
from lk_app.domain.ledger import EntryKind
from lk_app.domain.periods import Period
from lk_app.usecases import unknown_payments
from lk_app.usecases.imports import bank_profiles, loading, payments, profiles, undoing
from lk_app.wording import refusal
from tests.cabinet import until
from tests.usecases.books import BOOKS, NOW, SARATOV, waits
from tests.usecases.registers import (
    ERC,
    FIRST,
    POST,
    SBER,
    SECOND,
    THIRD,
    Sber,
    bring_in,
    entries,
    paid,
    suspense,
)


@pytest.mark.parametrize(
    ("path", "added", "held", "source", "number", "amount"),
    [
        (SBER, 2, 1, "bank", FIRST, 500_00),
        (POST, 2, 0, "post", THIRD, 400_00),
        (ERC, 2, 0, "bank", "6410100106", 1),
    ],
)
def test_each_profile_reads_its_sample(
    books: Database, path: Path, added: int, held: int, source: str, number: str, amount: int
) -> None:
    done = bring_in(books, path, path.stem)
    assert (done.added, done.held, done.known, done.refused) == (added, held, 0, ())
    assert paid(books, number) == [amount]
    (entry,) = (one for one in undoing.journal(db=books, limit=1))
    assert (entry.bank, entry.held, entry.undone_at) == (path.stem, held, None)
    assert bank_profiles.load(path.stem).source == source


def test_a_payment_keeps_its_day_and_the_month_the_payer_named(books: Database) -> None:
    bring_in(books, SBER)
    entry = entries(books)[-1]
    assert (entry.kind, entry.ref) == (EntryKind.PAYMENT, f"SBER-740000001/{FIRST}")
    assert (entry.value_date, entry.named) == (date(2026, 11, 8), Period(2026, 10))
    assert entry.booked_in == Period(2026, 11)


@pytest.mark.parametrize(
    ("control", "code", "said"),
    [
        ("=2;300.00", "register.total", "300,01"),
        ("=3;300.01", "register.count", "операций 3, а в файле их 2"),
        ("=два;300.01", "register.control", "строка 3"),
        ("=2", "register.control", "строка 3"),
        ("2;300.01", "register.no_control", "«=»"),
    ],
)
def test_a_broken_control_line_refuses_the_file_whole(
    books: Database, sber: Sber, control: str, code: str, said: str
) -> None:
    path = sber((1, FIRST, 100_01), (2, SECOND, 200_00), control=control)
    with pytest.raises(ImportRefused) as caught:
        bring_in(books, path)
    assert caught.value.code == code
    assert said in refusal(caught.value).replace("\u00a0", " ")
    assert paid(books) == []
    assert [one.kind for one in undoing.journal(db=books, limit=9)] == ["accounts"]


def test_a_line_that_cannot_be_read_refuses_the_file_whole(books: Database, tmp_path: Path) -> None:
    raw = SBER.read_bytes().replace(b"09-11-2026;09", b"2026-11-09;09")
    (path := tmp_path / "r.txt").write_bytes(raw.replace(b"300,00", b"300,001"))
    with pytest.raises(ImportRefused) as caught:
        bring_in(books, path)
    assert [(bad.line, bad.reason.code) for bad in caught.value.rows] == [(3, "register.day")]
    assert "24-10-2026" in refusal(caught.value.rows[0].reason)
    assert paid(books) == []


@pytest.mark.parametrize(("path", "profile"), [(ERC, "sber"), (SBER, "erc"), (ERC, "post")])
def test_a_register_in_another_encoding_is_refused(
    books: Database, path: Path, profile: str
) -> None:
    with pytest.raises(ImportRefused) as caught:
        bring_in(books, path, profile)
    assert caught.value.code == "register.encoding"


def test_a_register_with_a_nul_is_no_text(books: Database, tmp_path: Path) -> None:
    (path := tmp_path / "sber.txt").write_bytes(SBER.read_bytes().replace(b";", b"\0;", 3))
    with pytest.raises(ImportRefused) as caught:
        bring_in(books, path)
    assert caught.value.code == "register.encoding"


def test_the_same_file_twice_is_counted_once(books: Database) -> None:
    bring_in(books, SBER)
    again = bring_in(books, SBER)
    assert (again.added, again.held, again.known) == (0, 0, 3)
    assert (paid(books), suspense(books)) == ([500_00], 1200_50)


def test_the_same_operation_in_two_files_is_counted_once(books: Database, sber: Sber) -> None:
    bring_in(books, sber((1, FIRST, 100_00), (2, "999", 5_00)))
    again = bring_in(
        books, sber((1, FIRST, 100_00), (2, "999", 5_00), (3, FIRST, 100_00), name="2.txt")
    )
    assert (again.added, again.held, again.known) == (1, 0, 2)
    assert (paid(books), suspense(books)) == ([100_00, 100_00], 5_00)


def test_an_operation_told_otherwise_refuses_the_second_file(books: Database, sber: Sber) -> None:
    bring_in(books, sber((1, FIRST, 100_00)))
    with pytest.raises(ImportRefused) as caught:
        bring_in(books, sber((2, FIRST, 7_00), (1, FIRST, 100_01), name="2.txt"))
    assert [bad.line for bad in caught.value.rows] == [2]
    assert paid(books) == [100_00]


def test_two_banks_may_use_the_same_number(books: Database, sber: Sber, tmp_path: Path) -> None:
    bring_in(books, sber((1, FIRST, 100_00)))
    lines = f"reference\n1;{FIRST};2026-11-08;50.00;;\nИТОГО;1;50.00\n"
    (path := tmp_path / "erc.txt").write_text(lines, encoding="utf-8")
    bring_in(books, path, "erc")
    assert paid(books) == [100_00, 50_00]


def test_without_numbers_a_likeness_in_another_register_waits_for_a_person(
    books: Database, tmp_path: Path
) -> None:
    bring_in(books, POST, "post")
    text = POST.read_bytes().decode("cp866").replace("000117", "000118")
    (path := tmp_path / "post.txt").write_bytes(text.encode("cp866"))
    again = bring_in(books, path, "post")
    assert (again.added, again.held) == (0, 2)
    assert suspense(books) == 900_00
    one = unknown_payments.waiting(db=books)[0]
    assert (one.number, one.hold) == ("POST-000118-2", Hold.TWIN)
    unknown_payments.settle(db=books, number=one.number, account_number=THIRD, now=NOW, tz=SARATOV)
    assert paid(books, THIRD) == [400_00, 400_00]


def test_a_register_sent_again_with_its_own_number_is_recognised(
    books: Database, tmp_path: Path
) -> None:
    bring_in(books, POST, "post")
    (path := tmp_path / "post.txt").write_bytes(POST.read_bytes() + b"\r\n")
    again = bring_in(books, path, "post")
    assert (again.added, again.held, again.known) == (0, 0, 2)


def test_a_supplier_adds_a_bank_by_a_file(books: Database, tmp_path: Path) -> None:
    profile = (profiles.OURS / "erc.toml").read_text().replace("ИТОГО", "ВСЕГО")
    (tmp_path / "volga.toml").write_text(profile)
    (path := tmp_path / "r.txt").write_text(ERC.read_text().replace("ИТОГО", "ВСЕГО"))
    bring_in(books, path, str(tmp_path / "volga.toml"))
    assert entries(books, "6410100105")[-1].ref.startswith("VOLGA-РЦ-2026-11-0001/")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"utf-8"', '"koi8-r"', "encoding"),
        ('"amount"', '"sum"', "columns: "),
        ("count = 2", 'count = "second"', "control.count"),
        ("header", "headers", "headers"),
        ("[control]", "[control", "line"),
    ],
)
def test_a_profile_that_cannot_work_is_named(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    wrong = (profiles.OURS / "erc.toml").read_text().replace(old, new)
    (path := tmp_path / "volga.toml").write_text(wrong)
    with pytest.raises(ImportRefused) as caught:
        bank_profiles.load(str(path))
    assert caught.value.code == "profile.wrong"
    assert reason in refusal(caught.value)


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(ImportRefused) as caught:
        bank_profiles.load("spar")
    assert "erc, post, sber" in refusal(caught.value)


def test_case_13_one_file_brought_in_by_many_people_at_once_counts_once(books: Database) -> None:
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda _: bring_in(books, SBER), range(6)))
    assert sorted(one.added for one in done) == [0, 0, 0, 0, 0, 2]
    assert (paid(books), suspense(books)) == ([500_00], 1200_50)


def test_a_file_and_a_billing_run_never_wait_for_each_other_in_a_ring(
    books: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the run holds the first account and wants the second, the file holds neither."""
    monkeypatch.setattr(loading, "CHUNK", 1)
    rows = [f"P{number},{number},2026-11-08,5.00,bank" for number in (SECOND, FIRST)]
    header = "payment_id,account_number,paid_on,amount,source"
    (path := tmp_path / "p.csv").write_text("\n".join([header, *rows]) + "\n")
    with ThreadPoolExecutor(1) as pool:
        with books.write() as session:
            ids = {one.account_number: one.id for one in map(account_of(session), (FIRST, SECOND))}
            billing.lock(session, [ids[FIRST]])
            file = pool.submit(payments.run, db=books, path=path, books=BOOKS, skip_bad=False)
            assert until(lambda: waits(books), 30)
            billing.lock(session, [ids[SECOND]])
        assert file.result().added == 2
    assert (paid(books, FIRST), paid(books, SECOND)) == ([5_00], [5_00])


def account_of(session: Session) -> Callable[[str], Account]:
    def find(number: str) -> Account:
        account = stored.by_number(session, number)
        assert account is not None
        return account

    return find
