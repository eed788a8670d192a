"""What is said of files: their rows, columns, dates and books."""

FILES = {
    "statement.day": "Укажите день целиком: число, месяц и год.",
    "statement.span": "Последний день периода должен быть не раньше первого: проверьте даты.",
    "period.malformed": "Напишите период как год и месяц: 2026-10.",
    "window.days": (
        "Срок передачи — числа месяца от 1 до 31, первое не позже последнего: "
        "сейчас {first_day} и {last_day}."
    ),
}

IMPORTS = {
    "import.account_number": "Номер лицевого счёта «{value}» не подходит: нужно {digits} цифр.",
    "import.bad_list": "Строк с ошибками: {count}. Ничего не опубликовано: исправьте их.",
    "import.bad_rows": (
        "Строк с ошибками: {count}. Из файла ничего не внесено: исправьте их "
        "или пропустите с --skip-bad."
    ),
    "import.broken": "Файл нарушен в строке {line}: {reason}. Проверьте кавычки и запятые.",
    "import.cells": "Ячеек в строке {found}, а должно быть {expected}.",
    "import.choice": "{column}: «{value}» не подходит. Можно: {known}.",
    "import.day": "{column}: «{value}» — не дата. Напишите её так: 2026-10-24.",
    "import.document_number": (
        "{column}: «{value}» — не номер документа ГИС ЖКХ этого счёта. "
        "Нужен вида 75АБ533300-01-1126."
    ),
    "import.bill_differs": "{column}: «{value}» — в другой строке той же квитанции иначе.",
    "import.closing_balance": (
        "Остаток не сходится: по нашим книгам {ours:roubles}, в файле {theirs:roubles}. "
        "Проверьте платежи этого месяца."
    ),
    "import.charges_differ": (
        "Квитанция за {period} уже выставлена с другими суммами и не меняется. "
        "Разницу внесите строкой correction следующего месяца."
    ),
    "import.charges_turn": "Начисления за {period} не по порядку: следующий месяц — {expected}.",
    "import.charges_torn": (
        "Квитанция вносится только целиком, а её строка {line:dial} не принята. Исправьте её."
    ),
    "import.charges_whose": (
        "Строка {line:dial} не прочитана и может быть из любой квитанции. Пока она не исправлена, "
        "не вносится ни одна."
    ),
    "import.their_day": "{column}: «{value}» — не дата. Напишите её так: {example}.",
    "import.nul": "В строке есть нулевой символ: таких в тексте не бывает. Наберите её заново.",
    "import.empty": "{column}: пустая ячейка. Заполните её.",
    "import.encoding": "Файл не в {encoding}. Сохраните его в этой кодировке.",
    "import.header_missing": "В заголовке не хватает столбцов: {columns}.",
    "import.header_unknown": "В заголовке лишние или повторные столбцы: {columns}.",
    "import.long": "{column}: длиннее {limit} знаков. Сократите значение.",
    "import.unknown_account": "Лицевого счёта {account_number} нет. Сначала внесите его.",
    "import.unreadable": "Файл {path} не читается: {reason}. Проверьте имя и права.",
    "import.whole": (
        "{column}: «{value}» не подходит. Нужно целое число от {least:dial} до {most:dial}."
    ),
    "import.registers": "{column}: «{value}» не подходит. Нужно вида day:10320;night:5120.",
    "import.amount": "{column}: «{value}» не подходит. Нужны рубли и копейки: 1234.56.",
    "import.account_differs": "Лицевой счёт {account_number} уже внесён с другими данными.",
    "import.meter_differs": "Счётчик {serial} уже внесён с другими данными.",
    "import.meter_overlaps": (
        "На счёте {account_number} в эти дни уже стоит счётчик {serial}. "
        "Сначала внесите его снятие."
    ),
    "import.meter_early": (
        "Счёт {account_number} открыт {opened_on}: раньше на нём не было счётчика. Проверьте дату."
    ),
    "import.account_closed": "Счёт {account_number} закрыт {closed_on}: на нём ничего не меняется.",
    "import.closing_differs": "Счёт {account_number} уже закрыт с другими данными.",
    "import.successor": (
        "{column}: пустая ячейка. Если кто-то въехал, нужны new_account_number, holder и residents."
    ),
    "import.refund_differs": "Возврат {refund_id} уже внесён с другими данными.",
    "import.refund_early": (
        "Счёт {account_number} закрыт, но последняя квитанция ещё не выставлена. "
        "Сначала рассчитайте её."
    ),
    "import.refund_over": (
        "Переплата по счёту {account_number} — {credit:roubles}: больше вернуть нельзя."
    ),
    "removal.undated": "Есть конечные показания счётчика {serial}, но нет дня снятия. Укажите его.",
    "removal.unread": "Счётчик {serial} снят без конечных показаний. Внесите их.",
    "removal.before_installation": (
        "Счётчик {serial} снят раньше дня установки. Проверьте обе даты."
    ),
    "removal.backwards": (
        "{register:register}: конечное показание {value:dial} меньше прошлого "
        "({last:dial}, {since}). Проверьте акт."
    ),
    "import.no_meter": "На счёте {account_number} в этот день не было счётчика.",
    "import.incomplete_set": "Показания за день неполны: нужны {registers}.",
    "import.register_twice": "{register}: второе, другое значение за тот же день.",
    "import.reading_differs": "За этот день уже внесены другие показания.",
    "import.payment_differs": "Платёж {payment_id} уже внесён с другими данными.",
    "demo.production": "В рабочей среде (LK_ENV=production) демонстрация не загружается.",
    "demo.foreign": (
        "В базе уже есть чужие данные. Для демонстрации укажите пустую: LK_DATABASE_URL "
        "или LK_VAR_DIR."
    ),
    "import.said_twice": "На эту дату в файле уже сказано другое. Оставьте одну строку.",
    "import.per_cent": "{column}: «{value}» не подходит. Нужны проценты в год: 9.5.",
    "import.moment": (
        "{column}: «{value}» — не дата и не время. Напишите так: 2019-03-14 или "
        "2019-03-14T10:22:05."
    ),
    "import.email": "Почта (email) «{value}» — не адрес. Исправьте его в прежнем кабинете.",
    "import.phone": (
        "Телефон (phone) «{value}» — не мобильный. Исправьте его или оставьте ячейку пустой."
    ),
    "import.said_in_line": (
        "{column}: то же значение у другого человека, в строке {line}. Оставьте его одному."
    ),
    "import.person_differs": (
        "О человеке {old_id} здесь сказано другое, чем в строке {line}: строки одного человека "
        "отличаются только лицевым счётом."
    ),
    "import.link_twice": "Лицевой счёт {account_number} у этого человека уже есть в файле.",
    "import.login_taken": "Логин «{login}» уже перенесён с другим человеком.",
    "import.email_taken": "Почта {email} уже у другого человека. Уточните, чья она.",
    "import.link_address": (
        "Лицевой счёт {account_number} по другому адресу: дом или квартира не те. "
        "Сверьте с договором."
    ),
    "import.link_serial": "На счёте {account_number} нет счётчика с таким номером.",
    "import.link_closed": (
        "Счёт {account_number} закрыт. Чтобы человек видел своё прошлое, укажите linked_on."
    ),
    "import.link_former": (
        "На счёте {account_number} с {since} другой потребитель: этот человек там больше не живёт."
    ),
    "old_password.form": (
        "Вид пароля (password_hash) не известен. Известные перечислены в docs/formats.md; "
        "пустая ячейка — пароль зададут по письму."
    ),
    "old_password.work": (
        "У пароля (password_hash) слишком много повторений: {count:dial}, можно до {cap:dial}."
    ),
    "import.future": "Дата {day} ещё не наступила.",
}
