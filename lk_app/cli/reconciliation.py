"""`lk payments reconcile`, `review`, `resolve`, `ask`: our books against the gateways'."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from lk_app import wording
from lk_app.cli.files import AsJson
from lk_app.domain.money import plain

if TYPE_CHECKING:
    from lk_app.domain.reconciliation import Case, Finding
    from lk_app.usecases.reconciliation import Reconciled

CASE = "The case in lk payments review."


def add_to(app: typer.Typer) -> None:
    """Register the commands of this noun."""
    app.command(epilog="Example: lk payments reconcile --from 2026-11-01 --to 2026-11-19")(
        reconcile
    )
    app.command(epilog="Example: lk payments review --json")(review)
    app.command(epilog='Example: lk payments resolve 3 --note "paid back by the bank"')(resolve)
    app.command(epilog="Example: lk payments ask 3")(ask)
    app.command(epilog='Example: lk payments accept 3 --note "paid one rouble less"')(accept)


def reconcile(
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day; yesterday if left out."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, included; the first one."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the gateways about unfinished payments, then compare whole days with their registers.

    What differs goes to lk payments review; nothing is credited by a comparison. The exit code is 1
    when a gateway did not answer.
    """
    from lk_app import wiring
    from lk_app.usecases import reconciliation

    now = wiring.business_now()
    since = first.date() if first else (now - timedelta(days=1)).date()
    done = reconciliation.run(
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        paper=wiring.stationery(),
        first=since,
        last=last.date() if last else since,
        now=now,
        real_now=wiring.real_now(),
    )
    _tell(done, as_json)
    if done.silent:
        raise typer.Exit(1)


def _tell(done: "Reconciled", as_json: bool) -> None:
    if as_json:
        counts = {"asked": done.asked, "finished": done.finished, "compared": done.compared}
        opened = [_finding(one) for one in done.opened]
        rest = {"agreed": done.agreed, "silent": done.silent, "no_register": done.without_register}
        typer.echo(json.dumps({**counts, "opened": opened, **rest}, ensure_ascii=False))
        return
    for name in done.silent:
        typer.echo(f"{name}: не отвечает, сверьте позже", err=True)
    for name in done.without_register:
        typer.echo(f"{name}: реестра не даёт, спрошено только о незавершённых", err=True)
    for one in done.opened:
        typer.echo(_difference(one))
    typer.echo(
        f"спрошено о незавершённых: {done.asked}, завершилось: {done.finished}; сверено операций: "
        f"{done.compared}, расхождений: {len(done.opened)}, сошлось: {done.agreed}"
    )


def review(as_json: AsJson = False) -> None:
    """Cases for a person: what our books and a gateway say differently."""
    from lk_app import wiring
    from lk_app.usecases import payment_reviews

    cases = payment_reviews.cases(db=wiring.database())
    if as_json:
        typer.echo(json.dumps([_case(one) for one in cases], ensure_ascii=False))
        return
    for one in cases:
        typer.echo(f"№ {one.id} {_difference(one.finding)}")
    typer.echo(f"ждут решения: {len(cases)}")


def resolve(
    number: Annotated[int, typer.Argument(help=CASE)],
    note: Annotated[str, typer.Option(help="What was decided.")],
) -> None:
    """Close a case with what was decided; it moves no money.

    A payment that waits for this decision is turned away: its payer is told that it is canceled.
    """
    from lk_app import wiring
    from lk_app.usecases import payment_reviews

    payment_reviews.resolve(
        db=wiring.database(), case_id=number, note=note, now=wiring.business_now()
    )
    typer.echo(f"случай № {number} закрыт")


def ask(
    number: Annotated[int, typer.Argument(help=CASE)],
) -> None:
    """Ask the gateway about a case's payment again and take what it says, as from a callback."""
    from lk_app import wiring
    from lk_app.usecases import payment_reviews

    payment = payment_reviews.ask(
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        paper=wiring.stationery(),
        case_id=number,
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )
    state = wording.name_of(wording.PAYMENT_STATES, payment.state)
    typer.echo(f"{payment.public_id}: {state}")


def accept(
    number: Annotated[int, typer.Argument(help=CASE)],
    note: Annotated[str, typer.Option(help="What was decided.")],
) -> None:
    """Count a payment in review with the sum that its gateway confirms when asked now."""
    from lk_app import wiring
    from lk_app.usecases import payment_reviews

    payment = payment_reviews.accept(
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        paper=wiring.stationery(),
        case_id=number,
        note=note,
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )
    typer.echo(f"{payment.public_id}: зачислено {wording.roubles(payment.amount)}")


def _case(case: "Case") -> dict[str, object]:
    noticed = case.noticed_at.isoformat()
    return {"case": case.id, "noticed_at": noticed, **_finding(case.finding)}


def _finding(one: "Finding") -> dict[str, object]:
    return {
        "gateway": one.gateway,
        "what": one.subject,
        "kind": one.kind,
        "number": one.number,
        "external_id": one.external_id,
        "day": one.day.isoformat(),
        "here": _side(one.here),
        "there": _side(one.there),
    }


def _side(said: Mapping[str, object]) -> dict[str, object]:
    return {name: plain(value) if isinstance(value, int) else value for name, value in said.items()}


def _difference(one: "Finding") -> str:
    what = wording.name_of(wording.MOVEMENTS, one.subject)
    why = wording.name_of(wording.FINDINGS, one.kind)
    sides = [("у нас", one.here), (one.gateway, one.there)]
    told = ", ".join(f"{who} {_words(said)}" for who, said in sides if said)
    number = one.number or one.external_id
    return f"{wording.day(one.day)} {one.gateway} {what} {number}: {why} ({told})"


def _words(said: Mapping[str, object]) -> str:
    amount = said.get("amount")
    sum_ = wording.roubles(amount) if isinstance(amount, int) else ""
    if said.get("currency") not in (None, "RUB"):
        sum_ = f"{plain(amount)} {said['currency']}" if isinstance(amount, int) else ""
    return f"{sum_} {wording.name_of(wording.PAYMENT_STATES, str(said.get('state', '')))}".strip()
