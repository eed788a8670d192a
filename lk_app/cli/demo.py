"""`lk demo`: the demonstration's data."""

import typer

app = typer.Typer(help="The demonstration.", no_args_is_help=True)


@app.callback()
def demo() -> None:
    """The demonstration's data."""


@app.command(epilog="Example: lk demo load")
def load() -> None:
    """Load the demonstration; running it again changes nothing."""
    from lk_app import wiring
    from lk_app.demo import loading

    loading.load(db=wiring.database())
