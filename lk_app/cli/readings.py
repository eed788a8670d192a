"""`lk readings`: what was sent and waits for a person; what guests sent, in guest_readings."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from lk_app import wording
from lk_app.cli import guest_readings
from lk_app.cli.files import AsJson

if TYPE_CHECKING:
    from lk_app.domain.late_readings import LateReading

app = typer.Typer(help="Readings that need a person.", no_args_is_help=True)
late = typer.Typer(help="Readings taken in time that reached us too late.", no_args_is_help=True)
app.add_typer(late, name="late")
guest_readings.add_to(app)

Number = Annotated[str, typer.Argument(help="The receipt's number in lk readings late list.")]


@app.callback()
def readings() -> None:
    """Readings that need a person."""


@late.command("list", epilog="Example: lk readings late list --json")
def show(as_json: AsJson = False) -> None:
    """What waits, with the time on the device and the time of receipt."""
    from lk_app import wiring
    from lk_app.usecases import late_readings

    found = late_readings.waiting(db=wiring.database())
    if as_json:
        typer.echo(json.dumps([_record(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        typer.echo(_line(one))
    typer.echo(f"ждут решения: {len(found)}")


@late.command(epilog="Example: lk readings late accept 2026-11-000042")
def accept(number: Number) -> None:
    """Count a reading as received on the day it was taken."""
    from lk_app import wiring
    from lk_app.usecases import late_readings

    done = late_readings.accept(
        db=wiring.database(),
        number=number,
        now=wiring.business_now(),
        tz=wiring.settings().zone,
    )
    typer.echo(f"{number}: учтём в счёте за {wording.period_name(done.meant_for)}")


@late.command(epilog='Example: lk readings late refuse 2026-11-000042 --reason "Часы спешат."')
def refuse(
    number: Number,
    reason: Annotated[str, typer.Option(help="Why not; the subscriber reads it.")],
) -> None:
    """Leave a reading where its time of receipt put it."""
    from lk_app import wiring
    from lk_app.usecases import late_readings

    late_readings.refuse(
        db=wiring.database(), number=number, reason=reason, now=wiring.business_now()
    )
    typer.echo(f"{number}: остаётся по времени получения")


def _record(one: "LateReading") -> dict[str, object]:
    return {
        "number": one.number,
        "account_number": one.account_number,
        "meter_serial": one.serial,
        "values": dict(one.reading.values),
        "taken_at": one.taken_at.isoformat(),
        "received_at": one.reading.received_at.isoformat(),
        "period": str(one.meant_for),
    }


def _line(one: "LateReading") -> str:
    from lk_app import wiring

    zone = wiring.settings().zone
    values = ", ".join(
        f"{wording.name_of(wording.REGISTERS, register)} {value}"
        for register, value in one.reading.values.items()
    )
    return (
        f"{one.number} счёт {one.account_number}, счётчик {one.serial}: {values}; "
        f"сняты {wording.moment(one.taken_at, zone)}, "
        f"получены {wording.moment(one.reading.received_at, zone)}, "
        f"для счёта за {wording.period_name(one.meant_for)}"
    )
