"""A screen of each kind holds for everybody: axe in both themes, 320 px, the low-vision version.

All scenes are looked at by `python -m tests.proofs.prove_phone axe`.
"""

import pytest
from playwright.sync_api import Browser

from lk_app.db.engine import Database
from tests import scene_walk, screens
from tests.cabinet import Cabinet
from tests.journeys.conftest import PATIENCE
from tests.scene_steps import Scene
from tests.scenes import NEWCOMER, SCENES
from tests.usecases.people import confirmed

pytestmark = pytest.mark.journey

SAMPLE = (
    "home", "tariffs", "news-article", "search", "login", "register", "consent", "not-found",
    "link", "cabinet", "readings-two-zones", "consumption", "bills-opened", "pay-all", "history",
    "profile", "readings-table", "landlord", "plain", "plain-history", "vision",
)  # fmt: skip


@pytest.fixture(scope="module")
def newcomer(cabinet: Cabinet) -> None:
    database = Database(f"sqlite:///{cabinet.var_dir}/lk.db")
    confirmed(database, NEWCOMER)
    database.close()


@pytest.mark.parametrize(
    "scene", [one for one in SCENES if one.name in SAMPLE], ids=lambda one: one.name
)
def test_nobody_is_left_out(
    scene: Scene, browser: Browser, cabinet: Cabinet, newcomer: None
) -> None:
    with scene_walk.opened(browser, cabinet, scene) as page:
        page.set_default_timeout(PATIENCE)
        screens.play(page, scene)
        assert scene_walk.troubles(page) == []
