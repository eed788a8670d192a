"""Every environment variable, typed, in one place; the supplier's own file beside it.

`load()` is called once by a door (`lk`, the app's composition root). A wrong or missing value is a
`SettingsError` whose text is one line that names the variable and says what to do.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from lk_app.variables import (
    Clock,
    DatabaseUrl,
    Day,
    Host,
    Listed,
    Networks,
    PrivateKey,
    PublicUrl,
    RedisUrl,
    SmtpUrl,
    Zone,
)

LOOPBACK = "127.0.0.1"
LOCAL_HOSTS = frozenset({"localhost", LOOPBACK, "::1"})
# A real gateway's keys are read from variables of these names; a live one begins with these words
GATEWAY_VARIABLES = ("LK_STRIPE_", "LK_YOOKASSA_", "STRIPE_", "YOOKASSA_")
LIVE_KEYS = ("sk_live_", "rk_live_", "live_")
# The one ready sign-in of the demonstration, shown on its login page and made by `lk demo load`
DEMO_LOGIN = "demo@lk.example"
DEMO_PASSWORD = "Pokazaniya-2026"  # noqa: S105
DEMO_SUPPLIER = Path(__file__).parent / "demo" / "supplier.toml"


class SettingsError(Exception):
    """One line for the person who starts the program."""


class Env(StrEnum):
    """Which world this is: the demonstration refuses real things, production refuses toys."""

    DEMO = "demo"
    PRODUCTION = "production"


class LinkProof(StrEnum):
    """What proves that an account is one's own (CONTRACT, LK_LINK_PROOF)."""

    NONE = "none"
    HISTORY = "history"
    METER_SERIAL = "meter_serial"


class MissingReadingPolicy(StrEnum):
    """How a period without a reading is billed (ПП РФ 354, п. 59–60)."""

    DECREE354 = "decree354"
    NORM = "norm"


class Settings(BaseSettings):
    """The environment of one process; field `x` is the variable `LK_X`."""

    model_config = SettingsConfigDict(env_prefix="LK_", frozen=True, extra="ignore")

    env: Env = Env.DEMO
    database_url: DatabaseUrl = ""
    redis_url: RedisUrl = ""
    var_dir: Path = Path("var")
    host: Host = LOOPBACK
    port: Annotated[int, Field(ge=1, le=65535)] = 3000
    public_url: PublicUrl = ""
    secret_key: str = ""
    smtp_url: SmtpUrl = ""
    payment_gateways: Listed = ("demo_bank",)
    stripe_secret_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")  # empty: Stripe's callbacks are not taken
    stripe_api_url: str = ""  # another address than Stripe's own, for tests on this machine
    yookassa_shop_id: str = ""
    yookassa_secret_key: SecretStr = SecretStr("")
    yookassa_vat_code: Annotated[int, Field(ge=1, le=12)] | None = None  # unset: no receipts there
    yookassa_utilities: bool = False  # send the block of housing payments (payment_order)
    yookassa_networks: Networks = ()  # empty: those it publishes
    yookassa_api_url: str = ""
    # Of notices to browsers (RFC 8292): 32 bytes as base64url. Unset: follows from LK_SECRET_KEY;
    # set it before changing that one, or every device has to be allowed notices anew.
    vapid_private_key: PrivateKey = SecretStr("")
    warehouse_dir: Path | None = None  # a full export every night (`.[warehouse]`); unset: none
    profile_dir: Path | None = None  # the supplier's own profiles of files, *.toml
    photo_dir: Path | None = None  # of meters; unset: photos/ in LK_VAR_DIR. One for all replicas
    push_local: bool = False  # tests alone: take http://127.0.0.1 for a browser's push service
    missing_reading_policy: MissingReadingPolicy = MissingReadingPolicy.DECREE354
    link_proof: LinkProof = LinkProof.HISTORY
    supplier: Path = DEMO_SUPPLIER
    # Until this day logins of the old cabinet and account numbers are names at the door, too, and
    # pages tell that the cabinet moved. Unset: there is no old cabinet.
    old_cabinet_until: Day = None
    trusted_proxies: Annotated[int, Field(ge=0, le=10)] = 0
    timezone: Zone = "Europe/Saratov"
    clock: Clock = ""

    @model_validator(mode="before")
    @classmethod
    def _no_toy_in_production(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Without a gateway named, production takes no payments rather than the toy's."""
        real = str(given.get("env", "")) == Env.PRODUCTION
        return {**({"payment_gateways": ()} if real else {}), **given}

    @model_validator(mode="after")
    def _safe_world(self) -> Self:
        check_world(self)
        check_gateways(self)
        return self

    @property
    def gateway_names(self) -> tuple[str, ...]:
        """The gateways named in LK_PAYMENT_GATEWAYS, each once, in order."""
        return tuple(dict.fromkeys(entry.rpartition("=")[2] for entry in self.payment_gateways))

    @property
    def named_routes(self) -> tuple[tuple[str, str], ...]:
        """Method and gateway of every `method=gateway` in LK_PAYMENT_GATEWAYS."""
        pairs = (entry.partition("=") for entry in self.payment_gateways if "=" in entry)
        return tuple((method, name) for method, _, name in pairs)

    @property
    def demo(self) -> bool:
        """Whether this is the demonstration."""
        return self.env is Env.DEMO

    @property
    def zone(self) -> ZoneInfo:
        """The supplier's time zone: months begin and windows close by it."""
        return ZoneInfo(self.timezone)

    @property
    def origin(self) -> str:
        """The public address without a trailing slash, as letters and CORS use it."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def database(self) -> str:
        """The database's address; by default SQLite inside LK_VAR_DIR."""
        return self.database_url or f"sqlite:///{self.var_dir}/lk.db"

    @property
    def secure_cookies(self) -> bool:
        """Cookies are marked Secure wherever the public address is https."""
        return self.origin.startswith("https://")


def check_world(settings: Settings) -> None:
    """Refuse combinations that would let a toy meet real people, or the other way round."""
    if settings.env is Env.PRODUCTION:
        _require(
            len(settings.secret_key) >= 32, "LK_SECRET_KEY", "set at least 32 random characters"
        )
        _require(bool(settings.public_url), "LK_PUBLIC_URL", "set the address subscribers open")
        _require(not settings.push_local, "LK_PUSH_LOCAL", "unset it: it is for tests alone")
        _require(not settings.clock, "LK_CLOCK", "unset it: production runs on real time")
        _require(settings.supplier != DEMO_SUPPLIER, "LK_SUPPLIER", "name the supplier's own file")
        _require(
            "demo_bank" not in settings.gateway_names,
            "LK_PAYMENT_GATEWAYS",
            "leave out demo_bank: it takes no real money",
        )
        for variable, url in _gateway_addresses(settings):
            _require(not url, variable, "unset it: production speaks to the gateway itself")
        return
    _require(_is_local(settings.origin), "LK_PUBLIC_URL", "the demonstration is for localhost only")
    _require(settings.host == LOOPBACK, "LK_HOST", "the demonstration serves on 127.0.0.1 only")
    for variable, url in _gateway_addresses(settings):
        _require(not url or _is_local(url), variable, "only a server on this machine, for tests")
    if settings.smtp_url:
        _require(
            _is_local(settings.smtp_url), "LK_SMTP_URL", "the demonstration mails localhost only"
        )


def check_gateways(settings: Settings) -> None:
    """Refuse a gateway that is named without what it needs, and a route that leads nowhere."""
    if "stripe" in settings.gateway_names:
        key = settings.stripe_secret_key.get_secret_value()
        _require(bool(key), "LK_STRIPE_SECRET_KEY", "set the secret key of the Stripe account")
    if "yookassa" in settings.gateway_names:
        key = settings.yookassa_secret_key.get_secret_value()
        _require(bool(settings.yookassa_shop_id), "LK_YOOKASSA_SHOP_ID", "set the shop's number")
        _require(bool(key), "LK_YOOKASSA_SECRET_KEY", "set the shop's secret key")


def _require(condition: bool, variable: str, advice: str) -> None:
    if not condition:
        raise SettingsError(f"{variable}: {advice}")


def _gateway_addresses(settings: Settings) -> tuple[tuple[str, str], ...]:
    return (
        ("LK_STRIPE_API_URL", settings.stripe_api_url),
        ("LK_YOOKASSA_API_URL", settings.yookassa_api_url),
    )


def _is_local(url: str) -> bool:
    return (urlsplit(url).hostname or "") in LOCAL_HOSTS


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who sends the bills: details printed on documents (ПП РФ 354, п. 69) and the brand."""

    name: str
    short_name: str
    brand: str
    brand_accent: str  # the part of the brand set in the accent colour
    inn: str
    kpp: str
    ogrn: str
    bank_name: str
    bic: str
    bank_account: str
    correspondent_account: str
    address: str
    phone: str
    email: str
    site: str
    account_number_digits: int
    account_number_groups: tuple[int, ...]
    billing: Literal["own", "imported"] = "own"  # who makes the bills: we, or charges.csv

    @property
    def contacts(self) -> str:
        """Where to write and to call."""
        return f"{self.email}, {self.phone}"


def load() -> Settings:
    """Read the environment; raises SettingsError with one line that names the variable."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        variable = "LK_" + str(first["loc"][0]).upper() if first["loc"] else "LK_*"
        raise SettingsError(f"{variable}: {first['msg'].removeprefix('Value error, ')}") from None
    if settings.demo:
        refuse_live_keys(os.environ)
    return settings


def refuse_live_keys(environment: Mapping[str, str]) -> None:
    """The demonstration does not start beside keys that move real money."""
    for variable, value in environment.items():
        live = variable.startswith(GATEWAY_VARIABLES) and value.startswith(LIVE_KEYS)
        _require(not live, variable, "is a live key; the demonstration takes no real money")


def load_supplier(path: Path) -> Supplier:
    """Read the supplier's TOML file (docs/formats.md); SettingsError names what is missing."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        raw["account_number_groups"] = tuple(raw["account_number_groups"])
        if raw.get("billing", "own") not in ("own", "imported"):
            raise TypeError("billing is own or imported")
        return Supplier(**raw)
    except FileNotFoundError:
        raise SettingsError(f"LK_SUPPLIER: there is no file {path}") from None
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SettingsError(f"LK_SUPPLIER: {path}: {error}") from None
