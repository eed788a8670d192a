"""What stands at the head of a printed screen."""

from lk_app import wiring, wording
from lk_app.domain.accounts import Link
from lk_app.wording import account_number, address


def supplier_lines() -> list[str]:
    """Whose document it is."""
    supplier = wiring.supplier()
    return [
        supplier.name,
        f"ИНН {supplier.inn}, КПП {supplier.kpp}, ОГРН {supplier.ogrn}",
        f"{supplier.address}, {supplier.phone}, {supplier.email}",
    ]


def account_facts(link: Link) -> list[tuple[str, str]]:
    """About whom, and as of when."""
    account, groups = link.account, wiring.supplier().account_number_groups
    now = wiring.business_now()
    pairs = [
        ("Лицевой счёт", account_number(account.account_number, groups)),
        ("ЕЛС", account.unified_account),
        ("Потребитель", link.holder),
        ("Адрес", address(account.address)),
        ("По состоянию на", wording.moment(now, wiring.settings().zone)),
    ]
    return [pair for pair in pairs if pair[1]]
