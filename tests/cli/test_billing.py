"""From an empty database to the printed bill, by the commands an operator types."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from lk_app.db.engine import Database
from lk_app.domain.periods import Period
from lk_app.usecases.billing import bill_record
from tests.cabinet import Cabinet
from tests.office import Office
from tests.usecases.books import open_and_publish

DATA = Path(__file__).parents[1] / "data"
SAMPLES = Path(__file__).parents[2] / "lk_app" / "demo" / "data"
SINCE_2024 = ("--period", "2024-10", "--until", "2026-10")
ALONE = (*SINCE_2024, "--workers", "1")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the sample accounts, readings and payments; nothing published."""
    office = Office(tmp_path_factory.mktemp("archive"))
    office.lk("migrate")
    for noun in ("accounts", "readings", "payments"):
        office.lk("import", noun, str(SAMPLES / f"{noun}.csv"))
    return office.var_dir


@pytest.fixture
def office(archive: Path, tmp_path: Path) -> Office:
    """A copy of it for one test."""
    return Office(shutil.copytree(archive, tmp_path / "var"))


def test_import_publish_run_show(office: Office) -> None:
    for noun in ("tariffs", "norms", "windows", "rates"):
        office.lk(noun, "publish", str(SAMPLES / f"{noun}.csv"))
    run = office.lk("billing", "run", *ALONE)
    assert "счетов не рассчитано: 0" in run.stdout
    expected = (DATA / "expected_bills.jsonl").read_text().splitlines()
    for line in (expected[0], expected[-1]):
        bill = json.loads(line)
        whose = ("--account", bill["account_number"], "--period", bill["period"])
        shown = office.lk("billing", "show", *whose, "--json")
        assert shown.stdout.rstrip("\n") == line
    again = json.loads(office.lk("billing", "run", *ALONE, "--json").stdout)
    assert again == {"posted": 0, "refused": []}


def test_two_workers_bill_what_one_would(database_url: str, tmp_path: Path) -> None:
    with closing(Database(database_url)) as db:
        open_and_publish(db)
    office = Cabinet(tmp_path, LK_DATABASE_URL=database_url)
    run = office.lk("billing", "run", *SINCE_2024, "--workers", "2", "--json")
    expected = (DATA / "expected_bills.jsonl").read_text().splitlines()
    said = json.loads(run.stdout)
    assert said["posted"] > len(expected)  # other accounts of the samples, too
    assert said["refused"] == []
    bill = json.loads(expected[-1])
    with closing(Database(database_url)) as db:
        made = bill_record(
            db=db,
            account_number=bill["account_number"],
            period=Period.parse(bill["period"]),
        )
    assert made == bill


def test_what_cannot_be_billed_is_listed_and_picked_up_after_the_mend(
    office: Office, tmp_path: Path
) -> None:
    full = (SAMPLES / "tariffs.csv").read_text().splitlines(keepends=True)
    partial = tmp_path / "partial.csv"
    partial.write_text("".join(line for line in full if ",rural," not in line))
    office.lk("tariffs", "publish", str(partial))
    run = office.lk("billing", "run", *ALONE, expect=1)
    assert "Нет тарифа: сельская местность, зон: 1. Опубликуйте его." in run.stderr
    refused = json.loads(office.lk("billing", "run", *ALONE, "--json", expect=1).stdout)
    assert refused["posted"] == 0
    assert {one["code"] for one in refused["refused"]} == {"tariff.category"}
    office.lk("tariffs", "publish", str(SAMPLES / "tariffs.csv"))
    mended = json.loads(office.lk("billing", "run", *ALONE, "--json").stdout)
    assert mended["posted"] > 0


def test_a_bad_file_is_refused_by_line(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.lk("migrate")
    bad = tmp_path / "windows.csv"
    bad.write_text("valid_from,first_day,last_day\n2027-01-01,15,25\n2027-02-01,26,15\n")
    said = office.lk("windows", "publish", str(bad), expect=1).stderr
    assert said.startswith("строка 3: Срок передачи")
    assert "Ничего не опубликовано" in said


def test_a_command_without_its_month_is_a_usage_error(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.lk("billing", "run", expect=2)
    assert "2026-10" in office.lk("billing", "run", "--period", "October", expect=1).stderr
