"""Files with bad rows, mended, imported, undone: over HTTP on both engines and in a browser."""

from collections.abc import Iterator

from tests.proofs.passing import passed

RUN = {
    "Bad rows downloaded, mended, brought in; files undone, over HTTP on both engines": (
        "tests/api/staff/test_first_bills.py"
    ),
    "The same in a browser": "tests/journeys/test_exchange.py",
    "Tables of other systems, charges from outside, undoing": (
        "tests/usecases/test_table_profiles.py tests/usecases/test_imported_charges.py "
        "tests/usecases/test_withdrawing.py tests/usecases/test_warehouse.py"
    ),
}


def prove() -> Iterator[str]:
    """What pytest says of each."""
    for title, files in RUN.items():
        yield f"- {title}: {passed(*files.split())}"
