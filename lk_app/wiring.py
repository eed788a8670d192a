"""Which implementation stands behind each port, chosen from settings; and the two clocks.

Everything is made once a process, on first use, so that importing a page opens no database.
"""

import asyncio
import contextvars
import hashlib
import hmac
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time
from email.utils import formataddr
from functools import cache, partial
from typing import ParamSpec, TypeVar

from lk_app import settings as environment
from lk_app.db.engine import Database
from lk_app.documents.site import Site
from lk_app.domain.billing_facts import BillingRefused
from lk_app.domain.payments import Method
from lk_app.gateways.captcha import AltchaCaptcha
from lk_app.gateways.demo_bank import DemoBank
from lk_app.gateways.file_folder import FileFolder, PhotoFolder
from lk_app.gateways.outbox import OutboxFolder
from lk_app.gateways.ports import (
    Captcha,
    FileStore,
    LargeFileStore,
    MailGateway,
    PaymentGateway,
    PhotoStore,
    PushGateway,
)
from lk_app.gateways.smtp import SmtpMail
from lk_app.gateways.sums import SumCaptcha
from lk_app.gateways.web_push import WebPush
from lk_app.gateways.yookassa import API as YOOKASSA_API
from lk_app.gateways.yookassa import YooKassa
from lk_app.gateways.yookassa.orders import NETWORKS, Shop
from lk_app.old_passwords import Vault
from lk_app.security import Signer, secret_key, vapid_key
from lk_app.settings import Settings, Supplier
from lk_app.usecases.imports.following import Mover
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.letters import Stationery
from lk_app.usecases.notices import Courier
from lk_app.usecases.old_cabinet import OldCabinet
from lk_app.wording.payments import METHODS
from lk_app.wording.windows import OTHERWISE

P = ParamSpec("P")
R = TypeVar("R")
WORKER_THREADS = 32  # use cases wait on disk and bcrypt, not on the interpreter
_workers = ThreadPoolExecutor(max_workers=WORKER_THREADS, thread_name_prefix="usecase")
_started_at = datetime.now(UTC)


@cache
def settings() -> Settings:
    """The process's settings."""
    return environment.load()


@cache
def supplier() -> Supplier:
    """Whose cabinet this is."""
    return environment.load_supplier(settings().supplier)


@cache
def database() -> Database:
    """The process's database."""
    return Database(settings().database)


@cache
def signer() -> Signer:
    """Signs links and short-lived cookies."""
    return Signer(secret_key(settings()))


@cache
def vault() -> Vault:
    """What closes weak passwords of the old cabinet."""
    return Vault(signer().derive("old-passwords", ""))


@cache
def old_cabinet() -> OldCabinet:
    """What of the old cabinet opens this one."""
    last = settings().old_cabinet_until
    until = datetime.combine(last, time(), settings().zone) if last else None
    return OldCabinet(vault(), until, supplier().account_number_digits)


def mover() -> Mover:
    """What brings people of the old cabinet over, now."""
    return Mover(vault(), settings().link_proof, stationery(), real_now())


def device_owner(customer_id: int) -> str:
    """A person's name on a device: tells it nothing, and nobody else can make it."""
    return signer().code("device-owner", customer_id)


@cache
def mail() -> MailGateway:
    """Where letters go: the mail server of LK_SMTP_URL, else the outbox folder."""
    sender = formataddr((supplier().brand, supplier().email))
    if settings().smtp_url:
        return SmtpMail(settings().smtp_url, sender=sender)
    return OutboxFolder(settings().var_dir / "outbox", sender=sender)


@cache
def push() -> PushGateway:
    """How notices reach browsers."""
    own = settings()
    contact = f"mailto:{supplier().email}"
    return WebPush(vapid_key(own), contact=contact, local=own.push_local)


@cache
def photos() -> PhotoStore:
    """Where photos of meters lie."""
    return PhotoFolder(settings().photo_dir or settings().var_dir / "photos")


@cache
def appeal_files() -> FileStore:
    """Where the files beside appeals lie: with the photos, which every replica sees."""
    return FileFolder((settings().photo_dir or settings().var_dir / "photos") / "appeals")


@cache
def data_exports() -> LargeFileStore:
    """Where files of everything held on a person wait for them: beside the photos, too."""
    return FileFolder(
        (settings().photo_dir or settings().var_dir / "photos") / "exports", ending=".zip"
    )


@cache
def courier() -> Courier:
    """What notices travel by."""
    return Courier(database(), push(), stationery(), signer())


@cache
def stationery() -> Stationery:
    """What every letter carries."""
    return Stationery(supplier(), settings().zone, settings().origin)


@cache
def site() -> Site:
    """Whose public site this is."""
    own = settings()
    otherwise = OTHERWISE[own.missing_reading_policy]
    ways = tuple((method.value, METHODS[method]) for method in payment_routes())
    return Site(supplier(), own.origin, own.zone, own.demo, otherwise, ways, own.old_cabinet_until)


@cache
def captcha() -> Captcha:
    """Who tells people in no hurry from programs in a great one."""
    return AltchaCaptcha(secret_key(settings()))


@cache
def sums() -> Captcha:
    """The same where a browser runs no JavaScript."""
    return SumCaptcha(secret_key(settings()))


@cache
def payment_gateways() -> Mapping[str, PaymentGateway]:
    """The gateways of LK_PAYMENT_GATEWAYS by name."""
    known = {"demo_bank": _demo_bank, "stripe": _stripe, "yookassa": _yookassa}
    names = settings().gateway_names
    if unknown := [name for name in names if name not in known]:
        raise environment.SettingsError(f"LK_PAYMENT_GATEWAYS: there is no gateway {unknown[0]}")
    return {name: known[name]() for name in names}


@cache
def payment_routes() -> Mapping[Method, str]:
    """Which gateway takes which method: as named in LK_PAYMENT_GATEWAYS, else the first that can.

    The order is that of `Method`, which is the order on the screen.
    """
    gateways, named = payment_gateways(), dict(settings().named_routes)
    for method, name in named.items():
        if method not in gateways[name].capabilities.methods:
            raise environment.SettingsError(f"LK_PAYMENT_GATEWAYS: {name} cannot take {method}")
    free = [name for name in settings().payment_gateways if "=" not in name]
    able = {
        method: [name for name in free if method in gateways[name].capabilities.methods]
        for method in Method
    }
    first = {method: names[0] for method, names in able.items() if names}
    chosen = {**first, **{Method(method): name for method, name in named.items()}}
    return {method: chosen[method] for method in Method if method in chosen}


def _demo_bank() -> PaymentGateway:
    return DemoBank(base_url=own_address(), secret=demo_bank_secret())


def _stripe() -> PaymentGateway:
    from lk_app.gateways.stripe import Stripe  # its SDK takes half a second to import

    return Stripe(
        secret_key=settings().stripe_secret_key.get_secret_value(),
        webhook_secret=settings().stripe_webhook_secret.get_secret_value(),
        origin=settings().origin,
        base_url=settings().stripe_api_url,
    )


def _yookassa() -> PaymentGateway:
    shop = Shop(
        shop_id=settings().yookassa_shop_id,
        secret_key=settings().yookassa_secret_key.get_secret_value(),
        vat_code=settings().yookassa_vat_code,
        utilities=settings().yookassa_utilities,
        networks=settings().yookassa_networks or NETWORKS,
    )
    return YooKassa(
        shop,
        supplier=supplier(),
        origin=settings().origin,
        base_url=settings().yookassa_api_url or YOOKASSA_API,
    )


@cache
def demo_bank_secret() -> str:
    """What the demo bank and its client share; follows from the process's signing key."""
    key = secret_key(settings())
    return hmac.new(key, b"demo-bank", hashlib.sha256).hexdigest()


def own_address() -> str:
    """Where this process reaches itself, whatever the public address is."""
    return f"http://127.0.0.1:{settings().port}"


def real_now() -> datetime:
    """Real time: sessions, tokens, captcha, throttles and webhook tolerance."""
    return datetime.now(UTC)


def business_now() -> datetime:
    """The clock of windows, periods, bills and value dates, in the supplier's zone (LK_CLOCK)."""
    setting = settings().clock
    if not setting:
        return real_now().astimezone(settings().zone)
    start = datetime.fromisoformat(setting.removesuffix("+"))
    if start.tzinfo is None:
        start = start.replace(tzinfo=settings().zone)
    passed = real_now() - _started_at if setting.endswith("+") else start - start
    return (start + passed).astimezone(settings().zone)


def books() -> Books:
    """What rows of files are read by, now."""
    own = settings()
    digits = supplier().account_number_digits
    return Books(business_now(), own.zone, digits, profiles=own.profile_dir)


def require_own_billing() -> None:
    """Refuse the monthly run where an outside system makes the bills: billing.imported."""
    if supplier().billing != "own":
        raise BillingRefused("billing.imported")


def require_imported_billing() -> None:
    """Refuse charges.csv where the bills are made here: billing.own."""
    if supplier().billing == "own":
        raise BillingRefused("billing.own")


def client_address(peer: str, forwarded: str) -> str:
    """Who is calling: the peer, or what the LK_TRUSTED_PROXIES-th proxy from here wrote down."""
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    trusted = settings().trusted_proxies
    return hops[-trusted] if 0 < trusted <= len(hops) else peer


async def in_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a use case on a worker thread: the event loop never waits on SQL or bcrypt."""
    context = contextvars.copy_context()
    call = partial(context.run, partial(function, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_workers, call)
