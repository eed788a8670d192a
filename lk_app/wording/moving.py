"""What is said while the old cabinet still works beside this one."""

from datetime import datetime

from lk_app.wording.dates import day


def names(until: datetime | None, now: datetime) -> str:
    """Under the form of signing in; "" where there is no old cabinet any more."""
    if until is None or now >= until:
        return ""
    return (
        f"Кабинет переехал: до {day(until.date())} войдут и прежний логин, и номер лицевого счёта, "
        "пароль — прежний."
    )


def farewell(until: datetime | None, now: datetime) -> str:
    """In the cabinet itself."""
    if until is None or now >= until:
        return ""
    return f"Это новый кабинет. Прежний отключим {day(until.date())}: сюда перенесено всё."
