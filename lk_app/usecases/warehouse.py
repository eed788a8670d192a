"""A full export for the warehouse: one consistent state of the books, a Parquet file a table.

It is made beside its place and moved there whole, so nobody ever reads half of one.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from lk_app.db import audit, warehouse
from lk_app.db.engine import Database
from lk_app.documents import parquet
from lk_app.domain.audit import Action, Actor, Deed
from lk_app.domain.warehouse import FORMAT, KEPT, Table, WarehouseRefused, Written

MANIFEST = "manifest.json"
LATEST = "latest"
AT_WORK = ".at-work"
GIVEN_UP = timedelta(hours=6)  # what was begun so long ago was killed
PIECE = 1 << 20

Progress = Callable[[int, int], None]  # tables done, tables in all


def export(
    *,
    db: Database,
    out: Path,
    by: Actor,
    now: datetime,
    keep: int = KEPT,
    progress: Progress | None = None,
) -> tuple[Path, Sequence[Written]]:
    """Write everything that leaves into a new folder under `out`, named by the moment (`now`, in
    the supplier's zone), and point `latest` there; of older ones `keep` in all stay.

    Raises WarehouseRefused: warehouse.no_library; warehouse.at_work while another one is made.
    """
    folder = out / f"{now:%Y-%m-%dT%H%M%S}"
    with _alone(out, now) as making:
        with db.read() as session:
            written = _write_all(session, making, progress)
            revision = warehouse.revision(session)
        _write_manifest(making, written, revision, now)
        making.rename(folder)
        _point(out / LATEST, folder.name)
    _forget_old(out, keep)
    with db.write() as session:
        rows = sum(one.rows for one in written)
        audit.note(session, by, Deed(Action.EXPORTED, "хранилище", after={"rows": rows}), at=now)
    return folder, written


@contextmanager
def _alone(out: Path, now: datetime) -> Iterator[Path]:
    """A folder that one export at a time works in."""
    making = out / AT_WORK
    out.mkdir(parents=True, exist_ok=True)
    if making.exists() and now.timestamp() - making.stat().st_mtime > GIVEN_UP.total_seconds():
        shutil.rmtree(making)
    try:
        making.mkdir(mode=0o700)
    except FileExistsError:
        raise WarehouseRefused("warehouse.at_work", folder=str(making)) from None
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)  # gone already when it was moved to its place


def _write_all(session: Session, folder: Path, progress: Progress | None) -> list[Written]:
    tables, written = warehouse.exported(), []
    for done, table in enumerate(tables, start=1):
        written.append(_write(session, folder, table))
        if progress is not None:
            progress(done, len(tables))
    return written


def _write(session: Session, folder: Path, table: Table) -> Written:
    path = folder / f"{table.name}.parquet"
    sums = dict.fromkeys(table.summed, 0)

    def added_up() -> Iterator[Sequence[Sequence[Any]]]:
        for piece in warehouse.rows(session, table.name):
            for at in sums:
                sums[at] += sum(row[at] or 0 for row in piece)
            yield piece

    rows = parquet.write(path, table, added_up())
    told = {table.columns[at].name: total for at, total in sums.items()}
    return Written(table.name, path.name, rows, path.stat().st_size, fingerprint(path), told)


def _write_manifest(folder: Path, written: Sequence[Written], revision: str, now: datetime) -> None:
    columns = {
        table.name: [asdict(column) for column in table.columns] for table in warehouse.exported()
    }
    files = [{**asdict(one), "columns": columns[one.table]} for one in written]
    said = {"format": FORMAT, "schema": revision, "made_at": now.isoformat(), "tables": files}
    text = json.dumps(said, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def fingerprint(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _point(link: Path, name: str) -> None:
    """Have a name lead to another folder in one step."""
    fresh = link.with_name(f".{link.name}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(name)
    fresh.replace(link)


def _forget_old(out: Path, keep: int) -> None:
    made = sorted(path.parent for path in out.glob(f"20*/{MANIFEST}"))
    for folder in made[: max(0, len(made) - keep)]:
        shutil.rmtree(folder)
