"""A person's data: taken along and read back, the login deleted, every bill still there."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lk_app.db import accounts, bills, held
from lk_app.db.engine import Database
from lk_app.domain.customers import Customer
from lk_app.domain.personal_data import DELETION_DELAY, Person
from lk_app.usecases import data_exports, login_deletion
from lk_app.usecases.login_deletion import Archive
from tests import engines
from tests.usecases import appealing, people
from tests.usecases.people import ANNA, NOW, PAPER, PASSWORD
from tests.usecases.test_bills import DEBTOR, billed, linked
from tests.usecases.test_data_exports import SIGNER, sources, store

ENGINES = {"sqlite": engines.Sqlite, "postgresql": lambda _: engines.PostgreSQL()}


def prove() -> Iterator[str]:
    """On both engines: the file is compared with the database row by row, before and after."""
    places, hidden = len(held.PLACES), sum(len(place.hidden) for place in held.PLACES)
    yield (
        f"{places} tables have a place in the file, {len(held.NOBODYS)} a reason to have none; "
        f"{hidden} columns are left out, each with its reason in README.txt.\n"
    )
    yield "| engine | files | rows in JSON | differ | bills in PDF | bills before, after | left |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for name, engine in ENGINES.items():
        with tempfile.TemporaryDirectory() as home:
            ready = engine(Path(home))
            with ready.fresh() as url:
                db = Database(url)
                yield f"| {name} | {_lived(db, Path(home))} |"
                db.close()
            ready.close()


def _lived(db: Database, home: Path) -> str:
    billed(db)
    anna = linked(db)
    people.sign_in(db)
    appealing.attach(db, appealing.folder(home), anna.id)
    appealing.submit(db, anna.id)
    data_exports.ask(db=db, customer_id=anna.id, now=NOW)
    data_exports.make_due(sources(db, home), store(home))
    with zipfile.ZipFile(io.BytesIO(_taken(db, home, anna))) as packed:
        told = {
            one.removeprefix("json/").removesuffix(".json"): json.loads(packed.read(one))
            for one in packed.namelist()
            if one.startswith("json/")
        }
        papers = [one for one in packed.namelist() if "/bill-" in one]
        files = len(packed.namelist())
    rows, differ = sum(map(len, told.values())), _differ(db, anna, told)
    before = _bills(db)
    login_deletion.ask(
        db=db, paper=PAPER, me=people.me(db, people.sign_in(db)), password=PASSWORD, now=NOW,
        real_now=NOW,
    )  # fmt: skip
    archive = Archive(SIGNER, appealing.folder(home), store(home))
    done = login_deletion.apply_due(db=db, paper=PAPER, archive=archive, now=NOW + DELETION_DELAY)
    after = _bills(db)
    assert (differ, done, after) == (0, 1, before)
    assert len(papers) == len(before)
    left = ", ".join(_left(db, anna))
    return f"{files} | {rows} | {differ} | {len(papers)} | {len(before)}, {len(after)} | {left}"


def _taken(db: Database, home: Path, anna: Customer) -> bytes:
    """As the browser gets it, for the password."""
    me = people.me(db, people.sign_in(db))
    token = data_exports.unlock(db=db, signer=SIGNER, me=me, password=PASSWORD, now=NOW)
    handed = data_exports.hand_over(
        db=db, store=store(home), signer=SIGNER, me=me, token=token, now=NOW
    )
    return b"".join(handed.pieces)


def _differ(db: Database, anna: Customer, told: dict[str, list[object]]) -> int:
    """Tables that the file tells otherwise than a plain count of the person's rows."""
    counted = {"customers": 1, "account_links": 1, "accounts": 1, "appeals": 1, "appeal_files": 1}
    counted |= {"bills": len(_bills(db)), "holders": 1}
    return sum(len(told[name]) != many for name, many in counted.items())


def _bills(db: Database) -> list[object]:
    """Every bill of the account, whoever may see it."""
    with db.read() as session:
        account = accounts.by_number(session, DEBTOR)
        assert account
        return list(bills.of_account(session, account.id))


def _left(db: Database, anna: Customer) -> list[str]:
    """Tables that still have rows of the login; none of them has its name or mailbox."""
    with db.read() as session:
        found = held.records(session, Person(anna.id, ANNA, {}))
    kept = {name: rows for name, rows in found.items() if rows and name != "letters"}
    said = json.dumps(kept, default=str, ensure_ascii=False)
    assert ANNA not in said and anna.name.last not in said
    return sorted(kept)
