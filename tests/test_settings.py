"""What stops the start: one line that names the variable, and no toy beside real things."""

import os
from pathlib import Path

import pytest

from lk_app import settings
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
    assert settings.load().payment_gateways == ("yookassa", "stripe")


def test_the_suppliers_file_is_named_with_what_is_wrong_in_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LK_SUPPLIER: there is no file"):
        settings.load_supplier(tmp_path / "supplier.toml")
    (tmp_path / "supplier.toml").write_text('name = "ООО"')
    with pytest.raises(SettingsError, match=r"LK_SUPPLIER: .*account_number_groups"):
        settings.load_supplier(tmp_path / "supplier.toml")
