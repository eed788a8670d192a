"""`lk import`: files from the supplier's other systems."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from lk_app import wording
from lk_app.cli.files import AsJson, File, bring_in, progress

if TYPE_CHECKING:
    from lk_app.domain.bank_registers import JournalEntry
    from lk_app.domain.imports import Imported

app = typer.Typer(help="Bring files in (docs/formats.md).", no_args_is_help=True)
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Keep the good rows of a bad file.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would happen, keep nothing.")]
Errors = Annotated[Path | None, typer.Option(help="Write the bad rows there, to be mended.")]
Profile = Annotated[
    str, typer.Option(help="How another system writes it: excel, or a .toml file of yours.")
]


@app.callback()
def imports() -> None:
    """Bring files in; the same file twice changes nothing."""


def _with_herald() -> dict[str, object]:
    from lk_app import wiring
    from lk_app.usecases.imports.closings import Herald

    return {"herald": Herald(wiring.stationery(), wiring.real_now())}


def _where_bills_come_in() -> dict[str, object]:
    from lk_app import wiring

    wiring.require_imported_billing()
    return {}


def _of_table(
    noun: str, what: str, example: str, options: Callable[[], dict[str, object]] = dict
) -> None:
    """The command of a noun whose file is a plain table; `options` go to its use case."""

    @app.command(noun, help=what, epilog=f"Example: lk import {noun} {example}")
    def command(
        file: File,
        profile: Profile = "",
        skip_bad: SkipBad = False,
        dry_run: DryRun = False,
        errors: Errors = None,
        as_json: AsJson = False,
    ) -> None:
        module = import_module(f"lk_app.usecases.imports.{noun}")
        _table(module, file, profile, skip_bad, dry_run, errors, as_json, **options())


_of_table(
    "accounts",
    "Accounts with their houses, holders, meters and opening balances.",
    "accounts.csv",
)
_of_table(
    "meters",
    "Meters that were set, removed, verified or connected to remote reading.",
    "meters.csv --skip-bad",
)
_of_table(
    "readings",
    "Readings that the supplier collected.",
    "table.csv --profile excel --dry-run",
)
_of_table(
    "closings",
    "Accounts of people who moved out, and the new accounts of who moved in.",
    "closings.csv",
    _with_herald,
)
_of_table("refunds", "Credits that the supplier paid back.", "refunds.csv")
_of_table(
    "charges",
    "Bills of an outside billing system, where the supplier's own run is off.",
    "charges.csv --dry-run",
    _where_bills_come_in,
)


@app.command(epilog="Example: lk import payments reestr.txt --profile sber")
def payments(
    file: File,
    profile: Annotated[
        str, typer.Option(help="A bank's own register (sber, post, erc), a table, or a .toml file.")
    ] = "",
    skip_bad: SkipBad = False,
    dry_run: DryRun = False,
    errors: Errors = None,
    as_json: AsJson = False,
) -> None:
    """Payments that banks took for the supplier: payments.csv, or a bank's own register."""
    from lk_app import wiring
    from lk_app.usecases.imports import bank_registers, profiles
    from lk_app.usecases.imports import payments as noun

    if not profiles.is_of_bank(profile, wiring.settings().profile_dir):
        _table(noun, file, profile, skip_bad, dry_run, errors, as_json)
    elif skip_bad:
        raise typer.BadParameter("a bank's register is taken whole: no --skip-bad with --profile")
    else:
        run = _looked(bank_registers.run, dry_run)
        bring_in(run, file, as_json, errors=errors, profile=profile)


@app.command(epilog="Example: lk import customers customers.csv --dry-run")
def customers(
    file: File,
    skip_bad: SkipBad = False,
    dry_run: DryRun = False,
    errors: Errors = None,
    as_json: AsJson = False,
) -> None:
    """People of the old cabinet with their passwords, consents and accounts.

    Bring its newer files in as often as you like; a killed run goes on when it is started again.
    """
    from lk_app import wiring
    from lk_app.usecases.imports import customers as noun

    mover = wiring.mover()
    bring_in(
        noun.run, file, as_json, errors=errors, skip_bad=skip_bad, dry_run=dry_run, mover=mover
    )


@app.command(epilog="Example: lk import warehouse /srv/warehouse/latest")
def warehouse(
    folder: Annotated[Path, typer.Argument(help="One export of lk export warehouse.")],
) -> None:
    """The books out of a full export, into an empty database of either engine."""
    from lk_app import wiring
    from lk_app.usecases.imports import warehouse as noun

    with progress(folder.name) as told:
        done = noun.put_back(db=wiring.database(), folder=folder, progress=told)
    typer.echo(f"таблиц {len(done)}, строк {wording.number(sum(done.values()))}")


def _table(
    noun: ModuleType,
    file: Path,
    profile: str,
    skip_bad: bool,
    dry_run: bool,
    errors: Path | None,
    as_json: bool,
    **options: object,
) -> None:
    from lk_app import wiring
    from lk_app.usecases.imports import table_profiles

    books = wiring.books()
    layout = table_profiles.layout(profile, noun.FORMAT.kind, books.profiles)
    bring_in(
        _looked(noun.run, dry_run),
        file,
        as_json,
        books=replace(books, layout=layout),
        errors=errors,
        skip_bad=skip_bad,
        **options,
    )


def _looked(run: Callable[..., "Imported"], dry_run: bool) -> Callable[..., "Imported"]:
    """The same, taken back in its own transaction when it was only to be tried."""
    from lk_app.usecases.imports import looking

    if not dry_run:
        return run
    typer.echo("проверка: ничего не вносится", err=True)
    return partial(looking.look, run)


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
    """Take a whole file back; the same file may come again afterwards.

    Payments are reversed by new entries, one that a later file lists too stays. Accounts, meters
    and readings go as long as nothing later stands on them.
    """
    from lk_app import wiring
    from lk_app.usecases.imports import undoing

    done = undoing.undo(db=wiring.database(), number=number, now=wiring.business_now())
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    if done.gone:
        typer.echo(f"файл № {number} отменён: записей {done.gone}")
        return
    typer.echo(
        f"файл № {number} отменён: платежей {done.reversed}, ждавших разбора {done.released}, "
        f"всего на {wording.roubles(done.total)}; осталось по другим файлам {done.kept}"
    )
