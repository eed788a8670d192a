"""Each contract of the import rule is seen to catch one planted violation, on stub modules."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT = Path(sys.executable).parent / "lint-imports"

# contract, the module that misbehaves, what it imports, the line of the report that names it
VIOLATIONS = [
    ("layers", "domain/money.py", "lk_app.wording", "The rooms of the house"),
    ("layers", "usecases/readings.py", "lk_app.states.readings", "The rooms of the house"),
    ("markup", "pages/readings.py", "lk_app.usecases.readings", "Markup talks to states"),
    ("doors", "states/readings.py", "lk_app.db.readings", "go through use cases"),
    ("serving", "serving/server.py", "lk_app.wiring", "Building and serving know no page"),
    ("tables", "usecases/readings.py", "lk_app.db.tables", "Tables are private to db"),
    ("vendors", "usecases/payments.py", "lk_app.gateways.demo_bank", "A vendor module"),
    ("pure", "domain/money.py", "sqlalchemy", "The domain knows no framework"),
]
STUBS = [
    "lk_app.py", "wiring.py", "security.py", "settings.py", "incidents.py",
    "old_passwords.py", "variables.py",
    "cli/__init__.py", "demo/__init__.py", "jobs/__init__.py", "api/__init__.py",
    "components/__init__.py", "documents/__init__.py", "wording/__init__.py",
    "pages/__init__.py", "pages/readings.py", "states/__init__.py", "states/readings.py",
    "usecases/__init__.py", "usecases/readings.py", "usecases/payments.py",
    "serving/__init__.py", "serving/server.py", "db/__init__.py", "db/tables/__init__.py",
    "db/readings.py",
    "gateways/__init__.py", "gateways/ports.py", "gateways/demo_bank.py",
    "domain/__init__.py", "domain/money.py",
]  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The rooms, empty, under the real contracts."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for stub in ["__init__.py", *STUBS]:
        module = tmp_path / "lk_app" / stub
        module.parent.mkdir(parents=True, exist_ok=True)
        module.touch()
    return tmp_path


def lint(house: Path) -> str:
    done = subprocess.run(
        [LINT, "--no-cache"], cwd=house, env={"PYTHONPATH": str(house), "COLUMNS": "200"},
        capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout + done.stderr


def test_the_empty_house_keeps_every_contract(house: Path) -> None:
    assert "0 broken" in lint(house)


@pytest.mark.parametrize(("contract", "module", "imports", "name"), VIOLATIONS)
def test_a_planted_violation_is_caught(
    house: Path, contract: str, module: str, imports: str, name: str
) -> None:
    (house / "lk_app" / module).write_text(f"import {imports}\n")
    broken = [line for line in lint(house).splitlines() if "BROKEN" in line]
    assert any(name in line for line in broken), f"{contract}: {broken}"


def test_a_new_room_must_be_given_its_place(house: Path) -> None:
    (house / "lk_app" / "helpers").mkdir()
    (house / "lk_app" / "helpers" / "__init__.py").touch()
    assert "helpers" in lint(house)
    assert "0 broken" not in lint(house)


def test_every_contract_has_a_planted_violation() -> None:
    declared = (ROOT / "pyproject.toml").read_text().count("[[tool.importlinter.contracts]]")
    assert len({contract for contract, *_ in VIOLATIONS}) == declared
