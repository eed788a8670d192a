"""`lk customers`: moving house from the old cabinet."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from lk_app import wording
from lk_app.cli.files import AsJson, File, progress

if TYPE_CHECKING:
    from lk_app.domain.moving_report import Report

app = typer.Typer(help="Move people over from the old cabinet.", no_args_is_help=True)
SHOWN = 50  # differences that are printed; --json has them all
COUNTS = {
    "people": "людей",
    "links": "подключённых счетов",
    "consents": "согласий на обработку",
    "news": "согласий на новости",
    "passwords": "паролей",
}


@app.callback()
def customers() -> None:
    """Move people over from the old cabinet; `lk import customers` brings its files in."""


@app.command(epilog="Example: lk customers reconcile customers.csv")
def reconcile(file: File, as_json: AsJson = False) -> None:
    """Hold a full file of the old cabinet against this one; 1 while something is unexplained.

    What people changed here themselves is explained; the rest is listed by name.
    """
    from lk_app import wiring
    from lk_app.usecases import moving_report

    with progress(file.name) as told:
        report = moving_report.compare(
            db=wiring.database(),
            path=file,
            books=wiring.books(),
            mover=wiring.mover(),
            progress=told,
        )
    typer.echo(json.dumps(_told(report), ensure_ascii=False) if as_json else _said(report))
    raise typer.Exit(1 if report.unexplained else 0)


def _told(report: "Report") -> dict[str, object]:
    return {
        "there": dict(report.there),
        "here": dict(report.here),
        "differences": [asdict(one) for one in report.differences],
        "bad": [{"line": one.line, "reason": wording.refusal(one.reason)} for one in report.bad],
        "unexplained": report.unexplained,
        "weak": report.weak,
        "untold": report.untold,
        "may_switch_off": report.may_switch_off,
    }


def _said(report: "Report") -> str:
    number = wording.number
    lines = [
        f"{words}: там {number(report.there[name])}, здесь {number(report.here[name])}"
        for name, words in COUNTS.items()
    ]
    if "balance" in report.there:
        there, here = report.there["balance"], report.here["balance"]
        lines.append(f"к оплате: там {wording.roubles(there)}, здесь {wording.roubles(here)}")
    lines += [f"строка {one.line}: {wording.refusal(one.reason)}" for one in report.bad[:SHOWN]]
    open_ = [one for one in report.differences if not one.explained]
    lines += [
        f"{one.old_id} {one.who}: {one.what}: там «{one.there}», здесь «{one.here}»"
        for one in open_[:SHOWN]
    ]
    if len(open_) > SHOWN:
        lines.append(f"… и ещё {number(len(open_) - SHOWN)}: все покажет --json")
    lines.append(
        f"изменили сами в новом кабинете: {number(len(report.differences) - len(open_))}; "
        f"расхождений: {number(report.unexplained)}"
    )
    return "\n".join([*lines, _verdict(report)])


def _verdict(report: "Report") -> str:
    if report.may_switch_off:
        return "прежний кабинет можно отключить"
    waits = [
        (report.unexplained, "расхождения"),
        (report.weak, f"ждут шифрования пароли: {wording.number(report.weak)}"),
        (report.untold, f"не получили письма: {wording.number(report.untold)}"),
    ]
    return "отключать рано: " + ", ".join(words for count, words in waits if count)


@app.command(epilog="Example: lk customers tell --per-minute 100")
def tell(
    per_minute: Annotated[int, typer.Option(min=0, max=10_000, help="0 stops.")],
    as_json: AsJson = False,
) -> None:
    """Write «Ваш кабинет переехал» to everybody who came, once each, so many letters a minute.

    By day alone; the jobs of `lk serve` or `lk worker` write them.
    """
    from lk_app import wiring
    from lk_app.usecases import moving_letters

    found = moving_letters.start(db=wiring.database(), per_minute=per_minute)
    if as_json:
        typer.echo(json.dumps(asdict(found)))
        return
    waits = wording.number(found.untold)
    typer.echo(f"писем в минуту: {found.per_minute}; ещё не написали: {waits}")
