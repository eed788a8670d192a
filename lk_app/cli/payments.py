"""`lk payments`: money that needs a person."""

import typer

from lk_app.cli import reconciliation, unknown_payments

app = typer.Typer(help="Money that needs a person.", no_args_is_help=True)
for noun in (unknown_payments, reconciliation):
    noun.add_to(app)


@app.callback()
def payments() -> None:
    """Money that needs a person."""
