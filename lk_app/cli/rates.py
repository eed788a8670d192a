"""`lk rates`: late-fee rates, announced by file."""

import typer

from lk_app.cli.files import AsJson, File, announce

app = typer.Typer(help="Late-fee rates (docs/formats.md).", no_args_is_help=True)


@app.callback()
def rates() -> None:
    """Late-fee rates, by the day they hold from."""


@app.command(epilog="Example: lk rates publish rates.csv")
def publish(file: File, as_json: AsJson = False) -> None:
    """Put yearly rates of the late fee in force, per cent."""
    from lk_app.usecases.publishing import rates as noun

    announce(noun, file, as_json)
