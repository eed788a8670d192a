"""A bank's register by the commands an operator types: an unknown account, settled, and undone."""

import json
from pathlib import Path

from tests.office import Office

SAMPLES = Path(__file__).parents[2] / "lk_app" / "demo" / "data"
SBER = str(SAMPLES / "registers" / "sber.txt")
CLOCK = "2026-11-20T12:00"


def test_a_register_with_an_unknown_account_settled_and_undone(tmp_path: Path) -> None:
    office = Office(tmp_path, LK_CLOCK=CLOCK)
    office.lk("migrate")
    office.lk("import", "accounts", str(SAMPLES / "accounts.csv"))

    said = office.lk("import", "payments", SBER, "--profile", "sber").stdout
    assert "строк 3: внесено 2, уже было 0, не принято 0, ждут разбора 1" in said

    (waiting,) = json.loads(office.lk("payments", "unknown", "--json").stdout)
    assert waiting["number"] == "SBER-740000002"
    assert (waiting["account_number"], waiting["amount"]) == ("641010010", "1200.50")
    listed = office.lk("payments", "unknown").stdout.replace("\u00a0", " ")
    assert "такого счёта нет" in listed and "ждут разбора: 1 на 1 200,50 ₽" in listed

    wrong = office.lk("payments", "settle-unknown", waiting["number"], "--account", "6410109999",
                      expect=1)  # fmt: skip
    assert "Лицевого счёта 6410109999 нет" in wrong.stderr
    settled = office.lk("payments", "settle-unknown", waiting["number"], "--account",
                        "64101-001-02")  # fmt: skip
    assert "зачислено на счёт 6410100102" in settled.stdout
    assert paid(office) == ["1200.50", "300.00"]

    number = json.loads(office.lk("import", "journal", "--json").stdout)[0]["id"]
    undone = json.loads(office.lk("import", "undo", str(number), "--json").stdout)
    assert (undone["reversed"], undone["total"]) == (3, 2000_50)
    assert paid(office) == ["1200.50", "-1200.50", "300.00", "-300.00"]
    assert "отменён" in office.lk("import", "journal").stdout
    assert "уже отменён" in office.lk("import", "undo", str(number), expect=1).stderr


def test_a_register_is_taken_whole(tmp_path: Path) -> None:
    office = Office(tmp_path, LK_CLOCK=CLOCK)
    office.lk("migrate")
    office.lk("import", "accounts", str(SAMPLES / "accounts.csv"))
    office.lk("import", "payments", SBER, "--profile", "sber", "--skip-bad", expect=2)
    assert "erc, post, sber" in office.lk(
        "import", "payments", SBER, "--profile", "spar", expect=1
    ).stderr.replace("\n", " ")
    cut = tmp_path / "cut.txt"
    cut.write_bytes(Path(SBER).read_bytes().replace(b"300,00", b"301,00"))
    said = office.lk("import", "payments", str(cut), "--profile", "sber", expect=1).stderr
    assert "Из файла ничего не внесено" in said
    assert office.lk("payments", "unknown").stdout.startswith("ждут разбора: 0")


def paid(office: Office) -> list[str]:
    """What «Детализация» says came in on the second account, by days; taken back is negative."""
    out = office.var_dir / "statement.json"
    office.lk("statement", "--account", "6410100102", "--format", "json", "--out", str(out))
    rows = json.loads(out.read_text())["operations"]
    return [
        one["amount"].removeprefix("-") if one["amount"].startswith("-") else f"-{one['amount']}"
        for one in rows
        if one["kind"] in ("payment", "reversal")
    ]


def test_a_gateway_that_is_down_is_named_and_the_queue_is_empty(tmp_path: Path) -> None:
    office = Office(tmp_path, LK_CLOCK=CLOCK)  # the demo bank lives in a server that is not up
    office.lk("migrate")
    down = office.lk("payments", "reconcile", expect=1)
    assert "demo_bank: не отвечает" in down.stderr
    said = json.loads(office.lk("payments", "reconcile", "--json", expect=1).stdout)
    assert (said["silent"], said["opened"]) == (["demo_bank"], [])
    assert json.loads(office.lk("payments", "review", "--json").stdout) == []
    assert "Случая № 1 нет" in office.lk(
        "payments", "resolve", "1", "--note", "да", expect=1
    ).stderr.replace("\u00a0", " ")
