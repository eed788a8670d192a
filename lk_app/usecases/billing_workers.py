"""The processes that bill the chunks of a run: this one, or as many as there are cores."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import tzinfo
from multiprocessing import forkserver
from multiprocessing.connection import wait

from lk_app.db import billing_runs
from lk_app.db.engine import Database, Turns
from lk_app.domain.billing_facts import Rules
from lk_app.domain.billing_runs import BillingRun, Chunk
from lk_app.usecases.billing_chunks import bill_chunk

Billing = Callable[[Iterable[Chunk]], Iterator[tuple[Chunk, bool]]]  # with whether it was ours

# Every process is a copy of a server that has imported all this once, and has no thread and no
# connection: SQLite and PostgreSQL forbid to carry those into another process.
FORKING = multiprocessing.get_context("forkserver")


def get_ready(workers: int) -> None:
    """Let that server import while the command looks at its run: the imports take a second."""
    if workers > 1:
        FORKING.set_forkserver_preload(["__main__", __name__])
        forkserver.ensure_running()


@contextmanager
def at_work(db: Database, run: BillingRun, tz: tzinfo, workers: int) -> Iterator[Billing]:
    """Whoever bills chunks, in as many processes; what is begun is finished on leaving."""
    if workers == 1:
        with _without_looking_for_cycles():
            yield _Worker(db, run, tz).each
        return
    turns = FORKING.Lock() if db.has_one_writer else None
    pool = ProcessPoolExecutor(workers, FORKING, _enter, (db.url, run, tz, turns))
    try:
        yield lambda chunks: pool.map(_bill, chunks)
    finally:
        pool.shutdown(cancel_futures=True)


class _Worker:
    """One process's connection and its copy of the rules."""

    def __init__(self, db: Database, run: BillingRun, tz: tzinfo) -> None:
        self._db = db
        self._run = run
        with db.read() as session:
            self._rules: Rules = billing_runs.rules(session, run, tz)

    def each(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, bool]]:
        return map(self.bill, chunks)

    def bill(self, chunk: Chunk) -> tuple[Chunk, bool]:
        mine = bill_chunk(db=self._db, run=self._run, chunk=chunk, rules=self._rules)
        gc.collect()
        return chunk, mine


def _stop_looking_for_cycles() -> None:
    """A chunk makes a million objects and hardly a cycle: looking for them again and again takes
    longer than the rules themselves. Once a chunk is enough."""
    gc.freeze()
    gc.disable()


@contextmanager
def _without_looking_for_cycles() -> Iterator[None]:
    was_looking = gc.isenabled()
    _stop_looking_for_cycles()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_looking:
            gc.enable()


_worker: _Worker | None = None


def _enter(url: str, run: BillingRun, tz: tzinfo, turns: Turns | None) -> None:
    """Make a process of the pool ready. Ctrl-C is for the command: it lets us finish our chunk."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_command, daemon=True).start()
    _stop_looking_for_cycles()
    _worker = _Worker(Database(url, bulk=True, turns=turns), run, tz)


def _end_with_the_command() -> None:
    """A command that was killed tells nobody: its chunks in hand roll back with us."""
    command = multiprocessing.parent_process()
    if command is not None:
        wait([command.sentinel])
        os._exit(1)


def _bill(chunk: Chunk) -> tuple[Chunk, bool]:
    assert _worker is not None
    return _worker.bill(chunk)
