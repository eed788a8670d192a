"""`lk export`: files for the supplier's other systems."""

from pathlib import Path
from typing import Annotated

import typer

from lk_app import wording
from lk_app.cli.files import administrator, progress
from lk_app.domain.periods import Period
from lk_app.domain.warehouse import KEPT

app = typer.Typer(help="Files for other systems (docs/formats.md).", no_args_is_help=True)


@app.callback()
def exports() -> None:
    """Files for other systems."""


@app.command(epilog="Example: lk export readings --period 2026-10 --out readings.csv")
def readings(
    period: Annotated[str, typer.Option(help="The month they count for, as 2026-10.")],
    out: Annotated[Path, typer.Option(help="Where the file goes; an old one is replaced.")],
) -> None:
    """The readings that count for a month, one row a register."""
    from lk_app import wiring
    from lk_app.usecases import readings_export

    text, many = readings_export.csv_file(
        db=wiring.database(), period=Period.parse(period), tz=wiring.settings().zone
    )
    out.write_text(text, encoding="utf-8", newline="")
    typer.echo(f"{out}: показаний {many}")


@app.command(epilog="Example: lk export warehouse --out /srv/warehouse")
def warehouse(
    out: Annotated[Path, typer.Option(help="The folder of exports; each gets one of its own.")],
    keep: Annotated[int, typer.Option(min=1, help="How many of them stay.")] = KEPT,
) -> None:
    """Everything but secrets as Parquet files with a manifest, for a warehouse or a move."""
    from lk_app import wiring
    from lk_app.usecases import warehouse as noun

    with progress("выгрузка") as told:
        folder, written = noun.export(
            db=wiring.database(),
            out=out,
            by=administrator(),
            now=wiring.real_now().astimezone(wiring.settings().zone),
            keep=keep,
            progress=told,
        )
    rows = wording.number(sum(one.rows for one in written))
    typer.echo(f"{folder}: таблиц {len(written)}, строк {rows}")
