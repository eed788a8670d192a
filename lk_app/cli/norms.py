"""`lk norms`: norms of consumption, announced by file."""

import typer

from lk_app.cli.files import AsJson, File, announce

app = typer.Typer(help="Norms of consumption (docs/formats.md).", no_args_is_help=True)


@app.callback()
def norms() -> None:
    """Norms of consumption, by the day they hold from."""


@app.command(epilog="Example: lk norms publish norms.csv")
def publish(file: File, as_json: AsJson = False) -> None:
    """Put norms of consumption in force: kWh a person a month."""
    from lk_app.usecases.publishing import norms as noun

    announce(noun, file, as_json)
