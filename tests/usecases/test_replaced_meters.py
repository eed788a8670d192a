"""A month in which the meter was replaced: its sheet and its explanation name both meters."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlmodel import select

from lk_app.db.engine import Database
from lk_app.db.tables import AccountLinkRow, AccountRow, MeterRow, TariffRow
from lk_app.documents.bill import BillDocument, bill_pdf
from lk_app.domain.consumption import Policy
from lk_app.domain.periods import Period
from lk_app.usecases import bill_documents, billing, explanations
from lk_app.wording.explanations import Reason, reasons
from tests.documents import papers
from tests.usecases import metered

NUMBER = "6410100101"
OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
REMOVED = date(2026, 10, 12)


class Flat:
    """A flat whose meter of one zone was replaced on 12 October, billed through November."""

    def __init__(self, db: Database, *, zones: int = 1, proven: bool = True) -> None:
        self.db = db
        self.anna = metered.customer(db)
        self.old = metered.account(db, NUMBER, owner=self.anna)
        metered.tariff(db)
        for name in ("day", "night"):
            self._price(name, 6_26 if name == "day" else 2_72)
        for month, value in ((8, 4310), (9, 4410)):
            metered.imported(db, self.old, date(2026, month, 20), {"single": value})
        with db.write() as session:
            meter = session.get_one(MeterRow, self.old)
            meter.removed_on, meter.final_readings = REMOVED, {"single": 4450}
            link = session.exec(select(AccountLinkRow)).one()
            link.proven_at = datetime(2026, 8, 1, tzinfo=UTC) if proven else None
            initial = {"single": 7} if zones == 1 else {"day": 3, "night": 5}
            new = MeterRow(
                account_id=meter.account_id,
                serial="NEW-1",
                model="Нева",
                digits=6,
                ratio=1,
                zones=zones,
                installed_on=REMOVED,
                initial_readings=initial,
            )
            session.add(new)
            session.flush()
            assert new.id is not None
            self.new = new.id

    def _price(self, register: str, price: int) -> None:
        row = TariffRow(
            valid_from=date(2026, 1, 1),
            category="urban_gas",
            zones=2,
            register_name=register,
            band=1,
            price=price,
            source="demo",
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        with self.db.write() as session:
            session.add(row)

    def bill(self, last: Period) -> None:
        billing.run(
            db=self.db,
            first=Period(2026, 8),
            last=last,
            policy=Policy.DECREE354,
            tz=metered.ZONE,
            now=datetime(2026, 12, 2, 9, 0, tzinfo=UTC),
        )

    def close(self, day: date, values: dict[str, int]) -> None:
        """The people move out on this day."""
        with self.db.write() as session:
            session.exec(select(AccountRow)).one().closed_on = day
            meter = session.get_one(MeterRow, self.new)
            meter.removed_on, meter.final_readings = day, values

    def why(self, period: Period) -> list[str]:
        return said(
            reasons(
                explanations.explanation(
                    db=self.db,
                    customer_id=self.anna,
                    account_number=NUMBER,
                    period=period,
                    tz=metered.ZONE,
                )
            )
        )

    def paper(self, period: Period) -> BillDocument:
        return bill_documents.bill(
            db=self.db,
            supplier=papers.SUPPLIER,
            customer_id=self.anna,
            account_number=NUMBER,
            period=period,
            now=datetime(2026, 12, 2, 9, 0, tzinfo=metered.ZONE),
        )


def said(found: Sequence[Reason]) -> list[str]:
    return [line.replace("\u00a0", " ") for one in found for line in (one.title, *one.lines)]


def test_both_meters_are_explained_and_added_up(database: Database) -> None:
    flat = Flat(database)
    metered.imported(database, flat.new, date(2026, 10, 24), {"single": 40})
    flat.bill(OCTOBER)
    assert flat.why(OCTOBER)[:11] == [
        "Расход: 73 кВт·ч",
        "Счётчик № S6410100101, снят 12 октября 2026:",
        "Новое показание: 4 450 — 12 октября 2026, по акту снятия счётчика.",
        "Прошлое учтённое: 4 410 — 20 сентября 2026, внёс поставщик.",
        "(4 450 − 4 410) × 1 = 40 кВт·ч",
        "Счётчик № NEW-1, установлен 12 октября 2026:",
        "Новое показание: 40 — 24 октября 2026, внёс поставщик.",
        "Прошлое учтённое: 7 — 12 октября 2026, записано при установке счётчика.",
        "(40 − 7) × 1 = 33 кВт·ч",
        "Вместе: 40 + 33 = 73 кВт·ч",
        "Начислено: 346,75 ₽",
    ]


def test_the_sheet_shows_both_meters_on_one_page(database: Database) -> None:
    flat = Flat(database)
    metered.imported(database, flat.new, date(2026, 10, 24), {"single": 40})
    flat.bill(OCTOBER)
    pdf = bill_pdf(flat.paper(OCTOBER))
    text = papers.text_of(pdf)
    assert len(papers.reader(pdf).pages) == 1
    assert "Прибор учёта № S6410100101 (снят 12.10.2026), № NEW-1" in text
    removed = "04410 от 20.09.2026 04450 от 12.10.2026 40 кВт·ч"
    assert f"Электроэнергия, счётчик № S6410100101, снят {removed}" in text
    assert "000007 от 12.10.2026 000040 от 24.10.2026 33 кВт·ч" in text


def test_without_a_reading_of_the_new_meter_the_act_stands_alone(database: Database) -> None:
    flat = Flat(database)
    flat.bill(OCTOBER)
    why = flat.why(OCTOBER)
    assert "Новое показание: 4 450 — 12 октября 2026, по акту снятия счётчика." in why
    assert "В этот день счётчик сняли: расход следующего войдёт в новую квитанцию." in why
    paper = flat.paper(OCTOBER)
    assert dict(paper.facts)["Прибор учёта"] == "№ S6410100101 (снят 12.10.2026)"
    assert "Счётчик снят 12 октября 2026" in paper.reading_note.replace("\u00a0", " ")


def test_other_zones_are_told_by_meter_and_priced_by_their_own_tariffs(
    database: Database,
) -> None:
    flat = Flat(database, zones=2)
    metered.imported(database, flat.new, date(2026, 10, 24), {"day": 23, "night": 15})
    flat.bill(OCTOBER)
    why = flat.why(OCTOBER)
    assert "День: (23 − 3) × 1 = 20 кВт·ч" in why
    assert "Ночь: (15 − 5) × 1 = 10 кВт·ч" in why
    assert "40 × 4,75 ₽ = 190,00 ₽" in why
    assert "День: 20 × 6,26 ₽ = 125,20 ₽" in why
    assert not any(line.startswith("Вместе") for line in why)
    assert len(flat.paper(OCTOBER).reading_rows) == 3


def test_an_average_reaches_back_through_the_replacement(database: Database) -> None:
    flat = Flat(database)
    metered.imported(database, flat.new, date(2026, 10, 24), {"single": 40})
    flat.bill(NOVEMBER)
    why = flat.why(NOVEMBER)
    assert "За это время счётчик заменили, поэтому складываем расход обоих." in why
    assert "Вместе: 240 + 33 = 273 кВт·ч; 273 ÷ 3 = 91 кВт·ч" in why


def test_an_unproven_link_reads_no_serial(database: Database) -> None:
    flat = Flat(database, proven=False)
    metered.imported(database, flat.new, date(2026, 10, 24), {"single": 40})
    flat.bill(OCTOBER)
    why = flat.why(OCTOBER)
    assert "Счётчик, снят 12 октября 2026:" in why
    text = papers.text_of(bill_pdf(flat.paper(OCTOBER)))
    for serial in ("S6410100101", "NEW-1"):
        assert serial not in text
        assert not any(serial in line for line in why)
    assert "Электроэнергия, новый счётчик" in text


def test_the_final_bill_says_that_it_is(database: Database) -> None:
    flat = Flat(database)
    metered.imported(database, flat.new, date(2026, 10, 24), {"single": 40})
    flat.close(date(2026, 11, 10), {"single": 55})
    flat.bill(Period(2026, 12) - 1)
    why = flat.why(NOVEMBER)
    assert "Новое показание: 55 — 10 ноября 2026, по акту снятия счётчика." in why
    assert "Счёт закрыт 10 ноября 2026: это последняя квитанция с расходом." in why
    assert not any("расход следующего" in line for line in why)
    assert not any("Счёт закрыт" in line for line in flat.why(OCTOBER))
