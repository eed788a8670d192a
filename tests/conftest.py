"""What every test may ask for: a clean database on each engine, a served cabinet, a browser.

The run fails when the tests on the two engines were not equally many.
"""

import gc
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from lk_app import security
from lk_app.db import engine as connections
from lk_app.db.engine import Database
from lk_app.gateways import captcha
from lk_app.serving import frontend
from tests import engines
from tests.cabinet import Cabinet, chromium

_ran: Counter[str] = Counter()
CHEAPEST = 4  # bcrypt takes no less; a served cabinet is another process and keeps the product's


@pytest.fixture(scope="session", autouse=True)
def product_cost() -> Iterator[int]:
    """Passwords and captchas inside the tests cost next to nothing; gives bcrypt's own cost."""
    own, work = security.BCRYPT_COST, captcha.COST
    security.BCRYPT_COST, captcha.COST = CHEAPEST, CHEAPEST
    yield own
    security.BCRYPT_COST, captcha.COST = own, work


@pytest.fixture(scope="session", autouse=True)
def product_sync() -> Iterator[str]:
    """SQLite waits for no disk inside the tests; gives how the product does."""
    own, connections.SYNCHRONOUS = connections.SYNCHRONOUS, "OFF"
    yield own
    connections.SYNCHRONOUS = own


@pytest.fixture(scope="session", autouse=True)
def lent_engines() -> Iterator[None]:
    """Statements are compiled once, not once a test."""
    own, connections._engine = connections._engine, engines.lending.lend
    yield
    connections._engine = own


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> engines.Sqlite:
    """SQLite with the newest schema, once a session."""
    return engines.Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_engine() -> Iterator[engines.PostgreSQL]:
    """PostgreSQL with the newest schema, once a session."""
    engine = engines.PostgreSQL()
    yield engine
    engine.close()


@pytest.fixture(params=engines.NAMES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a clean, migrated database; the test runs once on each engine."""
    request.node.user_properties.append(("engine", request.param))
    engine = request.getfixturevalue(f"{request.param}_engine")
    with engine.fresh() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A clean, migrated database; the test runs once on each engine."""
    opened = Database(database_url)
    yield opened
    engines.hand_back(opened)


@pytest.fixture(scope="session")
def built() -> None:
    """The frontend of these very sources."""
    if frontend.is_stale():
        frontend.build(lambda seconds: None)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LK_VAR_DIR with the demonstration loaded, to be copied by who serves one of their own."""
    var_dir = tmp_path_factory.mktemp("furnished")
    Cabinet(var_dir).prepare()
    return var_dir


@pytest.fixture(scope="session")
def cabinet(
    built: None, furnished: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cabinet]:
    """The demonstration, served."""
    running = Cabinet(shutil.copytree(furnished, tmp_path_factory.mktemp("served") / "var"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all: a process may have no second one beside it."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all journeys."""
    opened = playwright.chromium.launch(**chromium())  # type: ignore[arg-type]
    yield opened
    opened.close()


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the garbage collector need not walk it every time."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what really ran on which engine (in the controlling process under xdist)."""
    if report.when == "call" and report.passed:
        _ran.update(engine for name, engine in report.user_properties if name == "engine")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that passed on one engine alone is a failure of the run."""
    if (
        len({_ran[engine] for engine in engines.NAMES}) > 1
        and session.exitstatus == pytest.ExitCode.OK
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the two counts."""
    if _ran:
        counts = ", ".join(f"{engine} {_ran[engine]}" for engine in engines.NAMES)
        equal = "equal" if len({_ran[engine] for engine in engines.NAMES}) == 1 else "NOT EQUAL"
        terminalreporter.write_line(f"passed on each engine: {counts} ({equal})")
