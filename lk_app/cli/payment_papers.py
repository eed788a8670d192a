"""`lk payments check`: whether a confirmation that somebody shows was given by the cabinet."""

from typing import Annotated

import typer

from lk_app import wording
from lk_app.wording.names import PAYMENT_STATES, name_of


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog="Example: lk payments check 261120-100009-737644 7K3M-9QXA-2BHF")(check)


def check(
    number: Annotated[str, typer.Argument(help="The payment's number.")],
    code: Annotated[str, typer.Argument(help="«Код документа» of the confirmation.")],
) -> None:
    """Say whether the paper is ours, what it said, and how the payment stands now."""
    from lk_app import wiring
    from lk_app.usecases import payment_receipts

    payment, then = payment_receipts.check(
        db=wiring.database(), signer=wiring.signer(), public_id=number, typed=code
    )
    now = f"сейчас платёж на {wording.roubles(payment.amount)} {_said(payment.state)}"
    if then is None:
        typer.echo(f"код не наш: такого подтверждения кабинет не выдавал; {now}")
        raise typer.Exit(1)
    typer.echo(f"подтверждение подлинное: «платёж {_said(then)}»; {now}")


def _said(state: str) -> str:
    return name_of(PAYMENT_STATES, state)
