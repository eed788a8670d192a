"""`lk billing`: the monthly bills, and one bill as a machine reads it."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from lk_app import wording
from lk_app.cli.files import AsJson
from lk_app.domain.accounts import normalise_account_number
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period
from lk_app.domain.refusals import Refusal

if TYPE_CHECKING:
    from lk_app.usecases.billing import RunReport

SHOWN = 50  # refused accounts that are printed; --json has them all

app = typer.Typer(help="Monthly bills.", no_args_is_help=True)
Month = Annotated[str, typer.Option("--period", help="The month, as 2026-10.")]


@app.callback()
def billing() -> None:
    """Monthly bills."""


@app.command(epilog="Example: lk billing run --period 2026-10")
def run(
    period: Month,
    until: Annotated[str, typer.Option(help="The last month, when there are several.")] = "",
    workers: Annotated[
        int, typer.Option(min=1, help="Processes that share the work; as many as cores.")
    ] = os.cpu_count() or 1,
    early: Annotated[
        bool, typer.Option("--early", help="Also while readings of the month are being taken.")
    ] = False,
    chunk: Annotated[
        int | None,
        typer.Option(min=1, help="Accounts a transaction; fewer let readings in sooner."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Post the bills of a month, or of all months up to --until, that are not posted yet.

    An account that cannot be billed is listed with its reason and the others go on; the exit code
    is then 1. Once what is missing is there, the same command bills just those accounts. Stopped
    or killed, the same command goes on; started on several machines, they share the work.
    """
    from lk_app import wiring
    from lk_app.usecases import billing as bills

    wiring.require_own_billing()
    first = Period.parse(period)
    with _progress() as progress, _until_told_to_stop() as stop:
        report = bills.run(
            db=wiring.database(),
            first=first,
            last=Period.parse(until) if until else first,
            policy=Policy(wiring.settings().missing_reading_policy),
            tz=wiring.settings().zone,
            now=wiring.business_now(),
            workers=workers,
            early=early,
            chunk=chunk or bills.CHUNK,
            progress=progress,
            stop=stop,
        )
    _say(report, as_json)
    if report.refused:
        raise typer.Exit(1)


def _say(report: "RunReport", as_json: bool) -> None:
    refused = [_refused(one) for one in report.refused]
    if as_json:
        typer.echo(json.dumps({"posted": report.posted, "refused": refused}, ensure_ascii=False))
        return
    for one in refused[:SHOWN]:
        typer.echo(f"{one['account_number']} {one['period']}: {one['reason']}", err=True)
    if len(refused) > SHOWN:
        typer.echo(f"… и ещё {wording.number(len(refused) - SHOWN)}: все покажет --json", err=True)
    typer.echo(f"квитанций выставлено: {report.posted}, счетов не рассчитано: {len(refused)}")


def _refused(one: Refusal) -> dict[str, str]:
    """Whose bill could not be made, which one, and why."""
    facts = one.facts
    return {
        "account_number": str(facts.get("account_number", "")),
        "period": str(facts.get("period", "")),
        "code": one.code,
        "reason": wording.refusal(one),
    }


@app.command(epilog="Example: lk billing show --account 6410100101 --period 2026-10 --json")
def show(
    account: Annotated[str, typer.Option(help="The account number, hyphens allowed.")],
    period: Month,
    as_json: AsJson = False,
) -> None:
    """One posted bill: a JSON object, indented unless --json asks for one line."""
    from lk_app import wiring
    from lk_app.usecases import billing as bills

    record = bills.bill_record(
        db=wiring.database(),
        account_number=normalise_account_number(
            account, digits=wiring.supplier().account_number_digits
        ),
        period=Period.parse(period),
    )
    typer.echo(json.dumps(record, ensure_ascii=False, indent=None if as_json else 2))


@contextmanager
def _until_told_to_stop() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C or SIGTERM came: the chunks in hand are finished first."""
    told: list[int] = []
    usual = {
        name: signal.signal(name, lambda number, _: told.append(number))
        for name in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield lambda: bool(told)
    finally:
        for name, handler in usual.items():
            signal.signal(name, handler)


class Rate(ProgressColumn):
    """How many accounts a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f} в секунду" if task.speed else "")


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar with the rate on stderr while a person watches; silent in a pipe."""
    console = Console(stderr=True)
    columns = (
        TextColumn("счета"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, accounts: bar.update(task, completed=done, total=accounts)
