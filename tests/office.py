"""`lk` as an operator types it, called in this very process: most tests do not ask for another."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import structlog

from lk_app import cli, wiring


@dataclass(frozen=True)
class Said:
    """What a command printed."""

    stdout: str
    stderr: str


class Office:
    """An installation of its own under `var_dir`, its settings those of the environment."""

    def __init__(self, var_dir: Path, **environment: str) -> None:
        self.var_dir = var_dir
        self.environment = {"LK_VAR_DIR": str(var_dir), **environment}

    def lk(self, *arguments: str, expect: int = 0) -> Said:
        """Run one `lk` command."""
        out, err, code = StringIO(), StringIO(), 0
        with pytest.MonkeyPatch.context() as process, own_logs(), redirect_stdout(out):
            for name, text in self.environment.items():
                process.setenv(name, text)
            process.setattr(sys, "argv", ["lk", *arguments])
            with wired(), redirect_stderr(err):
                try:
                    cli.main()
                except SystemExit as left:
                    code = int(left.code or 0)
        assert code == expect, f"lk {arguments}: {out.getvalue()}{err.getvalue()}"
        return Said(out.getvalue(), err.getvalue())


@contextmanager
def wired() -> Iterator[None]:
    """Settings, database and gateways made anew for the environment of this moment, and undone."""
    parts = [part for part in vars(wiring).values() if hasattr(part, "cache_clear")]
    for part in parts:
        part.cache_clear()
    try:
        yield
    finally:
        if wiring.database.cache_info().currsize:
            wiring.database().close()
        for part in parts:
            part.cache_clear()


@contextmanager
def own_logs() -> Iterator[None]:
    """A command sets the logs of its process up: those of the tests stay as they were."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)
