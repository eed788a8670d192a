"""`lk disclosure`: documents the supplier must disclose."""

from pathlib import Path
from typing import Annotated

import typer

from lk_app.domain.site_files import FileRefused

app = typer.Typer(help="Disclosed documents (docs/formats.md).", no_args_is_help=True)
EXAMPLE = (
    "Example: lk disclosure publish otchet.pdf --title 'Годовой отчёт' --kind Отчётность"
    " --year 2025"
)


@app.callback()
def disclosure() -> None:
    """Disclosed documents."""


@app.command(epilog=EXAMPLE)
def publish(
    file: Annotated[Path, typer.Argument(help="PDF, DOCX, XLSX, ODT, ODS, CSV or a picture.")],
    title: Annotated[str, typer.Option(help="What the document is called.")],
    kind: Annotated[str, typer.Option(help="Under which heading it stands.")],
    year: Annotated[int, typer.Option(help="Which year it is about.")],
) -> None:
    """Put a document on /disclosure; one of the same title, kind and year is replaced."""
    from lk_app import wiring
    from lk_app.usecases import site_files

    try:
        content = file.read_bytes()
    except OSError:
        raise FileRefused("file.unreadable", file=file.name) from None
    changed = site_files.disclose(
        db=wiring.database(),
        name=file.name,
        content=content,
        title=title,
        kind=kind,
        year=year,
        today=wiring.business_now().date(),
        now=wiring.real_now(),
    )
    typer.echo(f"{title}, {year}: {'опубликовано' if changed else 'без изменений'}")
