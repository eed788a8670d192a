"""`lk demo`: the demonstration's data."""

import typer
from rich.console import Console

app = typer.Typer(help="The demonstration.", no_args_is_help=True)


@app.callback()
def demo() -> None:
    """The demonstration's data."""


@app.command(epilog="Example: lk demo load")
def load() -> None:
    """Load the demonstration, or carry it on to last month; twice a month changes nothing."""
    from lk_app import wiring
    from lk_app.demo import loading, queues

    world = loading.World(
        is_production=not wiring.settings().demo,
        today=wiring.business_now(),
        now=wiring.real_now(),
        tz=wiring.settings().zone,
        account_number_digits=wiring.supplier().account_number_digits,
    )
    with Console(stderr=True).status("demo") as status:
        loading.load(
            db=wiring.database(), world=world, tell=lambda step: status.update(f"demo: {step}")
        )
        paper = queues.Paper(wiring.stationery(), wiring.signer(), wiring.photos())
        queues.fill(db=wiring.database(), world=world, paper=paper)
