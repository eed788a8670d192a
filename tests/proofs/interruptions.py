"""A monthly run as an operator starts it, killed at any point, started again, started twice."""

import hashlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from lk_app.db.engine import Database
from tests.cabinet import LK, ROOT, Cabinet
from tests.domain.calculator import written_month
from tests.domain.calculator.months import day_of
from tests.domain.random_accounts import FIRST, LAST

RUN = ("billing", "run", "--period", written_month(FIRST), "--until", written_month(LAST), "--json")
DONE = """
SELECT count(*) FROM billing_chunks JOIN billing_runs ON id = run_id
WHERE done AND state = 'running'"""
LOOK_EVERY = 0.01
# What two runs of the same order may differ in: surrogate keys, and which run it was
OWN = {"id", "posted_at", "run_id"}
ROWS = {
    "bills": "SELECT * FROM bills ORDER BY account_id, period",
    "ledger_entries": "SELECT * FROM ledger_entries ORDER BY kind, ref",
    "positions": "SELECT * FROM positions ORDER BY account_id",
    "balances": """
        SELECT account_id, sum(CASE WHEN debit = 'receivable' THEN amount ELSE -amount END) AS owed
        FROM ledger_entries GROUP BY account_id ORDER BY account_id""",
}


@dataclass(frozen=True)
class Office:
    """Where `lk billing run` is started: a database, and the clock after the last month."""

    url: str
    var_dir: Path

    def start(self, *options: str) -> subprocess.Popen[str]:
        """A run in a process group of its own."""
        clock = f"{day_of(LAST + 1, 2).isoformat()}T09:00"
        cabinet = Cabinet(self.var_dir, LK_DATABASE_URL=self.url, LK_CLOCK=clock, LK_PORT="3999")
        return subprocess.Popen(
            [LK, *RUN, *options],
            cwd=ROOT,
            env=cabinet.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *options: str) -> float:
        """A run to its end; how many seconds it took."""
        started = time.monotonic()
        finish(self.start(*options))
        return time.monotonic() - started

    def bills(self) -> int:
        """How many bills are posted now."""
        return self._ask("SELECT count(*) FROM bills")

    def chunks(self) -> int:
        """How many the last run was cut into."""
        last = "(SELECT max(id) FROM billing_runs)"
        return self._ask(f"SELECT count(*) FROM billing_chunks WHERE run_id = {last}")

    def done(self) -> int:
        """How many chunks of the run that goes on are done."""
        return self._ask(DONE)

    def kill_at(self, process: subprocess.Popen[str], chunks: int, seconds: float) -> bool:
        """SIGKILL to the whole group so long after so many chunks; False if it was over before."""
        db = Database(self.url)
        while process.poll() is None and _ask(db, DONE) < chunks:
            time.sleep(LOOK_EVERY)
        db.close()
        try:
            process.communicate(timeout=seconds)
            return False
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return True

    def digest(self) -> dict[str, str]:
        """SHA-256 of every bill, ledger row, position and balance, by table."""
        db = Database(self.url)
        try:
            return {name: _digest(db, query) for name, query in ROWS.items()}
        finally:
            db.close()

    def _ask(self, query: str) -> int:
        db = Database(self.url)
        try:
            return _ask(db, query)
        finally:
            db.close()


def finish(process: subprocess.Popen[str]) -> None:
    """Wait for the end of a run; it must be a good one."""
    said, complained = process.communicate()
    assert process.returncode == 0, said[-2000:] + complained[-2000:]


def _ask(db: Database, query: str) -> int:
    with db.read() as session:
        return int(session.connection().execute(text(query)).scalar_one())


def _digest(db: Database, query: str) -> str:
    digest = hashlib.sha256()
    with db.read() as session:
        rows = session.connection().execution_options(yield_per=5_000).execute(text(query))
        keep = [place for place, name in enumerate(rows.keys()) if name not in OWN]
        for row in rows:
            digest.update(repr([row[place] for place in keep]).encode())
    return digest.hexdigest()
