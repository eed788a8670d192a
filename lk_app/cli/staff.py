"""`lk staff`: who works in the console, and what they did."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from lk_app.cli.files import AsJson
from lk_app.domain.audit import COMMAND_LINE
from lk_app.domain.staff import Role

if TYPE_CHECKING:
    from lk_app.domain.audit import AuditRecord
    from lk_app.domain.staff import StaffMember
    from lk_app.usecases.staff import Invitation

app = typer.Typer(help="The supplier's staff and their console.", no_args_is_help=True)
Email = Annotated[str, typer.Argument(help="The employee's mailbox; they sign in with it.")]


@app.callback()
def staff() -> None:
    """The supplier's staff."""


@app.command(epilog='Example: lk staff add olga@lk.example --role operator --name "Ольга Котова"')
def add(
    email: Email,
    role: Annotated[Role, typer.Option(help="What they may do.")],
    name: Annotated[str, typer.Option(help="As the log and subscribers see them.")] = "",
) -> None:
    """Invite an employee: prints a link by which they set their password and second factor."""
    from lk_app import wiring
    from lk_app.usecases import staff as noun

    _tell(
        noun.add(
            db=wiring.database(),
            email=email,
            name=name or email.partition("@")[0],
            role=role,
            by=COMMAND_LINE,
            now=wiring.real_now(),
        )
    )


@app.command("list", epilog="Example: lk staff list --json")
def list_(as_json: AsJson = False) -> None:
    """Print every employee, also those who were sent away."""
    from lk_app import wiring
    from lk_app.usecases import staff as noun

    found = noun.everybody(db=wiring.database())
    if as_json:
        return typer.echo(json.dumps([_record(one) for one in found], ensure_ascii=False))
    for one in found:
        typer.echo(f"{one.email}  {one.role}  {one.name}  {_record(one)['state']}")


@app.command(epilog="Example: lk staff disable olga@lk.example")
def disable(email: Email) -> None:
    """Send an employee away: their open screens answer no more."""
    from lk_app import wiring
    from lk_app.usecases import staff as noun

    noun.disable(db=wiring.database(), email=email, by=COMMAND_LINE, now=wiring.real_now())
    typer.echo(f"{email}: доступ закрыт")


@app.command(epilog="Example: lk staff reset-second-factor olga@lk.example")
def reset_second_factor(email: Email) -> None:
    """For a lost phone: prints a link by which both password and second factor are set anew."""
    from lk_app import wiring
    from lk_app.usecases import staff as noun

    _tell(
        noun.reset_second_factor(
            db=wiring.database(), email=email, by=COMMAND_LINE, now=wiring.real_now()
        )
    )


@app.command(epilog="Example: lk staff audit --limit 100 --json")
def audit(
    limit: Annotated[
        int, typer.Option(min=1, max=100_000, help="How many, the newest first.")
    ] = 50,
    actor: Annotated[str, typer.Option(help="Of this mailbox alone; `lk` is this command.")] = "",
    as_json: AsJson = False,
) -> None:
    """Print who did what, the newest first; the log is never changed."""
    from lk_app import wiring
    from lk_app.usecases import audit as noun

    for one in noun.latest(db=wiring.database(), limit=limit, actor=actor):
        typer.echo(json.dumps(_deed(one), ensure_ascii=False) if as_json else _line(one))


def _tell(invitation: "Invitation") -> None:
    from lk_app import wiring

    until = f"{invitation.member.invited_until:%Y-%m-%d %H:%M} UTC"
    typer.echo(f"{wiring.settings().origin}/staff/enrol?token={invitation.secret}")
    typer.echo(f"ссылка для {invitation.member.email}, один раз, до {until}", err=True)


def _record(one: "StaffMember") -> dict[str, object]:
    return {"email": one.email, "name": one.name, "role": one.role, "state": one.standing}


def _deed(one: "AuditRecord") -> dict[str, object]:
    return {
        "id": one.id,
        "at": one.at.isoformat(),
        "by": one.by.name,
        "role": one.by.role,
        "address": one.by.address,
        "action": one.deed.action,
        "subject": one.deed.subject,
        "before": dict(one.deed.before),
        "after": dict(one.deed.after),
    }


def _line(one: "AuditRecord") -> str:
    before = json.dumps(one.deed.before, ensure_ascii=False) if one.deed.before else ""
    after = json.dumps(one.deed.after, ensure_ascii=False) if one.deed.after else ""
    change = f" {before} → {after}" if before else f" {after}"
    who = f"{one.by.name} ({one.by.address})" if one.by.address else one.by.name
    return f"{one.at:%Y-%m-%d %H:%M:%S} {who} {one.deed.action} {one.deed.subject}{change}"
