"""What stops the start: one line that names the variable, and no toy beside real things."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lk_app import settings, wiring
from lk_app.settings import DEMO_SUPPLIER, SettingsError
from tests.cabinet import one_line

PRODUCTION = {
    "LK_ENV": "production",
    "LK_PUBLIC_URL": "https://lk.example",
    "LK_SECRET_KEY": "long enough, and for this test only",
    "LK_SUPPLIER": "/etc/lk/supplier.toml",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in os.environ:
        if variable.startswith(("LK_", *settings.GATEWAY_VARIABLES)):
            monkeypatch.delenv(variable)


def refusal(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> str:
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refused:
        settings.load()
    return one_line(str(refused.value))


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LK_PUBLIC_URL", "https://lk.example"),
        ("LK_SMTP_URL", "smtp://mail.example:587"),
        ("LK_HOST", "0.0.0.0"),
        ("LK_STRIPE_SECRET_KEY", "sk_live_51"),
        ("STRIPE_API_KEY", "rk_live_51"),
        ("LK_YOOKASSA_SECRET_KEY", "live_51"),
        ("LK_STRIPE_API_URL", "https://api.stripe.com"),
        ("LK_YOOKASSA_API_URL", "https://api.yookassa.ru/v3"),
    ],
)
def test_the_demonstration_stands_beside_nothing_real(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    assert refusal(monkeypatch, {variable: value}).startswith(f"{variable}: ")


def test_a_gateways_test_key_is_welcome_in_the_demonstration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LK_STRIPE_SECRET_KEY", "sk_test_51")
    monkeypatch.setenv("LK_SMTP_URL", "smtp://localhost:1025")
    assert settings.load().demo


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LK_SECRET_KEY", ""),
        ("LK_SECRET_KEY", "short"),
        ("LK_PUBLIC_URL", ""),
        ("LK_CLOCK", "2026-11-20T10:00"),
        ("LK_SUPPLIER", str(DEMO_SUPPLIER)),
        ("LK_PAYMENT_GATEWAYS", "demo_bank"),
        ("LK_HOST", "everywhere"),
        ("LK_PORT", "70000"),
        ("LK_TRUSTED_PROXIES", "-1"),
        ("LK_LINK_PROOF", "passport"),
        ("LK_MISSING_READING_POLICY", "guess"),
        ("LK_DATABASE_URL", "mysql://db.local/lk"),
        ("LK_DATABASE_URL", "lk.db"),
        ("LK_REDIS_URL", "cache.local:6379"),
        ("LK_SMTP_URL", "mail.local"),
        ("LK_SMTP_URL", "smtp://mail.local:many"),
        ("LK_PUBLIC_URL", "lk.example"),
    ],
)
def test_production_refuses_toys_and_nonsense(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    assert refusal(monkeypatch, {**PRODUCTION, variable: value}).startswith(f"{variable}: ")


def test_production_takes_no_payments_until_a_gateway_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for variable, value in PRODUCTION.items():
        monkeypatch.setenv(variable, value)
    world = settings.load()
    assert world.payment_gateways == ()
    assert world.secure_cookies
    monkeypatch.setenv("LK_PAYMENT_GATEWAYS", "yookassa, stripe")
    for variable in ("STRIPE_SECRET_KEY", "YOOKASSA_SHOP_ID", "YOOKASSA_SECRET_KEY"):
        monkeypatch.setenv(f"LK_{variable}", "live_51")
    assert settings.load().payment_gateways == ("yookassa", "stripe")


def test_the_suppliers_file_is_named_with_what_is_wrong_in_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LK_SUPPLIER: there is no file"):
        settings.load_supplier(tmp_path / "supplier.toml")
    (tmp_path / "supplier.toml").write_text('name = "ООО"')
    with pytest.raises(SettingsError, match=r"LK_SUPPLIER: .*account_number_groups"):
        settings.load_supplier(tmp_path / "supplier.toml")


@pytest.mark.parametrize(
    ("gateways", "variable"),
    [
        ("stripe", "LK_STRIPE_SECRET_KEY"),
        ("demo_bank,yookassa", "LK_YOOKASSA_SHOP_ID"),
        ("card=demo_bank,sbp=stripe", "LK_STRIPE_SECRET_KEY"),
    ],
)
def test_a_gateway_is_not_named_without_its_keys(
    monkeypatch: pytest.MonkeyPatch, gateways: str, variable: str
) -> None:
    said = refusal(monkeypatch, {"LK_PAYMENT_GATEWAYS": gateways})
    assert said.startswith(f"{variable}: ")


def test_production_speaks_to_the_gateways_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    other = {"LK_STRIPE_API_URL": "http://127.0.0.1:9"}
    assert refusal(monkeypatch, PRODUCTION | other).startswith("LK_STRIPE_API_URL: ")


def test_networks_that_are_none_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, {"LK_YOOKASSA_NETWORKS": "185.71.76.0/27, everywhere"})
    assert said.startswith("LK_YOOKASSA_NETWORKS: ")


def test_secrets_are_not_printed_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LK_STRIPE_SECRET_KEY", "sk_test_51")
    assert "sk_test_51" not in repr(settings.load())


ROUTES = [
    ("demo_bank", {"card": "demo_bank", "sbp": "demo_bank"}),
    ("yookassa,stripe", {"card": "yookassa", "sbp": "yookassa", "foreign_card": "stripe"}),
    ("sbp=yookassa,stripe", {"sbp": "yookassa", "foreign_card": "stripe"}),
    ("card=demo_bank,yookassa", {"card": "demo_bank", "sbp": "yookassa"}),
]


@pytest.mark.parametrize(("named", "routes"), ROUTES)
def test_which_method_goes_to_which_gateway_is_a_setting(
    wired: None, monkeypatch: pytest.MonkeyPatch, named: str, routes: dict[str, str]
) -> None:
    monkeypatch.setenv("LK_PAYMENT_GATEWAYS", named)
    assert wiring.payment_routes() == routes
    assert list(wiring.payment_routes()) == list(routes)


@pytest.mark.parametrize("named", ["paypal", "card=paypal", "sbp=stripe", "cash=demo_bank"])
def test_a_route_that_leads_nowhere_is_refused(
    wired: None, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("LK_PAYMENT_GATEWAYS", named)
    with pytest.raises(SettingsError, match="LK_PAYMENT_GATEWAYS"):
        wiring.payment_routes()


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Gateways with test keys, and nothing remembered."""
    monkeypatch.setenv("LK_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("LK_STRIPE_SECRET_KEY", "sk_test_51")
    monkeypatch.setenv("LK_YOOKASSA_SHOP_ID", "100500")
    monkeypatch.setenv("LK_YOOKASSA_SECRET_KEY", "test_51")
    made_once = (wiring.settings, wiring.payment_gateways, wiring.payment_routes)
    for one in made_once:
        one.cache_clear()
    yield
    for one in made_once:
        one.cache_clear()
