"""`lk readings guests`, `decide-guest`: readings sent without signing in that look strange."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from lk_app import wording
from lk_app.cli.files import AsJson
from lk_app.domain.guest_readings import ProposalState

if TYPE_CHECKING:
    from lk_app.domain.guest_readings import Proposal


def add_to(app: typer.Typer) -> None:
    """Register the commands of this noun."""
    app.command(epilog="Example: lk readings guests --json")(guests)
    app.command(epilog="Example: lk readings decide-guest 2026-11-G000012 --accept")(decide_guest)


def guests(state: ProposalState = ProposalState.REVIEW, as_json: AsJson = False) -> None:
    """Readings of guests in a state; by default those that wait for an operator."""
    from lk_app import wiring
    from lk_app.usecases import guest_readings

    found = guest_readings.waiting(db=wiring.database(), state=state)
    if as_json:
        typer.echo(json.dumps([_record(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        values = ", ".join(f"{name} {value}" for name, value in one.values.items())
        typer.echo(f"{one.number}: счёт {one.account_number}, {values}, {', '.join(one.doubts)}")
    typer.echo(f"показаний: {len(found)}")


def decide_guest(
    number: Annotated[str, typer.Argument(help="The number in lk readings guests.")],
    accept: Annotated[bool, typer.Option("--accept/--refuse", help="Whether it may count.")],
    note: Annotated[str, typer.Option(help="Why; needed to refuse.")] = "",
) -> None:
    """Let a guest's reading count for its month unless another comes, or turn it away."""
    from lk_app import wiring
    from lk_app.usecases import guest_readings

    done = guest_readings.decide(
        db=wiring.database(),
        number=number,
        accept=accept,
        note=note,
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )
    period = wording.period_name(done.counts_for)
    typer.echo(f"{done.number}: {'войдёт в счёт за ' + period if accept else 'не учитывается'}")


def _record(one: "Proposal") -> dict[str, object]:
    return {
        "number": one.number,
        "account_number": one.account_number,
        "period": str(one.counts_for),
        "received_at": one.received_at.isoformat(),
        "values": dict(one.values),
        "state": one.state,
        "doubts": list(one.doubts),
    }
