"""Rows of which the latest by date stands: windows, norms, rates."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from lk_app.db import changes
from lk_app.domain.imports import RowRefused
from lk_app.usecases.imports.loading import Books, Item, Kept

T = TypeVar("T")


def each_put(
    put: Callable[[Session, T, datetime], bool], *, topic: str, key: Callable[[T], Hashable]
) -> Callable[[Session, Sequence[Item[T]], Books, Kept], None]:
    """The `keep` of a format whose rows are put one by one; `key` is what a row is about."""

    def keep(session: Session, chunk: Sequence[Item[T]], books: Books, kept: Kept) -> None:
        said: dict[Hashable, T] = {}
        for item in chunk:
            if said.setdefault(key(item.value), item.value) != item.value:
                kept.refuse(item, RowRefused("import.said_twice"))
            elif put(session, item.value, books.now):
                kept.add(item)
            else:
                kept.recognise(item)
        if kept.added:
            changes.announce(session, topic)

    return keep
