"""What the public pages' proof quotes is really looked at."""

from tests.proofs.public_addresses import ADDRESSES, MEASURED
from tests.scenes import SCENES


def test_axe_looks_at_every_public_page() -> None:
    scenes = {scene.address for scene in SCENES if not scene.who}
    assert {*ADDRESSES, *MEASURED} <= scenes
