"""What waits for the demonstration's employees: a doubted reading with its photo, a guest's one, an
appeal, a question under an article. Put there once; what they decide stays."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from lk_app.db import accounts, customers, marks, meters, questions, readings
from lk_app.db.engine import Database
from lk_app.demo import people
from lk_app.demo.loading import World
from lk_app.demo.people import DemoPerson
from lk_app.domain.appeals import Topic
from lk_app.domain.customers import PersonName
from lk_app.domain.meters import SINGLE, Meter
from lk_app.domain.questions import Asked
from lk_app.domain.reading_checks import EVERY_DOUBT
from lk_app.domain.registration import CONSENT_VERSION
from lk_app.gateways.ports import PhotoStore
from lk_app.security import Signer
from lk_app.usecases import appeals, guest_readings, photos
from lk_app.usecases import readings as sent
from lk_app.usecases.appeals import AppealForm
from lk_app.usecases.guest_readings import Caller
from lk_app.usecases.letters import Stationery
from lk_app.usecases.readings import Asked as AskedAgain

FILLED = "demo_queues"
NEIGHBOUR = DemoPerson(
    email="neighbour@lk.example",
    phone="+79270000004",
    name=PersonName("Фёдорова", "Галина", "Сергеевна"),
    accounts=(("6410300018", ""),),
)
BY_GUEST = "6410300021"
MUCH = 7_000  # kWh in a month: nobody uses as much
ARTICLE = "/news/2025/12/zamena-obshchedomovyh-priborov"


@dataclass(frozen=True, slots=True)
class Paper:
    """What letters, codes and photos go through."""

    stationery: Stationery
    signer: Signer
    photos: PhotoStore


def fill(*, db: Database, world: World, paper: Paper) -> None:
    """Put one of each into the queues, once."""
    with db.read() as session:
        if marks.read(session, FILLED):
            return
    people.welcome(db, NEIGHBOUR, now=world.now)
    _doubted(db, world, paper)
    _by_guest(db, world, paper)
    _asked(db, world, paper)
    with db.write() as session:
        marks.write(session, FILLED, world.now.isoformat())


def _doubted(db: Database, world: World, paper: Paper) -> None:
    number = NEIGHBOUR.accounts[0][0]
    _, value = _strange(db, number)
    given = sent.submit(
        db=db, customer_id=_neighbour(db), account_number=number, values={SINGLE: str(value)},
        confirmed=EVERY_DOUBT, idempotency_key=FILLED, now=world.today, zone=world.tz,
    )  # fmt: skip
    assert not isinstance(given, AskedAgain)
    photos.attach(
        db=db, store=paper.photos, customer_id=_neighbour(db), receipt_number=given.number,
        content=_dial(value - MUCH), zone=world.tz, now=world.today,
    )  # fmt: skip


def _by_guest(db: Database, world: World, paper: Paper) -> None:
    meter, value = _strange(db, BY_GUEST)
    guest_readings.propose(
        db=db, paper=paper.stationery, signer=paper.signer, zone=world.tz,
        account_digits=world.account_number_digits,
        typed={"account_number": BY_GUEST, "serial": meter.serial, "t1": str(value)},
        caller=Caller("127.0.0.1", world.today, world.now),
    )  # fmt: skip


def _asked(db: Database, world: World, paper: Paper) -> None:
    day = (world.today - timedelta(days=8)).date()
    facts = {"paid_on": day.isoformat(), "amount": "1344.69", "way": "bank"}
    text = "Заплатила в отделении банка, а долг прежний. Чек сохранился."
    form = AppealForm(Topic.PAYMENT, NEIGHBOUR.accounts[0][0], facts, text)
    appeals.submit(
        db=db, paper=paper.stationery, customer_id=_neighbour(db), form=form, now=world.today,
        real_now=world.now,
    )  # fmt: skip
    asked = Asked("Галина", NEIGHBOUR.email, "Кто платит за новый прибор: жильцы или компания?")
    with db.write() as session:
        questions.add(
            session, ARTICLE, asked, consent=CONSENT_VERSION, source="127.0.0.1", now=world.now
        )


def _neighbour(db: Database) -> int:
    with db.read() as session:
        found = customers.by_email(session, NEIGHBOUR.email)
    assert found is not None
    return found.id


def _strange(db: Database, account_number: str) -> tuple[Meter, int]:
    """The meter of an account, and a value far beyond what it showed last."""
    with db.read() as session:
        account = accounts.by_number(session, account_number)
        assert account is not None
        meter = meters.of_account(session, account.id)[-1]
        known = readings.of_meters(session, [meter.id])[meter.id]
    last = max((one.values[SINGLE] for one in known), default=meter.initial_readings[SINGLE])
    return meter, last + MUCH


def _dial(value: int) -> bytes:
    """The face of a meter as a phone sees it."""
    picture = Image.new("RGB", (960, 640), "#8d939b")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((120, 60, 840, 580), 32, fill="#e9e7e0", outline="#5b6068", width=6)
    draw.rectangle((210, 190, 750, 320), fill="#17191c")
    for place, digit in enumerate(f"{value:06}"):
        draw.text((236 + 86 * place, 196), digit, fill="#f4f4f0", font=ImageFont.load_default(110))
    draw.text((210, 350), "kWh   230 V   5(60) A", fill="#33373d", font=ImageFont.load_default(40))
    draw.text((210, 440), "3200 imp/kWh", fill="#33373d", font=ImageFont.load_default(40))
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
