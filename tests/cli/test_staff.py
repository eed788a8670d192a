"""`lk staff`: the first admin comes in by the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lk_app import wiring
from lk_app.cli import staff
from lk_app.usecases import installation
from lk_app.usecases import staff as people
from tests.office import Office, wired

SAMPLES = Path(__file__).parents[2] / "lk_app" / "demo" / "data"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    monkeypatch.setenv("LK_DATABASE_URL", f"sqlite:///{tmp_path}/lk.db")
    with wired():
        installation.migrate(db=wiring.database())
        yield CliRunner()


def test_an_admin_is_invited_listed_and_sent_away(office: CliRunner) -> None:
    added = office.invoke(staff.app, ["add", "Olga@lk.example", "--role", "admin"])
    secret = added.stdout.strip().partition("/staff/enrol?token=")[2]
    invited = people.invited(db=wiring.database(), secret=secret, now=wiring.real_now())
    assert (invited.email, invited.role, invited.name) == ("olga@lk.example", "admin", "Olga")
    again = office.invoke(staff.app, ["reset-second-factor", "olga@lk.example"])
    assert again.stdout != added.stdout
    office.invoke(staff.app, ["disable", "olga@lk.example"])
    (listed,) = json.loads(office.invoke(staff.app, ["list", "--json"]).stdout)
    assert listed["state"] == "disabled"
    log = office.invoke(staff.app, ["audit", "--json"]).stdout.splitlines()
    assert [json.loads(line)["action"] for line in log] == [
        "staff.disabled",
        "staff.reset",
        "staff.added",
    ]
    assert office.invoke(staff.app, ["add", "a@b.example", "--role", "owner"]).exit_code == 2


def test_what_one_person_publishes_by_command_stands_in_the_log(tmp_path: Path) -> None:
    office = Office(tmp_path, SUDO_USER="ivan")
    office.lk("migrate")
    for _ in range(2):  # the second time changes nothing
        office.lk("rates", "publish", str(SAMPLES / "rates.csv"))
        office.lk("tariffs", "publish", str(SAMPLES / "tariffs.csv"))
    said = office.lk("staff", "audit").stdout
    assert said.count("lk (ivan) tariffs.published") == said.count("rates.published") == 1
