"""What commands that take a file have in common: the clock, the bar, and what is said of it."""

import getpass
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from lk_app import wording
from lk_app.domain.audit import COMMAND_LINE, Actor
from lk_app.domain.imports import BadRow, Imported, ImportRefused

if TYPE_CHECKING:
    from lk_app.usecases.imports.loading import Books

SHOWN = 20  # bad rows that are printed; --json has them all

File = Annotated[Path, typer.Argument(help="A UTF-8, comma-separated file with a header row.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print a JSON object.")]


def bring_in(
    run: Callable[..., Imported],
    file: Path,
    as_json: bool,
    *,
    books: "Books | None" = None,
    errors: Path | None = None,
    **options: object,
) -> None:
    """Hand the file to a use case and print what came of it; bad rows by their lines, and as a
    file to mend where one is asked for."""
    from lk_app import wiring
    from lk_app.usecases.imports import bad_rows

    books = books or wiring.books()
    keep = partial(bad_rows.keep, errors, file, books, str(options.get("profile", "")))
    try:
        with progress(file.name) as told:
            done = run(db=wiring.database(), path=file, books=books, progress=told, **options)
    except ImportRefused as refused:
        keep(refused.rows)
        _say(refused.rows, as_json, {"error": wording.refusal(refused), "added": 0})
        if as_json:
            raise typer.Exit(1) from None
        raise
    keep(done.refused)
    counts = {name: value for name, value in asdict(done).items() if name != "refused"}
    _say(done.refused, as_json, counts)


def announce(noun: ModuleType, file: Path, as_json: bool) -> None:
    """Publish a file as the administrator of this machine (decision 0019)."""
    from lk_app import wiring
    from lk_app.usecases.publishing import by_command

    run = partial(by_command.publish, noun)
    bring_in(run, file, as_json, by=administrator(), now=wiring.real_now())


def administrator() -> Actor:
    """Whoever runs commands here, by the account of the operating system."""
    name = os.environ.get("SUDO_USER", "")
    with suppress(OSError, KeyError):  # a container's number need not have a name
        name = name or getpass.getuser()
    return replace(COMMAND_LINE, address=name[:80])


def _say(bad: tuple[BadRow, ...], as_json: bool, counts: dict[str, object]) -> None:
    rows = [{"line": row.line, "reason": wording.refusal(row.reason)} for row in bad]
    if as_json:
        typer.echo(json.dumps({**counts, "refused": rows}, ensure_ascii=False))
        return
    for row in rows[:SHOWN]:
        typer.echo(f"строка {row['line']}: {row['reason']}", err=True)
    if len(rows) > SHOWN:
        typer.echo(f"… и ещё {wording.number(len(rows) - SHOWN)}: все покажет --json", err=True)
    if "error" not in counts:
        held = f", ждут разбора {counts['held']}" if counts["held"] else ""
        typer.echo(
            f"строк {counts['rows']}: внесено {counts['added']}, "
            f"уже было {counts['known']}, не принято {len(rows)}{held}"
        )


@contextmanager
def progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr while a person watches; silent in a pipe."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
