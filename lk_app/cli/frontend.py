"""`lk build`: the browser's half, built only when its sources changed."""

import sys
from typing import Annotated

import typer

from lk_app.serving import frontend


def add_to(app: typer.Typer) -> None:
    """Register the commands of this noun."""
    app.command(epilog="Example: lk build --force")(build)


def build(
    force: Annotated[bool, typer.Option(help="Build even if nothing changed.")] = False,
) -> None:
    """Build the frontend (skipped when its sources are unchanged)."""
    if not force and not frontend.is_stale():
        return
    frontend.build(_tick)
    typer.echo("\rfrontend: built          ")


def _tick(seconds: float) -> None:
    if sys.stdout.isatty():
        typer.echo(f"\rfrontend: building, {seconds:.0f} s ", nl=False)
    elif round(seconds) % 10 == 0:
        typer.echo(f"frontend: building, {seconds:.0f} s")
