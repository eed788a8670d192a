"""docs/proofs/supplier.md: what the parts of prove_supplier found, beside what is promised."""

from collections.abc import Mapping
from typing import Any

from tests.proofs.parts import Kept, made

PROMISED = 200  # milliseconds


def page(kept: Mapping[str, Kept]) -> str:
    """The page, from what every part told; a promise that was not kept is marked «missed»."""
    told = {name: part.told for name, part in kept.items()}
    return f"""# The supplier's side

{made(kept)}

## Every page of the console over {told["lists"]["accounts"]} accounts

A year of bills, readings and payments, and a thousand of everything that waits for a person; one
process, SQLite, no cache. Every GET route of the running app, each list also on its second page and
searched; {told["lists"]["times"]} answers each, milliseconds, the worst ≤ {PROMISED}.

{_table(told["lists"]["addresses"])}

## The matrix

Every route of the running app × anonymous, subscriber, other subscriber, operator, editor, admin,
on SQLite and PostgreSQL: only what the role allows, and the audit log has it: `{told["matrix"]}`.

## Journeys

{_journeys(told["journeys"])}
"""


def _table(addresses: Mapping[str, Any]) -> str:
    rows = [
        f"| `{address}` | {one['median']:.0f} | {one['worst']:.0f} | "
        f"{'' if one['worst'] <= PROMISED else 'missed'} |"
        for address, one in addresses.items()
    ]
    return "\n".join(["| page | median | worst | |", "|---|---|---|---|", *rows])


def _journeys(told: Mapping[str, str]) -> str:
    return "\n".join(f"- {name}: `{passed}`." for name, passed in told.items())
