"""`lk tariffs`: prices, announced by file."""

from pathlib import Path
from typing import Annotated

import typer

from lk_app.cli.files import AsJson, File, announce
from lk_app.domain.site_files import FileRefused

app = typer.Typer(help="Prices (docs/formats.md).", no_args_is_help=True)


@app.callback()
def tariffs() -> None:
    """Prices, by the day they hold from."""


@app.command(epilog="Example: lk tariffs publish tariffs.csv")
def publish(
    file: File,
    document: Annotated[
        Path | None, typer.Option(help="The regulator's document: PDF, DOCX, ODT…")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put a price list in force; open pages show it at once, with the document it rests on."""
    from lk_app import wiring
    from lk_app.usecases.publishing import tariff_documents
    from lk_app.usecases.publishing import tariffs as noun

    content = _content(document) if document else b""
    announce(noun, file, as_json)
    if document:
        tariff_documents.attach(
            db=wiring.database(),
            prices=file,
            name=document.name,
            content=content,
            today=wiring.business_now().date(),
            now=wiring.real_now(),
        )


def _content(document: Path) -> bytes:
    try:
        return document.read_bytes()
    except OSError:
        raise FileRefused("file.unreadable", file=document.name) from None
