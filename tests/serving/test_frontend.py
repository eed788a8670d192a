"""What a build depends on: the sources and whose cabinet it is, not where it is served."""

from pathlib import Path

import pytest

from lk_app.serving import frontend


@pytest.mark.parametrize("name", ["LK_PORT", "LK_PUBLIC_URL", "LK_DATABASE_URL", "LK_SECRET_KEY"])
def test_where_it_is_served_needs_no_new_build(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = frontend.fingerprint()
    monkeypatch.setenv(name, "1")
    assert frontend.fingerprint() == before


def test_another_suppliers_cabinet_needs_its_own_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demonstration = frontend.fingerprint()
    supplier = tmp_path / "supplier.toml"
    supplier.write_text('brand = "Волгасвет"')
    monkeypatch.setenv("LK_SUPPLIER", str(supplier))
    theirs = frontend.fingerprint()
    supplier.write_text('brand = "Волга"')
    assert len({demonstration, theirs, frontend.fingerprint()}) == 3
