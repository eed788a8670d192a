"""What is said of tariffs and the monthly run."""

BILLING = {
    "tariff.registers": (
        "В тарифе с {day} ({category:category}, зон: {zones}) не те шкалы: проверьте register."
    ),
    "tariff.overlap": (
        "Тарифы с {day} ({category:category}, зон: {zones}) пересекаются. Исправьте даты."
    ),
    "tariff.dates": (
        "Тариф с {day} ({category:category}, зон: {zones}) кончается раньше, чем начался. "
        "Исправьте даты."
    ),
    "tariff.bands": (
        "В тарифе с {day} ({category:category}, зон: {zones}) диапазоны не идут подряд: "
        "1, 2, 3 с растущим пределом, последний без предела."
    ),
    "billing.no_meter": (
        "На счёте {account_number} нет прибора учёта. Внесите его, чтобы рассчитать счёт."
    ),
    "billing.several_meters": (
        "На счёте {account_number} несколько приборов учёта за один период. "
        "Такой счёт пока не рассчитывается."
    ),
    "billing.not_next": (
        "Счёт {account_number} рассчитывается по порядку: сначала {expected}, потом {period}."
    ),
    "billing.backwards": "Последний период, {last}, раньше первого, {first}: поменяйте их.",
    "billing.ahead": "{period} ещё не наступил: рассчитать его можно, когда он начнётся.",
    "billing.window_open": (
        "За {period} ещё принимаются показания, последний день — {until}. "
        "Рассчитать можно на следующий день после него, раньше — с ключом --early."
    ),
    "billing.other_run": (
        "Сейчас идёт расчёт за другие месяцы: {first} — {last}. Дождитесь его окончания."
    ),
    "billing.stopped": (
        "Расчёт остановлен: пройдено счетов {done} из {accounts}. Та же команда его продолжит."
    ),
    "billing.imported": (
        "Начисления приходят из расчётной системы поставщика (billing в файле LK_SUPPLIER): "
        "вносите их файлом charges.csv, свой расчёт выключен."
    ),
    "billing.told_before": (
        "Квитанции уже вносились из расчётной системы поставщика, и свой расчёт их не продолжит: "
        'он пересчитал бы и те месяцы. Верните billing = "imported" в файле LK_SUPPLIER.'
    ),
    "billing.own": (
        "Квитанции рассчитываются здесь. Чтобы вносить готовые начисления, "
        'укажите billing = "imported" в файле LK_SUPPLIER.'
    ),
    "billing.told": (
        "Эту квитанцию рассчитала расчётная система поставщика: её строки — всё, что она сообщила."
    ),
    "billing.ordered": "Расчёт № {number:dial} ещё не закончен. Дождитесь его.",
    "billing.no_bill": "За {period} по счёту {account_number} квитанции нет.",
    "consumption.backwards": (
        "Показание {value:dial} меньше прошлого учтённого ({last:dial}, {since}). "
        "Исправьте его или внесите замену счётчика."
    ),
    "consumption.norm": "Для счёта не задан норматив. Опубликуйте его или внесите в счёт.",
    "tariff.category": ("Нет тарифа: {category:category}, зон: {zones}. Опубликуйте его."),
    "tariff.hole": "На {day} нет тарифа: {category:category}, зон: {zones}. Опубликуйте его.",
    "tariff.price": "Цена должна быть больше нуля, в рублях и копейках: 4,75.",
}
