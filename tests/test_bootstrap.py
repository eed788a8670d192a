"""What `make` says on a machine where something is missing: one line, and what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cabinet import ROOT, one_line

PRETEND_OLD = (
    "import sys; sys.version_info = (3, 8); sys.argv = ['bootstrap.py', 'run'];"
    "import bootstrap; bootstrap.main()"
)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a fresh clone holds of the installation."""
    for name in ("bootstrap.py", "Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for lock in ROOT.glob("requirements*.lock"):
        shutil.copy(lock, tmp_path)
    return tmp_path


def test_an_old_python_is_told_which_one_is_needed(clone: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRETEND_OLD],
        cwd=clone, env={"PATH": "/nonexistent"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Python 3.8 is too old: install Python 3.11" in one_line(done.stderr)


def test_without_a_network_the_line_says_so(clone: Path) -> None:
    closed = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    done = subprocess.run(
        [sys.executable, "bootstrap.py", "run"],
        cwd=clone, env={"PATH": os.environ["PATH"], "PIP_RETRIES": "0", **closed},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "no network" in one_line(done.stderr)


def test_the_locks_name_no_registry_and_no_second_server() -> None:
    locks = [*ROOT.glob("requirements*.lock"), *(ROOT / "reflex.lock").iterdir()]
    locks += (ROOT / "tests" / "tools").glob("*/package-lock.json")
    assert len(locks) == 7
    for lock in locks:
        text = lock.read_text()
        assert "resolved" not in text
        assert "--index-url" not in text
        assert "--find-links" not in text
        assert "\nuvicorn==" not in text  # Reflex would serve with it instead of granian
