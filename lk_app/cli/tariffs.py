"""`lk tariffs`: prices, announced by file."""

import typer

from lk_app.cli.files import AsJson, File, bring_in

app = typer.Typer(help="Prices (docs/formats.md).", no_args_is_help=True)


@app.callback()
def tariffs() -> None:
    """Prices, by the day they hold from."""


@app.command(epilog="Example: lk tariffs publish tariffs.csv")
def publish(file: File, as_json: AsJson = False) -> None:
    """Put a price list in force; open pages show it at once."""
    from lk_app.usecases.publishing import tariffs as noun

    bring_in(noun.run, file, as_json)
