"""`lk import`: files from the supplier's other systems."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from lk_app import wording
from lk_app.cli.files import AsJson, File, bring_in

if TYPE_CHECKING:
    from lk_app.domain.bank_registers import JournalEntry

app = typer.Typer(help="Bring files in (docs/formats.md).", no_args_is_help=True)
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Keep the good rows of a bad file.")]


@app.callback()
def imports() -> None:
    """Bring files in; the same file twice changes nothing."""


@app.command(epilog="Example: lk import accounts accounts.csv")
def accounts(file: File, skip_bad: SkipBad = False, as_json: AsJson = False) -> None:
    """Accounts with their houses, holders, meters and opening balances."""
    from lk_app.usecases.imports import accounts as noun

    bring_in(noun.run, file, as_json, skip_bad=skip_bad)


@app.command(epilog="Example: lk import meters meters.csv --skip-bad")
def meters(file: File, skip_bad: SkipBad = False, as_json: AsJson = False) -> None:
    """Meters that were set, removed, verified or connected to remote reading."""
    from lk_app.usecases.imports import meters as noun

    bring_in(noun.run, file, as_json, skip_bad=skip_bad)


@app.command(epilog="Example: lk import readings readings.csv --json")
def readings(file: File, skip_bad: SkipBad = False, as_json: AsJson = False) -> None:
    """Readings that the supplier collected."""
    from lk_app.usecases.imports import readings as noun

    bring_in(noun.run, file, as_json, skip_bad=skip_bad)


@app.command(epilog="Example: lk import payments reestr.txt --profile sber")
def payments(
    file: File,
    profile: Annotated[
        str, typer.Option(help="A bank's own register: sber, post, erc or a .toml file.")
    ] = "",
    skip_bad: SkipBad = False,
    as_json: AsJson = False,
) -> None:
    """Payments that banks took for the supplier: payments.csv, or a bank's own register."""
    from lk_app.usecases.imports import bank_registers
    from lk_app.usecases.imports import payments as noun

    if not profile:
        bring_in(noun.run, file, as_json, skip_bad=skip_bad)
    elif skip_bad:
        raise typer.BadParameter("a bank's register is taken whole: no --skip-bad with --profile")
    else:
        bring_in(bank_registers.run, file, as_json, profile=profile)


@app.command(epilog="Example: lk import closings closings.csv")
def closings(file: File, skip_bad: SkipBad = False, as_json: AsJson = False) -> None:
    """Accounts of people who moved out, and the new accounts of who moved in."""
    from lk_app import wiring
    from lk_app.usecases.imports import closings as noun

    herald = noun.Herald(wiring.stationery(), wiring.real_now())
    bring_in(noun.run, file, as_json, skip_bad=skip_bad, herald=herald)


@app.command(epilog="Example: lk import refunds refunds.csv")
def refunds(file: File, skip_bad: SkipBad = False, as_json: AsJson = False) -> None:
    """Credits that the supplier paid back."""
    from lk_app.usecases.imports import refunds as noun

    bring_in(noun.run, file, as_json, skip_bad=skip_bad)


@app.command(epilog="Example: lk import journal --limit 5")
def journal(
    limit: Annotated[int, typer.Option(min=1, help="How many of the latest files.")] = 20,
    as_json: AsJson = False,
) -> None:
    """The files that were brought in, the latest first."""
    from lk_app import wiring
    from lk_app.usecases.imports import undoing

    entries = undoing.journal(db=wiring.database(), limit=limit)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in entries], default=str, ensure_ascii=False))
        return
    for one in entries:
        typer.echo(_line(one))


def _line(one: "JournalEntry") -> str:
    from lk_app import wiring

    what = " ".join(filter(None, [one.kind, one.bank]))
    at = wording.moment(one.imported_at, wiring.settings().zone)
    total = f" на {wording.roubles(one.total)}" if one.total else ""
    undone = ", отменён" if one.undone_at else ""
    return (
        f"№ {one.id} {at} {what} {one.file_name}: строк {one.rows}{total}, внесено {one.added}, "
        f"уже было {one.known}, ждали разбора {one.held}, не принято {one.refused}{undone}"
    )


@app.command(epilog="Example: lk import undo 17")
def undo(
    number: Annotated[int, typer.Argument(help="The file's number in lk import journal.")],
    as_json: AsJson = False,
) -> None:
    """Take a whole file of payments back: what it counted is reversed by new entries.

    A payment that a later file lists too stays. The same file may come again afterwards.
    """
    from lk_app import wiring
    from lk_app.usecases.imports import undoing

    done = undoing.undo(db=wiring.database(), number=number, now=wiring.business_now())
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    typer.echo(
        f"файл № {number} отменён: платежей {done.reversed}, ждавших разбора {done.released}, "
        f"всего на {wording.roubles(done.total)}; осталось по другим файлам {done.kept}"
    )
