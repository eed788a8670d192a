"""What the supplier announces by files: prices, norms, windows, rates."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lk_app.db import norms as stored_norms
from lk_app.db import rates as stored_rates
from lk_app.db import tariffs as stored
from lk_app.db import windows as stored_windows
from lk_app.db.engine import Database
from lk_app.domain.consumption import NormRow
from lk_app.domain.imports import ImportRefused
from lk_app.domain.late_fees import LateFeeRate
from lk_app.domain.windows import SubmissionWindow
from lk_app.usecases import changes
from lk_app.usecases.publishing import norms, rates, tariffs, windows
from lk_app.wording import refusal
from tests.usecases.books import BOOKS, SAMPLES, publish

HEAD = ",".join(tariffs.COLUMNS) + "\n"
RURAL = "2027-01-01,,rural,1,single,1,,4.50,demo\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return path


def price(db: Database, day: date, category: str = "rural") -> int:
    with db.read() as session:
        return stored.book(session).on(day, category, 1).bands[0].rows["single"].price


def lines(db: Database, path: Path) -> list[tuple[int, str]]:
    """Publish a bad price list: the lines it is refused for, with the codes."""
    with pytest.raises(ImportRefused) as caught:
        tariffs.run(db=db, path=path, books=BOOKS)
    return [(row.line, row.reason.code) for row in caught.value.rows]


def test_the_sample_price_list_comes_whole_and_only_once(database: Database) -> None:
    first = tariffs.run(db=database, path=SAMPLES / "tariffs.csv", books=BOOKS)
    again = tariffs.run(db=database, path=SAMPLES / "tariffs.csv", books=BOOKS)
    assert (first.rows, first.added, first.known) == (306, 306, 0)
    assert (again.rows, again.added, again.known) == (306, 0, 306)
    assert changes.versions(db=database) == {"tariffs": 1}


def test_a_later_price_ends_the_one_before_and_keeps_its_row(
    database: Database, tmp_path: Path
) -> None:
    publish(database)
    with database.read() as session:
        before = {row.id for row in stored.current(session)}
        old = stored.book(session).on(date(2026, 12, 31), "rural", 1).bands[0].rows["single"]
    three_bands = "".join(
        f"2027-01-01,,rural,1,single,{band},{limit},{price},demo\n"
        for band, limit, price in ((1, 3900, "4.50"), (2, 6000, "6.00"), (3, "", "9.00"))
    )
    tariffs.run(db=database, path=write(tmp_path, HEAD + three_bands), books=BOOKS)
    assert price(database, date(2026, 12, 31)) == old.price
    assert price(database, date(2027, 1, 1)) == 450
    with database.read() as session:
        assert stored.by_ids(session, [old.id])[old.id] == old  # said as it was, out of force
        assert old.id in before - {row.id for row in stored.current(session)}


def test_an_earlier_list_may_be_put_back_in_force(database: Database, tmp_path: Path) -> None:
    first, second = HEAD + RURAL, HEAD + RURAL.replace("4.50", "5.00")
    for text in (first, second):
        tariffs.run(db=database, path=write(tmp_path, text), books=BOOKS)
    assert price(database, date(2027, 1, 1)) == 500
    tariffs.run(db=database, path=write(tmp_path, first), books=BOOKS)
    assert price(database, date(2027, 1, 1)) == 450
    assert changes.versions(db=database) == {"tariffs": 3}


def test_bad_rows_are_named_by_line_and_nothing_is_kept(database: Database, tmp_path: Path) -> None:
    bad = (
        "2027-01-01,,rural,1,single,1,,0.00,demo\n"
        "2027-01-01,2026-01-01,rural,1,single,1,,4.50,demo\n"
        "2027-01-01,,rural,2,single,1,,4.50,demo\n"
        "2027-01-01,,rural,1,single,1,,4.505,demo\n"
    )
    assert lines(database, write(tmp_path, HEAD + RURAL + bad)) == [
        (3, "tariff.price"),
        (4, "tariff.dates"),
        (5, "import.choice"),
        (6, "import.amount"),
    ]
    with database.read() as session:
        assert stored.current(session) == []
    assert changes.versions(db=database) == {}


def test_prices_that_do_not_fit_together_are_named_by_line(
    database: Database, tmp_path: Path
) -> None:
    two = RURAL + RURAL.replace("4.50", "5.00")
    assert lines(database, write(tmp_path, HEAD + two)) == [
        (2, "tariff.overlap"),
        (3, "tariff.overlap"),
    ]
    broken = RURAL.replace("rural", "urban_gas") + RURAL.replace("1,,4.50", "1,3900,4.50")
    assert lines(database, write(tmp_path, HEAD + broken)) == [(3, "tariff.bands")]


def test_windows_norms_and_rates_are_superseded_by_their_date(
    database: Database, tmp_path: Path
) -> None:
    publish(database)
    windows.run(
        db=database,
        path=write(tmp_path, "valid_from,first_day,last_day\n2019-01-01,20,28\n2027-01-01,1,28\n"),
        books=BOOKS,
    )
    norms.run(
        db=database,
        path=write(tmp_path, "valid_from,category,norm_kwh\n2027-01-01,rural,120\n"),
        books=BOOKS,
    )
    rates.run(
        db=database,
        path=write(tmp_path, "valid_from,late_fee_rate\n2027-01-01,14.25\n"),
        books=BOOKS,
    )
    with database.read() as session:
        assert stored_windows.published(session) == [
            SubmissionWindow(date(2019, 1, 1), 20, 28),
            SubmissionWindow(date(2027, 1, 1), 1, 28),
        ]
        assert NormRow(date(2027, 1, 1), "rural", Fraction(120)) in stored_norms.published(session)
        assert stored_rates.published(session)[-1] == LateFeeRate(
            date(2027, 1, 1), Fraction(1425, 10_000)
        )
    assert changes.versions(db=database) == {"tariffs": 1, "norms": 2, "windows": 2, "rates": 2}


@pytest.mark.parametrize(
    ("noun", "text", "said"),
    [
        (
            windows,
            "valid_from,first_day,last_day\n2027-01-01,25,15\n",
            "первое не позже последнего",
        ),
        (rates, "valid_from,late_fee_rate\n2027-01-01,9.555\n", "Нужны проценты в год: 9.5"),
        (norms, "valid_from,category,norm_kwh\n2027-01-01,flat,96\n", "Можно: urban_gas"),
        (
            windows,
            "valid_from,first_day,last_day\n2027-01-01,15,25\n2027-01-01,1,25\n",
            "в файле уже сказано другое",
        ),
    ],
)
def test_a_wrong_row_is_explained(
    database: Database, tmp_path: Path, noun: object, text: str, said: str
) -> None:
    with pytest.raises(ImportRefused) as caught:
        noun.run(db=database, path=write(tmp_path, text), books=BOOKS)  # type: ignore[attr-defined]
    row = caught.value.rows[-1]
    assert row.line == text.count("\n")
    assert said in refusal(row.reason)
    assert changes.versions(db=database) == {}
