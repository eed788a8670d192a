"""The demonstration's prices, published once."""

import csv
from datetime import date, datetime

from lk_app.db import tariffs
from lk_app.db.engine import Database
from lk_app.demo.moving import DATA
from lk_app.domain.publishing import join
from lk_app.domain.tariffs import TariffRow, parse_price


def publish(db: Database, *, now: datetime) -> None:
    """Publish the sample prices that are not in force yet; never those of a later publication."""
    with db.write() as session:
        if not tariffs.current(session):
            tariffs.add(session, join([], _rows()).added, now=now)


def _rows() -> list[TariffRow]:
    with (DATA / "tariffs.csv").open(encoding="utf-8", newline="") as file:
        return [
            TariffRow(
                id=0,
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                category=row["category"],
                zones=int(row["zones"]),
                register=row["register"],
                band=int(row["band"]),
                up_to_kwh=int(row["up_to_kwh"]) if row["up_to_kwh"] else None,
                price=parse_price(row["price"]),
                source=row["source"],
            )
            for row in csv.DictReader(file)
        ]
