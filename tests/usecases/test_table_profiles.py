"""Files written by other systems: their headings, encodings, days and words."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from lk_app.db import accounts as stored
from lk_app.db import meters as stored_meters
from lk_app.db.engine import Database
from lk_app.domain.imports import Imported, ImportRefused
from lk_app.usecases import uploads
from lk_app.usecases.imports import (
    accounts,
    bad_rows,
    looking,
    meters,
    readings,
    table_profiles,
    undoing,
)
from lk_app.usecases.imports.layouts import TOLD, Layout
from lk_app.usecases.imports.loading import Books
from lk_app.wording import refusal
from tests.usecases.books import BOOKS, NOW, SAMPLES, SARATOV

NUMBER, TWO_ZONES = "6410100101", "6410100102"
HEAD = (
    "Лицевой счёт;ЕЛС;Город;Улица;Дом;Квартира;Потребитель;Категория;Проживает;Норматив;"
    "Номер счётчика;Модель;Разрядность;Коэффициент;Зон;Установлен;Поверен до;"
    "Начальные;Начальные день;Начальные ночь;Сальдо;Примечание"
)
ROW = (
    "64101-009-01;;Саратов;ул. Плякина;3;кв. 12;Иванова А. П.;Город, газовые плиты;2;96;"
    "01174999;Меркурий 200.02;6;;2;01.10.2025;;;10 320;5120;-1 234,56;из старой программы"
)


def spoken(kind: str) -> Books:
    layout = table_profiles.layout("excel", kind)
    return Books(NOW, SARATOV, 10, layout=layout)


def bring(db: Database, path: Path) -> Imported:
    return accounts.run(db=db, path=path, books=spoken("accounts"), skip_bad=False)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_with_russian_headings_says_what_ours_would(
    database: Database, tmp_path: Path, encoding: str, separator: str
) -> None:
    path = tmp_path / "счета.csv"
    path.write_bytes(f"{HEAD}\r\n{ROW}\r\n".replace(";", separator).encode(encoding))
    assert bring(database, path).added == 1
    assert bring(database, path).known == 1
    with database.read() as session:
        account = stored.by_number(session, "6410100901")
        assert account is not None
        (meter,) = stored_meters.of_account(session, account.id)
    assert (account.opening_balance, account.address.apartment) == (-1234_56, "12")
    assert (account.category, meter.ratio) == ("urban_gas", 1)
    assert meter.initial_readings == {"day": 10320, "night": 5120}
    assert undoing.journal(db=database, limit=1)[0].bank == "excel"


def test_a_line_tells_every_register_of_a_day(database: Database, tmp_path: Path) -> None:
    accounts.run(db=database, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    path = tmp_path / "readings.csv"
    path.write_text(
        "Лицевой счёт;Дата;Показание;День;Ночь\n"
        f"{NUMBER};24.10.2026;11 000;;\n{TWO_ZONES};24.10.2026;;11873;5870\n;;;;\n"
    )
    done = readings.run(db=database, path=path, books=spoken("readings"), skip_bad=False)
    assert (done.rows, done.added) == (2, 2)
    path.write_text(f"Лицевой счёт;Дата;День;Ночь\n{TWO_ZONES};2026-10-24;1;\n")
    with pytest.raises(ImportRefused) as caught:
        readings.run(db=database, path=path, books=spoken("readings"), skip_bad=False)
    assert refusal(caught.value.rows[0].reason) == (
        "Дата: «2026-10-24» — не дата. Напишите её так: 24.10.2026."
    )


def test_removed_meters_come_with_their_words(database: Database, tmp_path: Path) -> None:
    accounts.run(db=database, path=SAMPLES / "accounts.csv", books=BOOKS, skip_bad=False)
    path = tmp_path / "meters.csv"
    path.write_text(
        "Лицевой счёт;Номер счётчика;Модель;Разрядность;Зон;Установлен;Снят;Начальные;Конечные;"
        f"Поверен до;Дистанционный\n{NUMBER};02200001;Меркурий 208;6;1;10.11.2026;;0;;;Да\n"
        f"{NUMBER};01174000;Меркурий 201.5;5;1;01.10.2024;10.11.2026;4210;12990;;\n"
    )
    done = meters.run(db=database, path=path, books=spoken("meters"), skip_bad=True)
    assert [refusal(bad.reason) for bad in done.refused] == []
    assert done.added == 2


def test_what_a_table_lacks_is_told_in_its_own_words(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Счёт;Дата\n1;2\n")
    with pytest.raises(ImportRefused) as caught:
        readings.run(db=database, path=path, books=spoken("readings"), skip_bad=False)
    assert "Лицевой счёт" in refusal(caught.value) and "Показание" in refusal(caught.value)
    for name, kind, code in (("excel", "closings", "profile.kind"), ("x", "", "profile.unknown")):
        with pytest.raises(ImportRefused) as caught:
            table_profiles.layout(name, kind)
        assert caught.value.code == code


def test_a_supplier_writes_profiles_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "billing.toml").write_text(
        'title = "Биллинг"\n[tables.readings]\naccount_number = "LS"\n', encoding="utf-8"
    )
    assert table_profiles.names(tmp_path) == ["billing", "excel"]
    assert table_profiles.load("billing", tmp_path).title == "Биллинг"
    (tmp_path / "broken.toml").write_text("title = ", encoding="utf-8")
    assert [one.name for one in uploads.tables(tmp_path)] == ["billing", "excel"]


def test_trying_a_file_keeps_nothing(database: Database, tmp_path: Path) -> None:
    path = SAMPLES / "accounts.csv"
    done = looking.look(accounts.run, db=database, path=path, books=BOOKS, skip_bad=False)
    assert done.added == 136
    assert undoing.journal(db=database, limit=1) == []
    with database.read() as session:
        assert stored.by_number(session, NUMBER) is None


@pytest.mark.parametrize("kind", ["plain", "excel"])
def test_bad_rows_are_mended_in_the_list_of_them(
    database: Database, tmp_path: Path, kind: str
) -> None:
    path, books = tmp_path / "счета.csv", spoken("accounts") if kind == "excel" else BOOKS
    if kind == "excel":
        bad = ROW.replace("01.10.2025", "2025").replace("Иванова", "'=Иванова")
        path.write_bytes(f"{HEAD}\r\n{ROW}\r\n{bad}\r\n".encode("cp1251"))
    else:
        lines = (SAMPLES / "accounts.csv").read_text().splitlines()
        bad = lines[2].replace("2025-10-01", "2025", 1).replace("Петров", "=Петров")
        path.write_text("\n".join([lines[0], lines[1], bad]))
    with pytest.raises(ImportRefused) as caught:
        accounts.run(db=database, path=path, books=books, skip_bad=False)
    mend = tmp_path / "bad.csv"
    bad_rows.keep(mend, path, books, "", caught.value.rows)
    told = read(mend, books.layout)
    assert len(told) == 1
    column = "Установлен" if kind == "excel" else "installed_on"
    assert (told[0][TOLD[0]], told[0][TOLD[1]]) == ("3", column)
    assert "не дата" in told[0][TOLD[2]]
    right = "01.10.2025" if kind == "excel" else "2025-10-01"
    raw = (
        mend.read_bytes()
        .replace(b"2025;", f"{right};".encode())
        .replace(b",2025,", b",2025-10-01,")
    )
    mend.write_bytes(raw)
    done = accounts.run(db=database, path=mend, books=books, skip_bad=False)
    assert done.added == 1
    number = "6410100901" if kind == "excel" else TWO_ZONES
    with database.read() as session:
        account = stored.by_number(session, number)
        assert account is not None
        assert stored.holders(session, account.id)[0].name.startswith("=")


def read(path: Path, layout: Layout) -> list[dict[str, str]]:
    encoding = "cp1251" if layout.name else "utf-8-sig"
    text = StringIO(path.read_bytes().decode(encoding))
    return [*csv.DictReader(text, delimiter=";" if layout.name else ",")]
