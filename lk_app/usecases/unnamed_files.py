"""Files in a folder that no row names: one took another's place, or a process was killed between
the file and its row."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlmodel import Session

from lk_app.db.engine import Database
from lk_app.domain import housekeeping as rules
from lk_app.gateways.ports import DatedStore

AT_ONCE = 500


def forget(
    *,
    db: Database,
    store: DatedStore,
    named: Callable[[Session, Sequence[str]], set[str]],
    now: datetime,
) -> int:
    """Delete a sixteenth of them an hour; how many. `named` tells which keys a row still has.

    `now` is real time.
    """
    share = f"{int(now.timestamp() // 3600) % 16:x}"
    old = store.unused_since(rules.photos_before(now), share=share)
    forgotten = 0
    for some in _batched(old, AT_ONCE):
        with db.read() as session:
            left = set(some) - named(session, some)
        for key in left:
            store.drop(key)
        forgotten += len(left)
    return forgotten


def _batched(keys: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Some at a time, as many as a query takes."""
    return (keys[at : at + size] for at in range(0, len(keys), size))
