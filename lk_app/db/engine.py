"""Connections and transactions: SQLite embedded, PostgreSQL beyond one process; the same code."""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, SQLModel

MENTIONED = "topics"
SYNCHRONOUS = "FULL"  # a receipt given is a reading on the disk
BUSY_TIMEOUT_MS = 30_000  # another process (`lk import`) may hold SQLite's one write lock

BULK_CACHE_KB = 128 * 1024  # of one process: the growing ends of every index stay in memory
BULK_WAL_PAGES = 16_384  # 64 MB between two copies into the file: a page changed often goes once


Turns = AbstractContextManager[Any]


class WriterQueue:
    """First come, first served: SQLite has one writer, and its own lock polls unfairly."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn; the next in line is let in on leaving."""
        ticket = threading.Lock()
        ticket.acquire()
        with self._guard:
            self._waiting.append(ticket)
            first = self._waiting[0] is ticket
        if not first:
            ticket.acquire()
        try:
            yield
        finally:
            with self._guard:
                self._waiting.popleft()
                if self._waiting:
                    self._waiting[0].release()


class Database:
    """A database by its address, e.g. sqlite:///var/lk.db or postgresql://user@host/name."""

    def __init__(self, url: str, *, bulk: bool = False, turns: Turns | None = None) -> None:
        """`bulk` is for a process that goes through the whole database: a larger cache.

        `turns` is a lock that several such processes share, so that none of them has to poll for
        SQLite's own.
        """
        self.url = url
        self._engine = _engine(url)
        if bulk and self.dialect == "sqlite":
            event.listen(self._engine, "connect", _prepare_bulk)
        self._writing = self._engine.execution_options(lk_writes=True)
        self._reading = self._engine
        if self.dialect == "postgresql":  # by itself it shows each statement what is newest then
            self._reading = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._writers = WriterQueue()
        self._turns: Turns = turns or nullcontext()
        self._listeners: dict[str, list[Callable[[], object]]] = defaultdict(list)

    @property
    def dialect(self) -> str:
        """Either "sqlite" or "postgresql"."""
        return self._engine.dialect.name

    @property
    def has_one_writer(self) -> bool:
        """Whether everybody who writes waits for everybody else who does."""
        return self.dialect == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one consistent state, locks and writes nothing."""
        with Session(self._reading) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed on leaving, rolled back whole on any exception."""
        turn = self._writers.turn() if self.has_one_writer else nullcontext()
        with turn, self._turns, Session(self._writing) as session, session.begin():
            yield session
        for topic in session.info.get(MENTIONED, ()):
            for act in self._listeners[topic]:
                act()

    def listen(self, topic: str, act: Callable[[], object]) -> None:
        """Call `act` in this process after every commit that mentioned the topic."""
        self._listeners[topic].append(act)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A bare connection in a transaction, for migrations."""
        with self._writing.begin() as connection:
            yield connection

    @contextmanager
    def own_connection(self) -> Iterator[Connection]:
        """A connection for locks that outlive transactions; closed for good on leaving."""
        own = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with own.connect() as connection:
            try:
                yield connection
            finally:
                connection.invalidate()

    def answers(self) -> bool:
        """Whether a trivial query comes back; raises nothing."""
        try:
            with self.read() as session:
                session.connection().execute(text("SELECT 1"))
        except Exception:  # health answers no, whatever broke
            return False
        return True

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def insert(session: Session, table: type[SQLModel]) -> sqlite.Insert | postgresql.Insert:
    """INSERT in the words of this engine: both know ON CONFLICT, each in a class of its own."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def mention(session: Session, topic: str) -> None:
    """Have the topic's listeners called once this transaction is committed, never before."""
    session.info.setdefault(MENTIONED, set()).add(topic)


def _engine(url: str) -> Engine:
    target = make_url(url)
    if target.get_backend_name() == "postgresql":
        target = target.set(drivername="postgresql+psycopg")
        return create_engine(target, pool_pre_ping=True, **JSON_FORMAT)
    if target.database:
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(target, pool_size=16, **JSON_FORMAT)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def as_json(value: object) -> str:
    """The text a JSON column keeps."""
    return orjson.dumps(value).decode()


JSON_FORMAT: Any = {"json_serializer": as_json, "json_deserializer": orjson.loads}


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin or commit on its own
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _prepare_bulk(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA cache_size=-{BULK_CACHE_KB}")
    cursor.execute(f"PRAGMA wal_autocheckpoint={BULK_WAL_PAGES}")
    # a chunk that a power failure takes back is billed again; readings still wait for the disk
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("lk_writes", False)
    # IMMEDIATE: take the write lock first, or a read that turns into a write fails with BUSY
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
