"""What runs on a schedule or in the background; each job calls one use case."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from huey import Huey

from lk_app import wiring
from lk_app.jobs import (
    autopay,
    billing,
    ebills,
    figures,
    housekeeping,
    letters,
    moving,
    notices,
    payments,
    personal_data,
    recovery,
    warehouse,
)
from lk_app.jobs.queue import answers, apart, embedded, queue

__all__ = ["answers", "registered", "run", "serving"]

NOUNS = (
    *(autopay, billing, ebills, figures, housekeeping, letters, moving, notices),
    *(payments, personal_data, recovery, warehouse),
)


@cache
def registered() -> Huey:
    """The process's queue with every job in it."""
    jobs = queue()
    for noun in NOUNS:
        noun.add_to(jobs)
    return jobs


@asynccontextmanager
async def serving() -> AsyncIterator[None]:
    """Jobs of a serving process: it asks for them, and runs them too unless LK_REDIS_URL is set."""
    jobs = registered()
    if wiring.settings().redis_url:  # several servers share one queue; `lk worker` empties it
        yield
        return
    consumer = embedded(jobs)
    consumer.start()
    try:
        yield
    finally:
        consumer.stop(graceful=True)


def run() -> None:
    """Run the jobs in a process of their own until Ctrl-C (`lk worker`)."""
    apart(registered()).run()
