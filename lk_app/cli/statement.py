"""`lk statement`: «Детализация» of an account as a file."""

import json
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from lk_app.documents.statement import StatementDocument

EXAMPLE = (
    "Example: lk statement --account 6410100101 --from 2026-01-01 --to 2026-10-31"
    " --format pdf --out statement.pdf"
)


class Form(StrEnum):
    """What the file is."""

    JSON = "json"
    CSV = "csv"
    PDF = "pdf"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog=EXAMPLE)(statement)


def statement(
    account: Annotated[str, typer.Option(help="Account number, hyphens allowed.")],
    out: Annotated[Path, typer.Option(help="File to write.")],
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, included.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="What to write.")] = Form.PDF,
) -> None:
    """Write every charge and payment of an account with the balance after each."""
    from lk_app import wiring
    from lk_app.domain.accounts import normalise_account_number
    from lk_app.usecases import statements

    supplier = wiring.supplier()
    document = statements.supplier_statement(
        db=wiring.database(),
        supplier=supplier,
        account_number=normalise_account_number(account, digits=supplier.account_number_digits),
        first_day=first.date() if first else None,
        last_day=last.date() if last else None,
        now=wiring.business_now(),
    )
    content = _makers()[form](document)
    out.write_bytes(content)
    typer.echo(f"{out}: {len(document.rows)} operations, balance {document.closing_row[1]}")


def _makers() -> "dict[Form, Callable[[StatementDocument], bytes]]":
    from lk_app.documents.statement import statement_csv, statement_json, statement_pdf

    def as_json(document: "StatementDocument") -> bytes:
        return json.dumps(statement_json(document), ensure_ascii=False, indent=2).encode()

    return {Form.JSON: as_json, Form.CSV: statement_csv, Form.PDF: statement_pdf}
