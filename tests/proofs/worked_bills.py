"""The worked bills by the commands an operator types, compared as `lk billing show` prints."""

import csv
import json
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from typer.testing import CliRunner

from tests.cabinet import ROOT, Cabinet

DATA = ROOT / "tests" / "data"
ALL = 145  # 144 bills, and the one after the late payment


def check(var_dir: Path, database_url: str) -> int:
    """Import, run, show each bill; how many were equal, the one after the late payment included."""
    office = Cabinet(var_dir, LK_DATABASE_URL=database_url, LK_CLOCK="2026-12-02T09:00")
    office.lk("tariffs", "publish", str(DATA / "tariffs.csv"))
    for noun in ("accounts", "readings", "payments"):
        office.lk("import", noun, str(DATA / f"{noun}.csv"))
    office.lk("billing", "run", "--period", "2024-10", "--until", "2026-10")
    expected = [json.loads(line) for line in (DATA / "expected_bills.jsonl").open()]
    # one process that answers many commands: starting each anew proves nothing more
    with ProcessPoolExecutor(
        1, get_context("spawn"), initializer=_move_in, initargs=(office.environment,)
    ) as pool:
        assert list(pool.map(show, expected)) == expected
        late = _late_payment(office, var_dir)
        assert pool.submit(show, late).result() == late
    return len(expected) + 1


def _late_payment(office: Cabinet, var_dir: Path) -> dict[str, str]:
    """What the run after it must post."""
    story = json.loads((DATA / "expected_late_payment.json").read_text())
    late = var_dir / "late.csv"
    with late.open("w", newline="") as file:
        csv.writer(file).writerows([story["payment"], story["payment"].values()])
    office.lk("import", "payments", str(late))
    office.lk("billing", "run", "--period", "2026-11")
    bill: dict[str, str] = story["bill"]
    return bill


def _move_in(environment: dict[str, str]) -> None:
    os.environ.update(environment)


def show(bill: dict[str, str]) -> object:
    """What `lk billing show` prints for this account and period."""
    from lk_app.cli import app

    whose = ("--account", bill["account_number"], "--period", bill["period"])
    done = CliRunner().invoke(app, ["billing", "show", *whose, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)
