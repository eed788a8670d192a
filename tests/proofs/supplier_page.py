"""docs/proofs/supplier.md: what the parts of prove_supplier found, beside what is promised."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from tests.proofs.parts import Kept, made
from tests.proofs.supplier_lists import PROMISED


def page(kept: Mapping[str, Kept]) -> str:
    """The page, from what every part told; a promise that was not kept is marked «missed»."""
    told = {name: part.told for name, part in kept.items()}
    lists, matrix = told["lists"], told["matrix"]
    worst = {name: max(one["worst"] for one in some.values()) for name, some in _engines(lists)}
    said = ", ".join(f"{name} {took:.0f} ms" for name, took in worst.items())
    return f"""# The supplier's side

{made(kept)}

## Every page of the console over {lists["accounts"]:,} accounts

A year of bills, readings and payments, and a thousand of everything that waits for a person:
suspicious, refused, guests' and late readings, appeals, unknown payments, differences, questions;
refunds and price lists that wait for a second person, news, disclosures, a log of 30,000 lines.
One process; nothing is kept between two requests but the figures, which a job counts. Every GET
route of the running app; a list by its own form of a search, its own link to the next page, and a
search that finds nothing.
{lists["times"]} answers each, milliseconds, promised: {PROMISED}. The slowest of all: {said}.

{_table(lists)}

## The matrix

{matrix["handlers"]} handlers and {matrix["routes"]} routes of the running app × anonymous,
subscriber, other subscriber; {matrix["console"]} of the routes are the console's, × operator,
editor, admin too: only what the role allows, and every deed and every denial is in the audit log.

{_files(matrix["passed"])}

## Journeys

{_journeys(told["journeys"])}
"""


def _engines(lists: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return list(lists["engines"].items())


def _table(lists: Mapping[str, Any]) -> str:
    (first, some), (second, others) = _engines(lists)
    head = [
        f"| page | {first}: median | worst | {second}: median | worst | |",
        "|---|--:|--:|--:|--:|---|",
    ]
    rows = [
        f"| `{unquote(address)}` | {one['median']:.0f} | {one['worst']:.0f} | "
        f"{others[address]['median']:.0f} | {others[address]['worst']:.0f} | "
        f"{'' if max(one['worst'], others[address]['worst']) <= PROMISED else 'missed'} |"
        for address, one in some.items()
    ]
    return "\n".join([*head, *rows])


def _journeys(told: Mapping[str, Mapping[str, str]]) -> str:
    return "\n".join(f"**{name}**\n\n{_files(files)}\n" for name, files in told.items())


def _files(passed: Mapping[str, str]) -> str:
    return "\n".join(f"- `{file}`: {said}" for file, said in passed.items())
