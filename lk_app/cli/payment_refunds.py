"""`lk payments refund`: money goes back to the card it came from."""

from typing import Annotated

import typer

from lk_app import wording
from lk_app.domain.money import parse_roubles
from lk_app.wording.payments import REFUNDS


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    example = 'Example: lk payments refund 261120-100009-737644 --amount 100 --reason "Дважды"'
    app.command(epilog=example)(refund)


def refund(
    number: Annotated[str, typer.Argument(help="The payment's number.")],
    reason: Annotated[str, typer.Option(help="Why, for the books.")],
    amount: Annotated[str, typer.Option(help="Roubles; without it, all that is left.")] = "",
) -> None:
    """Give a payment back through its gateway; the same command again is the same refund.

    A second refund of the same sum needs another reason.
    """
    from lk_app import security, wiring
    from lk_app.cli.files import administrator
    from lk_app.usecases import refunds_by_command

    done = refunds_by_command.refund(
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        number=number,
        amount=parse_roubles(amount) if amount else None,
        reason=reason,
        by=administrator(),
        idempotency_key=f"lk:{security.digest(f'{amount}:{reason}')[:16]}",  # a header of ASCII
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )
    typer.echo(f"{done.public_id}: {wording.roubles(done.amount)} — {REFUNDS[done.state]}")
