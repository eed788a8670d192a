"""`lk migrate` and `lk doctor`: the database's shape, and whether this installation is whole."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from lk_app.serving import frontend

if TYPE_CHECKING:
    from lk_app.usecases.installation import Finding


def add_to(app: typer.Typer) -> None:
    """Register the commands of this noun."""
    app.command(epilog="Example: LK_DATABASE_URL=postgresql://localhost/lk lk migrate")(migrate)
    app.command(epilog="Example: lk doctor --json")(doctor)


def migrate() -> None:
    """Bring the database to the newest schema; running it again changes nothing."""
    from lk_app import wiring
    from lk_app.usecases import installation

    if installation.migrate(db=wiring.database()):
        typer.echo("database: brought to the newest schema")


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Check what the cabinet needs and say what to do about what is missing."""
    findings = _findings()
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings]))
    else:
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.ok else 'FAIL'} {finding.what}: {finding.says}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _findings() -> "list[Finding]":
    from lk_app import jobs, wiring
    from lk_app.usecases import examination, installation

    world, db, now = wiring.settings(), wiring.database(), wiring.real_now()
    base = installation.examine(db=db)
    findings = [*examination.settings(world), *base, _frontend()]
    if all(finding.ok for finding in base):
        findings.append(examination.outbox(db=db, apart=bool(world.redis_url), now=now))
        findings.append(
            examination.notices(
                db=db, push=wiring.push(), world=world, now=wiring.business_now(), real_now=now
            )
        )
        findings += [examination.demonstration(db=db)] if world.demo else []
    return [
        *findings,
        examination.mail(gateway=wiring.mail()),
        examination.queue(answers=jobs.answers),
        examination.documents(supplier=wiring.supplier(), world=world, now=now),
    ]


def _frontend() -> "Finding":
    from lk_app.usecases.installation import Finding

    stale = frontend.is_stale()
    return Finding("frontend", not stale, "stale: run lk build" if stale else "built")
