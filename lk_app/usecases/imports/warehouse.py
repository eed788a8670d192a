"""The books out of a full export, into an empty database: another machine, or another engine."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lk_app.db import warehouse
from lk_app.db.engine import Database
from lk_app.documents import parquet
from lk_app.domain.warehouse import FORMAT, WarehouseRefused
from lk_app.usecases.warehouse import MANIFEST, fingerprint

Progress = Callable[[int, int], None]  # tables done, tables in all


def put_back(*, db: Database, folder: Path, progress: Progress | None = None) -> dict[str, int]:
    """Read the books of an export back in one transaction; rows by table.

    People stay behind, and so does who sent a reading or made a payment. Raises WarehouseRefused:
    warehouse.no_library; warehouse.not_one, warehouse.broken (a file is not what its manifest
    says), warehouse.other_schema, warehouse.not_empty.
    """
    files = _checked(folder)
    done: dict[str, int] = {}
    with db.write() as session:
        if files["schema"] != warehouse.revision(session):
            raise WarehouseRefused("warehouse.other_schema", schema=str(files["schema"]))
        if not warehouse.is_empty(session):
            raise WarehouseRefused("warehouse.not_empty")
        books = [table for table in warehouse.exported() if table.is_book]
        for number, table in enumerate(books, start=1):
            done[table.name] = 0
            path = folder / f"{table.name}.parquet"
            for piece in parquet.read(path, warehouse.AT_ONCE):
                warehouse.put_back(session, table.name, piece)
                done[table.name] += len(piece)
            if progress is not None:
                progress(number, len(books))
        warehouse.go_on_counting(session)
    return done


def _checked(folder: Path) -> Mapping[str, Any]:
    """The manifest, its files being what it says."""
    try:
        said: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {one["table"]: (one["file"], one["sha256"]) for one in said["tables"]}
        known = said["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError):
        raise WarehouseRefused("warehouse.not_one", folder=str(folder)) from None
    if not known:
        raise WarehouseRefused("warehouse.not_one", folder=str(folder))
    for table in warehouse.exported():
        name, sha256 = files.get(table.name, ("", ""))
        path = folder / f"{table.name}.parquet"
        if name != path.name or not path.is_file() or fingerprint(path) != sha256:
            raise WarehouseRefused("warehouse.broken", file=path.name)
    return said
