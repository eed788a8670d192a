"""The proof of the console's lists on a small world: every list is searched and paged."""

from tests import engines
from tests.proofs import supplier_lists
from tests.proofs.prove_supplier import world

ENOUGH = 420  # accounts: two pages of everything that waits


def test_every_list_is_searched_and_paged() -> None:
    with world(engines.Sqlite, ENOUGH) as client:
        assert supplier_lists.measured(client, times=1)
