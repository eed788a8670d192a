"""The monthly run for a supplier of LK_BENCH_ACCOUNTS accounts (a million), on both engines.

`python -m tests.benches.billing [sqlite] [postgresql]`
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import text

from lk_app.db import billing_facts
from lk_app.db.engine import Database
from lk_app.db.migrate import migrate
from lk_app.domain.bills import as_record
from tests import engines
from tests.benches.world import LAST, ORIGINALS, World, copy, replayed
from tests.cabinet import LK, ROOT

ACCOUNTS = int(os.environ.get("LK_BENCH_ACCOUNTS", "1000000"))
PROMISED = {"sqlite": 60.0, "postgresql": 120.0}  # seconds for a million on two cores
MEMORY = 2_000  # MB, of all processes of the run together
AFTERWARDS = "2026-11-02T08:00+"
LOOK_EVERY = 2.0
SAMPLE = 300

BASELINE = {
    "sqlite": """
CREATE TEMP TABLE by_hand AS
SELECT n.account_id, sum((v.value - o.value) * t.price) AS amount
FROM readings n
JOIN meters m ON m.id = n.meter_id
JOIN accounts a ON a.id = n.account_id
JOIN readings e ON e.account_id = n.account_id AND e.taken_on = '2026-09-20'
JOIN json_each(n."values") v JOIN json_each(e."values") o ON o.key = v.key
JOIN tariffs t ON t.category = a.category AND t.zones = m.zones AND t.register_name = v.key
 AND t.band = 1 AND t.valid_from <= '2026-10-01'
 AND (t.valid_to IS NULL OR t.valid_to > '2026-10-01')
WHERE n.taken_on = '2026-10-20' GROUP BY n.account_id""",
    "postgresql": """
CREATE TEMP TABLE by_hand AS
SELECT n.account_id, sum((v.value::int - o.value::int) * t.price) AS amount
FROM readings n
JOIN meters m ON m.id = n.meter_id
JOIN accounts a ON a.id = n.account_id
JOIN readings e ON e.account_id = n.account_id AND e.taken_on = '2026-09-20'
CROSS JOIN LATERAL json_each_text(n."values") v
JOIN LATERAL json_each_text(e."values") o ON o.key = v.key
JOIN tariffs t ON t.category = a.category AND t.zones = m.zones AND t.register_name = v.key
 AND t.band = 1 AND t.valid_from <= '2026-10-01'
 AND (t.valid_to IS NULL OR t.valid_to > '2026-10-01')
WHERE n.taken_on = '2026-10-20' GROUP BY n.account_id""",
}


def main() -> None:
    """Each engine in turn; a bill that is not what a replay says ends the bench with an error."""
    for engine in sys.argv[1:] or engines.NAMES:
        with _database(engine) as url:
            measure(engine, url)


def measure(engine: str, url: str) -> None:
    """Make the world, bill October, hold it against replays and against SQL by hand."""
    db = Database(url, bulk=True)
    started = time.monotonic()
    migrate(db)
    with tempfile.TemporaryDirectory() as folder:
        World(Path(folder)).live(db)
    copy(db, ACCOUNTS)
    _settle_down(db)
    registers = _number(db, "SELECT sum(zones) FROM meters")
    print(f"billing, {engine}: {ACCOUNTS:,} accounts, {registers:,} registers; "
          f"made in {time.monotonic() - started:.0f} s", flush=True)  # fmt: skip
    by_hand = _seconds_by_hand(db, engine)
    seconds, memory, said = _run(url)
    assert said == {"posted": ACCOUNTS, "refused": []}, said
    promised = PROMISED[engine] * ACCOUNTS / 1_000_000
    print(f"  run: {seconds:.1f} s of {promised:.0f} s, ratio {seconds / promised:.2f}; "
          f"{ACCOUNTS / seconds:,.0f} accounts/s on {os.cpu_count()} cores")  # fmt: skip
    print(f"  memory of its processes: {memory:.0f} MB of {MEMORY} MB, ratio {memory / MEMORY:.2f}")
    print(f"  set-SQL by hand, metered charges alone: {by_hand:.1f} s; "
          f"the run takes {seconds / by_hand:.1f} times that")  # fmt: skip
    print(f"  {_shares(db)}")
    _check(db)
    db.close()


@contextmanager
def _database(engine: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        if engine == "sqlite":
            yield f"sqlite:///{folder}/bench.db"
            return
        server = engines.PostgreSQL()
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM RESET ALL")  # as durable as it comes
            connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
            connection.execute("SELECT pg_reload_conf()")
        with server.fresh() as url:
            yield url
        server.close()


def _settle_down(db: Database) -> None:
    """What autovacuum would have done in the month since."""
    if not db.has_one_writer:
        with db.own_connection() as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _run(url: str) -> tuple[float, float, object]:
    """Seconds, peak megabytes and the answer of `lk billing run`."""
    with tempfile.TemporaryDirectory() as var_dir:
        environment = {
            **os.environ,
            "LK_DATABASE_URL": url,
            "LK_VAR_DIR": var_dir,
            "LK_CLOCK": AFTERWARDS,
        }
        started = time.monotonic()
        process = subprocess.Popen(
            [LK, "billing", "run", "--period", str(LAST), "--json"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _megabytes(process.pid))
            time.sleep(LOOK_EVERY)
        seconds = time.monotonic() - started
        assert process.stdout is not None
        return seconds, peak, json.loads(process.stdout.read())


def _megabytes(group: int) -> float:
    """What the processes of a group hold in memory, shared pages counted once."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue  # it has ended since
    return total / 1024


def _seconds_by_hand(db: Database, engine: str) -> float:
    started = time.monotonic()
    with db.connection() as connection:
        connection.execute(text(BASELINE[engine].replace("::", "\\:\\:")))
        connection.execute(text("DROP TABLE by_hand"))
    return time.monotonic() - started


def _number(db: Database, query: str) -> int:
    with db.read() as session:
        return int(session.connection().execute(text(query)).scalar() or 0)


def _shares(db: Database) -> str:
    """On what ground the bills stand, in per cent."""
    bases = {
        name: _number(
            db,
            f"SELECT count(*) FROM bills WHERE period = '{LAST}'"
            f" AND CAST(lines AS TEXT) LIKE '%{name}%'",
        )
        for name in ("METERED", "AVERAGE", "NORM")
    }
    fees = _number(db, f"SELECT count(*) FROM bills WHERE period = '{LAST}' AND late_fee > 0")
    told = [f"{name} {count / ACCOUNTS:.0%}" for name, count in bases.items()]
    return ", ".join([*told, f"with late fees {fees / ACCOUNTS:.0%}"])


def _check(db: Database) -> None:
    """Bills equal what a replay from the first fact says, and every copy its original's."""
    with db.read() as session:
        for told in billing_facts.whole(session, range(1, ORIGINALS, ORIGINALS // SAMPLE)):
            (posted,) = [one for one in told.account.posted if one.period == LAST]
            fresh = replayed(session, told.account)
            assert as_record(fresh) == as_record(posted), told.account.account_number
    different = _number(
        db,
        f"""SELECT count(*) FROM bills b JOIN bills o
        ON o.account_id = (b.account_id - 1) % {ORIGINALS} + 1 AND o.period = b.period
        WHERE b.period = '{LAST}' AND (b.closing_balance <> o.closing_balance
        OR b.late_fee <> o.late_fee OR CAST(b.lines AS TEXT) <> CAST(o.lines AS TEXT))""",
    )
    assert different == 0, f"{different} copies have another bill than their original"
    print(f"  a sample of {SAMPLE} equals the replay of all facts; every copy equals its original")


if __name__ == "__main__":
    main()
