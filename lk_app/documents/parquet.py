"""Parquet files, a piece at a time; pyarrow comes with the extra `warehouse` alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lk_app.domain.warehouse import ColumnKind, Table, WarehouseRefused

UNITS = {ColumnKind.KOPECKS: "kopecks", ColumnKind.JSON: "json", ColumnKind.MOMENT: "UTC"}


def write(path: Path, table: Table, pieces: Iterable[Sequence[Sequence[Any]]]) -> int:
    """Write a table, one row group a piece, each gone from memory before the next; the rows."""
    arrow, parquet = _library()
    schema, many = _schema(arrow, table), 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for piece in pieces:
            columns = [
                arrow.array(values, type=field.type)
                for values, field in zip(zip(*piece, strict=True), schema, strict=True)
            ]
            writer.write_batch(arrow.record_batch(columns, schema=schema))
            many += len(piece)
    return many


def read(path: Path, at_once: int) -> Iterator[list[Mapping[str, Any]]]:
    """The rows of a file by column names, a piece at a time."""
    _, parquet = _library()
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=at_once):
            yield batch.to_pylist()


def _schema(arrow: Any, table: Table) -> Any:
    kinds = {
        ColumnKind.INTEGER: arrow.int64(),
        ColumnKind.KOPECKS: arrow.int64(),
        ColumnKind.TEXT: arrow.string(),
        ColumnKind.JSON: arrow.string(),
        ColumnKind.DAY: arrow.date32(),
        ColumnKind.MOMENT: arrow.timestamp("us", tz="UTC"),
        ColumnKind.FLAG: arrow.bool_(),
    }
    return arrow.schema(
        [
            arrow.field(
                one.name,
                kinds[one.kind],
                nullable=one.may_be_empty,
                metadata={"unit": UNITS[one.kind]} if one.kind in UNITS else None,
            )
            for one in table.columns
        ]
    )


def _library() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise WarehouseRefused("warehouse.no_library") from None
    return pyarrow, pyarrow.parquet
