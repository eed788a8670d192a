"""Who may do what in the console."""

import pytest

from lk_app.domain.staff import PERMISSIONS, Permission, Role, recovery_code


def test_nobody_but_the_admin_has_the_rights_of_two() -> None:
    looking = {Permission.FIGURES}  # changes nothing
    assert PERMISSIONS[Role.OPERATOR] & PERMISSIONS[Role.EDITOR] == looking
    assert PERMISSIONS[Role.ADMIN] == frozenset(Permission)


def test_an_editor_sees_nobodys_data_and_an_operator_changes_no_prices() -> None:
    assert Permission.FIND not in PERMISSIONS[Role.EDITOR]
    assert Permission.TARIFFS not in PERMISSIONS[Role.OPERATOR]


@pytest.mark.parametrize("written", ["7K3M-0QXA-12BF", "7k3m oqxa i2bf", "7K3MOQXAL2BF"])
def test_a_code_is_one_however_it_is_written(written: str) -> None:
    assert recovery_code(written) == "7K3M0QXA12BF"
