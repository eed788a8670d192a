"""The queue of background jobs: SQLite beside the database, Valkey beyond one process.

Why huey: docs/decisions/0004-jobs-on-huey.md.
"""

import sqlite3
from functools import cache

import redis
from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer
from huey.serializer import SignedSerializer

from lk_app import wiring
from lk_app.security import secret_key
from lk_app.settings import Settings

LOOK_EVERY = 0.5  # seconds between looks into an idle SQLite queue; Valkey wakes the worker itself
WORKERS = 2


@cache
def queue() -> Huey:
    """The process's queue."""
    return made(wiring.settings())


def made(settings: Settings) -> Huey:
    """A queue for these settings. Jobs are pickled, so each is signed: Valkey may be shared."""
    serializer = SignedSerializer(secret=secret_key(settings), salt="jobs")
    if settings.redis_url:
        return RedisHuey("lk", url=settings.redis_url, results=False, serializer=serializer)
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    path = settings.var_dir / "jobs.db"
    return SqliteHuey("lk", filename=str(path), results=False, serializer=serializer)


class EmbeddedConsumer(Consumer):  # type: ignore[misc]  # huey has no types
    """Runs jobs on threads of this process; signals stay with whoever runs the process."""

    def _set_signal_handlers(self) -> None:
        """The serving process has handlers of its own."""


def answers() -> bool:
    """Whether the queue can be asked; SQLite's is a file beside the others."""
    try:
        queue().pending_count()
    except (redis.RedisError, sqlite3.Error, OSError):
        return False
    return True


def embedded(jobs: Huey) -> Consumer:
    """A consumer to `start()` and `stop(graceful=True)` inside the serving process."""
    return EmbeddedConsumer(jobs, workers=WORKERS, max_delay=LOOK_EVERY, check_worker_health=False)


def apart(jobs: Huey) -> Consumer:
    """A consumer to `run()` as a process of its own until SIGINT or SIGTERM."""
    return Consumer(jobs, workers=WORKERS, max_delay=LOOK_EVERY, graceful_signal="TERM")
