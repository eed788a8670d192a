"""Exchange and moving house: people of an old cabinet, files there and back, a person's data.

`python -m tests.proofs.prove_exchange [PART…]` proves all parts or those named; what is kept of
them and when the page is written, tests/proofs/parts.py tells. For a look LK_PROVE_CUSTOMERS=2000
LK_PROVE_SIGN_INS=4 LK_PROVE_KILLS=2 LK_PROVE_HOUSEHOLDS=20: that page stays in var.
"""

import os
import sys
from collections.abc import Mapping

from tests.proofs import file_journeys, moving_house, own_data, round_trip
from tests.proofs.parts import Kept, Proof, Section, made, parts_of, written

SMALLER = ("LK_PROVE_CUSTOMERS", "LK_PROVE_SIGN_INS", "LK_PROVE_KILLS", "LK_PROVE_HOUSEHOLDS")

PARTS: Mapping[str, Section] = {
    "moving": ("Moving house from an old cabinet", moving_house.rehearse),
    "round_trip": ("Everything exported and put into an empty database", round_trip.prove),
    "files": ("A file with bad rows, mended, imported, undone", file_journeys.prove),
    "own_data": ("A person's data: taken along, and the login deleted", own_data.prove),
}


def _page(kept: Mapping[str, Kept]) -> str:
    return f"""# Exchange with the outside, and moving house from the old cabinet

{made(kept)}

{written(PARTS, kept)}"""


PROOF = Proof("exchange", parts_of(PARTS), _page)

if __name__ == "__main__":
    PROOF.run(sys.argv[1:], full=not any(name in os.environ for name in SMALLER))
