"""`lk payments unknown`, `settle-unknown`: money of bank registers that is nobody's yet."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from lk_app import wording
from lk_app.cli.files import AsJson
from lk_app.domain.accounts import normalise_account_number
from lk_app.domain.money import plain

if TYPE_CHECKING:
    from lk_app.domain.bank_registers import KeptOperation


def add_to(app: typer.Typer) -> None:
    """Register the commands of this noun."""
    app.command(epilog="Example: lk payments unknown --json")(unknown)
    app.command(epilog="Example: lk payments settle-unknown SBER-7421 --account 6410100101")(
        settle_unknown
    )


def unknown(as_json: AsJson = False) -> None:
    """Payments of bank registers that are nobody's yet: their money stands on suspense."""
    from lk_app import wiring
    from lk_app.usecases import unknown_payments

    found = unknown_payments.waiting(db=wiring.database())
    if as_json:
        typer.echo(json.dumps([_record(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        typer.echo(_line(one))
    total = wording.roubles(sum(one.operation.amount for one in found))
    typer.echo(f"ждут разбора: {len(found)} на {total}")


def settle_unknown(
    number: Annotated[str, typer.Argument(help="The operation's number in lk payments unknown.")],
    account: Annotated[str, typer.Option(help="The account number, hyphens allowed.")],
) -> None:
    """Count a payment that waits on an account, as paid on the day the bank took it."""
    from lk_app import wiring
    from lk_app.usecases import unknown_payments

    done = unknown_payments.settle(
        db=wiring.database(),
        number=number,
        account_number=normalise_account_number(
            account, digits=wiring.supplier().account_number_digits
        ),
        now=wiring.business_now(),
        tz=wiring.settings().zone,
    )
    amount = wording.roubles(done.operation.amount)
    typer.echo(f"{number}: {amount} зачислено на счёт {done.paid_to}")


def _record(kept: "KeptOperation") -> dict[str, object]:
    one = kept.operation
    return {
        "number": kept.number,
        "import": kept.import_id,
        "line": one.line,
        "paid_on": one.paid_on.isoformat(),
        "amount": plain(one.amount),
        "account_number": one.account_number,
        "payer": one.payer,
        "why": kept.hold,
    }


def _line(kept: "KeptOperation") -> str:
    one = kept.operation
    why = wording.name_of(wording.HOLDS, str(kept.hold))
    return (
        f"{kept.number} {wording.day(one.paid_on)} {wording.roubles(one.amount)} "
        f"счёт «{one.account_number}» ({why}) {one.payer} — файл № {kept.import_id}, "
        f"строка {one.line}"
    )
