"""Sums, energy and counts. Numbers never break from their unit: no-break spaces throughout."""

import re

import phonenumbers

NBSP = "\u00a0"
ORDINAL = re.compile(r"(?<=\d)-(?=[а-яё]{1,3}\b)")  # 1-й, 25-го
ABBREVIATION = re.compile(r"((?:\b(?:г|д|кв|п|пп|ст|ул)\.)|№) (?=\S)")
MINUS = "\u2212"


def roubles(kopecks: int) -> str:
    """134469 → «1 344,69 ₽», negative with a true minus."""
    sign = MINUS if kopecks < 0 else ""
    whole, part = divmod(abs(kopecks), 100)
    return f"{sign}{number(whole)},{part:02d}{NBSP}₽"


def signed(kopecks: int) -> str:
    """116960 → «+1 169,60 ₽»: a change, so a plus is said; zero has no sign."""
    return f"+{roubles(kopecks)}" if kopecks > 0 else roubles(kopecks)


def balance(kopecks: int) -> str:
    """What an account's balance means to its owner; a positive balance is owed."""
    if kopecks > 0:
        return f"К{NBSP}оплате {roubles(kopecks)}"
    if kopecks < 0:
        return f"Переплата {roubles(-kopecks)}"
    return "Долга нет"


def kwh(amount: int) -> str:
    """1152 → «1 152 кВт·ч»."""
    return f"{number(amount)}{NBSP}кВт·ч"


def number(amount: int) -> str:
    """A whole number in groups of three: «10 240»; «−5»."""
    return f"{amount:,}".replace(",", NBSP).replace("-", MINUS)


def size(octets: int) -> str:
    """How large a file is: «640 Б», «18 КБ», «1,4 МБ»."""
    if octets < 1024:
        return f"{octets}{NBSP}Б"
    if octets < 1024 * 1024:
        return f"{round(octets / 1024)}{NBSP}КБ"
    tenths = round(octets * 10 / 1024 / 1024)
    return f"{tenths // 10},{tenths % 10}{NBSP}МБ"


def plural(amount: int, one: str, few: str, many: str) -> str:
    """The noun after a whole number: 1 день, 2 дня, 5 дней, 11 дней, 21 день."""
    tens, units = abs(amount) % 100, abs(amount) % 10
    if units == 1 and tens != 11:
        return one
    return few if units in (2, 3, 4) and tens not in (12, 13, 14) else many


def tied(text: str) -> str:
    """«1-й» and «ул. Плякина, д. 3» never break in the middle."""
    return ABBREVIATION.sub(rf"\1{NBSP}", ORDINAL.sub("\u2011", text))


def phone(number: str) -> str:
    """«+7 927 123-45-67» of an E.164 number."""
    parsed = phonenumbers.parse(number)
    spaced = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return spaced.replace(" ", NBSP)


def account_number(digits: str, groups: tuple[int, ...] = (5, 3, 2)) -> str:
    """«6410100101» → «64101-001-01»; a number of another length stays as it is."""
    if len(digits) != sum(groups):
        return digits
    ends = [sum(groups[: count + 1]) for count in range(len(groups))]
    return "-".join(digits[end - size : end] for size, end in zip(groups, ends, strict=True))
