"""What the command line publishes: the same files, and the log says that nobody else looked."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import ModuleType

from sqlmodel import Session

from lk_app.db import audit
from lk_app.db.engine import Database
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.imports import Imported
from lk_app.usecases.imports.loading import Books, Progress
from lk_app.usecases.publishing import norms, rates, tariffs, windows

ACTIONS: Mapping[ModuleType, Action] = {
    tariffs: Action.TARIFFS_PUBLISHED,
    norms: Action.NORMS_PUBLISHED,
    windows: Action.WINDOWS_PUBLISHED,
    rates: Action.RATES_PUBLISHED,
}


def publish(
    noun: ModuleType,
    *,
    db: Database,
    path: Path,
    books: Books,
    by: Actor,
    now: datetime,
    progress: Progress | None = None,
) -> Imported:
    """Put a file in force and note it, if it changed anything; raises ImportRefused as its noun.

    `by` is the administrator of the machine (decision 0019); `now` is real time.
    """

    def seal(session: Session, done: Imported) -> None:
        if done.added:
            deed = Deed(ACTIONS[noun], path.name, after={"rows": done.added})
            audit.note(session, by, deed, at=now)

    done: Imported = noun.run(db=db, path=path, books=books, progress=progress, seal=seal)
    return done
