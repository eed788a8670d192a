"""`lk payments`: money that needs a person."""

import typer

from lk_app.cli import payment_papers, payment_refunds, reconciliation, unknown_payments

app = typer.Typer(help="Money that needs a person.", no_args_is_help=True)
for noun in (unknown_payments, reconciliation, payment_refunds, payment_papers):
    noun.add_to(app)


@app.callback()
def payments() -> None:
    """Money that needs a person."""
