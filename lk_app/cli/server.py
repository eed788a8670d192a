"""`lk serve`: the one process that subscribers reach."""

import typer

from lk_app import settings
from lk_app.serving import ServingError, frontend


def add_to(app: typer.Typer) -> None:
    """Register the commands of this noun."""
    app.command(epilog="Example: LK_PORT=3001 lk serve")(serve)
    app.command(epilog="Example: LK_REDIS_URL=redis://localhost lk worker")(worker)


def serve() -> None:
    """Serve the built cabinet on LK_PORT of LK_HOST (127.0.0.1) until Ctrl-C."""
    from lk_app.serving import server

    world = settings.load()
    if not frontend.STAMP.exists():
        raise ServingError("the frontend is not built: run lk build")
    server.require_free(world.host, world.port)
    _require_whole(world)
    server.serve(world, ready=lambda: typer.echo(f"ЛК is open at {world.origin} (Ctrl-C stops it)"))


def _require_whole(world: settings.Settings) -> None:
    """Say what is missing here, in one line, rather than in the middle of the server's start.

    The demonstration serves what `lk demo load` made, never somebody's real accounts.
    """
    from lk_app import wiring
    from lk_app.usecases import installation

    wiring.supplier()
    wiring.payment_routes()
    db = wiring.database()
    try:
        if not all(finding.ok for finding in installation.examine(db=db)):
            raise ServingError("the database is not ready: lk doctor says why")
        if world.demo and not installation.is_demonstration(db=db):
            raise ServingError(
                "the database was not made by lk demo load: run it, or set "
                "LK_ENV=production for a real one"
            )
    finally:
        db.close()  # the server's own process opens it anew


def worker() -> None:
    """Run the background jobs (letters among them) in a process of their own until Ctrl-C."""
    _require_whole(settings.load())
    from lk_app import jobs

    jobs.run()
