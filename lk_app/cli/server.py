"""`lk serve`: the one process that subscribers reach."""

import typer

from lk_app import settings
from lk_app.serving import ServingError, frontend


def add_to(app: typer.Typer) -> None:
    """Register the commands of this noun."""
    app.command(epilog="Example: LK_PORT=3001 lk serve")(serve)
    app.command(epilog="Example: LK_REDIS_URL=redis://localhost lk worker")(worker)


def serve() -> None:
    """Serve the built cabinet on LK_PORT of the loopback address until Ctrl-C."""
    from lk_app.serving import server

    world = settings.load()
    if not frontend.STAMP.exists():
        raise ServingError("the frontend is not built: run lk build")
    server.serve(world, ready=lambda: typer.echo(f"ЛК is open at {world.origin} (Ctrl-C stops it)"))


def worker() -> None:
    """Run the background jobs (letters among them) in a process of their own until Ctrl-C."""
    from lk_app import jobs

    settings.load()
    jobs.run()
