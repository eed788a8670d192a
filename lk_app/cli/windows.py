"""`lk windows`: submission windows, announced by file."""

import typer

from lk_app.cli.files import AsJson, File, announce

app = typer.Typer(help="Submission windows (docs/formats.md).", no_args_is_help=True)


@app.callback()
def windows() -> None:
    """Submission windows, by the day they hold from."""


@app.command(epilog="Example: lk windows publish windows.csv")
def publish(file: File, as_json: AsJson = False) -> None:
    """Put submission windows in force; the front page shows them at once."""
    from lk_app.usecases.publishing import windows as noun

    announce(noun, file, as_json)
