"""The `lk` command: parse, call one use case, print.

One module a noun. Exit codes: 0 done, 1 refused (stderr says why), 2 usage.
"""

import sys

import typer

from lk_app import incidents, settings, wording
from lk_app.cli import (
    billing,
    customers,
    demo,
    disclosure,
    exports,
    frontend,
    imports,
    installation,
    news,
    norms,
    payments,
    questions,
    rates,
    readings,
    server,
    staff,
    statement,
    tariffs,
    windows,
)
from lk_app.domain.refusals import Refusal
from lk_app.serving import ServingError

app = typer.Typer(
    name="lk",
    help="ЛК: the cabinet of an electricity supplier.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for noun in (frontend, installation, server, statement):
    noun.add_to(app)
app.add_typer(demo.app, name="demo")
app.add_typer(imports.app, name="import")
app.add_typer(exports.app, name="export")
app.add_typer(billing.app, name="billing")
app.add_typer(customers.app, name="customers")
app.add_typer(payments.app, name="payments")
app.add_typer(readings.app, name="readings")
app.add_typer(staff.app, name="staff")
for published in (tariffs, norms, windows, rates, news, disclosure, questions):
    app.add_typer(published.app, name=published.__name__.rpartition(".")[2])


def main() -> None:
    """Run one command; every failure ends as one line on stderr."""
    incidents.configure_logs()
    try:
        app()
    except (settings.SettingsError, ServingError) as error:
        _leave(str(error))
    except Refusal as refusal:
        _leave(wording.refusal(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as fault:
        _leave(f"unexpected fault, incident {incidents.report(fault, command=sys.argv[1:2])}")


def _leave(line: str) -> None:
    typer.echo(f"lk: {line}", err=True)
    sys.exit(1)
