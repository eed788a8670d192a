"""Rows of which the latest by date stands: windows, norms, rates."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session

from lk_app.db import changes, positions
from lk_app.domain.imports import RowRefused
from lk_app.domain.periods import Period
from lk_app.usecases.imports.loading import Books, Item, Kept

T = TypeVar("T")


def each_put(
    put: Callable[[Session, T, datetime], bool],
    *,
    topic: str,
    key: Callable[[T], Hashable],
    unsettles: Callable[[T], date] | None = None,
) -> Callable[[Session, Sequence[Item[T]], Books, Kept], None]:
    """The `keep` of a format whose rows are put one by one; `key` is what a row is about.

    `unsettles` is the day from which on a row changes how posted months are replayed, if it does.
    """

    def keep(session: Session, chunk: Sequence[Item[T]], books: Books, kept: Kept) -> None:
        said: dict[Hashable, T] = {}
        unsettled: list[date] = []
        for item in chunk:
            if said.setdefault(key(item.value), item.value) != item.value:
                kept.refuse(item, RowRefused("import.said_twice"))
            elif put(session, item.value, books.now):
                kept.add(item)
                unsettled += [unsettles(item.value)] if unsettles else []
            else:
                kept.recognise(item)
        if kept.added:
            changes.announce(session, topic)
        if unsettled:
            positions.forget_since(session, Period.of(min(unsettled)))

    return keep
