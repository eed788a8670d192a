"""`lk import`: files from the supplier's other systems."""

from typing import Annotated

import typer

from lk_app.cli.files import AsJson, File, bring_in

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


@app.command(epilog="Example: lk import payments payments.csv")
def payments(file: File, skip_bad: SkipBad = False, as_json: AsJson = False) -> None:
    """Payments that banks took for the supplier."""
    from lk_app.usecases.imports import payments as noun

    bring_in(noun.run, file, as_json, skip_bad=skip_bad)


@app.command(epilog="Example: lk import closings closings.csv")
def closings(file: File, skip_bad: SkipBad = False, as_json: AsJson = False) -> None:
    """Accounts of people who moved out, and the new accounts of who moved in."""
    from lk_app.usecases.imports import closings as noun

    bring_in(noun.run, file, as_json, skip_bad=skip_bad)


@app.command(epilog="Example: lk import refunds refunds.csv")
def refunds(file: File, skip_bad: SkipBad = False, as_json: AsJson = False) -> None:
    """Credits that the supplier paid back."""
    from lk_app.usecases.imports import refunds as noun

    bring_in(noun.run, file, as_json, skip_bad=skip_bad)
