"""A file of any length asks the database the same few questions."""

from pathlib import Path

import pytest
from sqlalchemy import event

from lk_app.db.engine import Database
from tests import engines
from tests.proofs import books, world_files

FEW, MANY = 30, 300  # households


@pytest.mark.parametrize("name", engines.NAMES)
def test_ten_times_the_rows_are_hardly_more_statements(
    request: pytest.FixtureRequest, name: str, tmp_path: Path
) -> None:
    engine = request.getfixturevalue(f"{name}_engine")
    counts = []
    for households in (FEW, MANY):
        folder = tmp_path / str(households)
        folder.mkdir()
        rows = world_files.write(folder, seed="bulk", count=households)
        with engine.fresh() as url:
            counts.append(_statements(url, folder) / len(list(folder.glob("*/*.csv"))))
    assert rows["closings"] > MANY / 10
    assert counts[1] < 1.5 * counts[0], counts


def _statements(url: str, folder: Path) -> int:
    """How many it takes to bring a world in."""
    db, said = Database(url), 0

    def count(*_: object) -> None:
        nonlocal said
        said += 1

    books.announce(db, folder)
    event.listen(db._engine, "before_cursor_execute", count)
    for month in world_files.months():
        books.bring_in(db, folder, month, without=("refunds",))
    db.close()
    return said
