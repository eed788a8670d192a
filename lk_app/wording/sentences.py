"""The sentences themselves, by noun: why something was refused, and what to do now.

A sentence quotes the refusal's facts in braces. Dates, moments, periods, spans and counts are
written out by their type. A number that is more than a count says what it is: `{owed:roubles}`,
`{used:kwh}`, `{last:dial}` (a reading, digits together); a noun after a count:
`{left:plural|попытка|попытки|попыток}`; a moment of today: `{until:clock}`; a name of the domain:
`{category:category}`, `{shown:register}`.
"""

from lk_app.wording.article_sentences import ARTICLES
from lk_app.wording.staff_sentences import STAFF

GENERAL = "Этого сделать не получилось. Проверьте введённое и попробуйте ещё раз."

PEOPLE = {
    "last_name.empty": "Укажите фамилию.",
    "first_name.empty": "Укажите имя.",
    "name.letters": "Напишите буквами, как в паспорте: до 60 знаков, без цифр.",
    "email.wrong": "Проверьте адрес почты: он выглядит как name@example.ru.",
    "phone.wrong": "Укажите мобильный телефон: десять цифр после +7, например +7 927 123-45-67.",
    "password.short": (
        "Нужно не меньше {minimum} {minimum:plural|знака|знаков|знаков}. "
        "Подойдёт фраза из нескольких слов."
    ),
    "password.long": "Пароль длиннее {maximum} знаков не подойдёт: сократите его.",
    "password.common": "Такой пароль угадывают первым. Придумайте другой.",
    "password.differs": "Пароли различаются: повторите тот же самый.",
}

SIGN_IN = {
    "sign_in.wrong": (
        "Почта, телефон или пароль не подошли. Проверьте раскладку или восстановите пароль."
    ),
    "sign_in.paused": (
        "Слишком много попыток подряд. Войти можно будет после {until:clock}; "
        "пароль за это время можно восстановить по почте."
    ),
}

PROFILE = {
    "current_password.wrong": "Это не ваш нынешний пароль. Проверьте раскладку и регистр букв.",
    "current_password.paused": (
        "Слишком много неверных паролей подряд. Попробовать ещё раз можно будет после "
        "{until:clock}. Если пароль забыт, восстановите его со страницы входа."
    ),
    "email.same": "Это и есть ваша почта: менять нечего.",
    "email.taken": "У этой почты уже есть свой кабинет. Укажите в профиле другую.",
    "phone.same": "Это и есть ваш телефон: менять нечего.",
    "password.same": "Новый пароль совпал с нынешним. Придумайте другой.",
    "recovery.serial": "Укажите номер счётчика: он напечатан на его лицевой стороне.",
    "recovery.former": "Укажите прежнюю почту или телефон — или оставьте поле пустым.",
    "recovery.which": (
        "Этот счёт подключили несколько человек. Укажите прежнюю почту или телефон, "
        "чтобы мы нашли ваш кабинет."
    ),
    "recovery.mismatch": (
        "Не нашли такого кабинета. Сверьте номер счёта и сумму с квитанцией, а номер — "
        "с табличкой на счётчике. Если всё верно, позвоните нам."
    ),
    "recovery.paused": (
        "Слишком много попыток подряд. Продолжить можно будет после {until:clock}; "
        "если это срочно, позвоните нам."
    ),
}

LETTERS = {
    "consent.required": "Без этого согласия кабинет не открыть: отметьте его, если согласны.",
    "captcha.unsolved": "Отметьте «Я не робот» и подождите, пока закончится проверка.",
    "captcha.spent": "Проверка «Я не робот» устарела. Отметьте её ещё раз.",
    "letters.paused": (
        "Письма на этот адрес уже отправлены. Проверьте почту и папку «Спам»; "
        "новое можно попросить после {until:clock}."
    ),
    "link.unknown": "Эта ссылка не действует: откройте ссылку из самого нового письма.",
    "link.expired": "Срок ссылки истёк. Попросите новое письмо.",
    "link.early": "Ссылка заработает {since}.",
    "undo.taken": "Прежний адрес почты уже занят другим кабинетом. Позвоните нам.",
    "link.used": "Эта ссылка уже сработала. Войдите как обычно или попросите новое письмо.",
}

ACCOUNTS = {
    "account_number.length": (
        "В номере лицевого счёта {digits} {digits:plural|цифра|цифры|цифр}: "
        "он напечатан вверху квитанции."
    ),
    "unified_account": (
        "Единый лицевой счёт состоит из 10 знаков, например 75АБ533300: "
        "он напечатан вверху квитанции."
    ),
    "link_name.long": "Сократите название: до {limit} знаков.",
    "link.house": "Начните вводить улицу и выберите дом из списка.",
    "link.apartment": "Укажите номер квартиры.",
    "link.mismatch": (
        "Не нашли такой счёт. Сверьте дом, квартиру и номер лицевого счёта с квитанцией."
    ),
    "link.mismatch_serial": (
        "Не нашли такой счёт. Сверьте дом, квартиру, номер лицевого счёта и номер счётчика."
    ),
    "link.serial_empty": "Укажите заводской номер счётчика: он напечатан на его лицевой стороне.",
    "link.serial_wrong": "Номер не совпал. Сверьте его с табличкой на счётчике.",
    "link.already": "Этот счёт у вас уже подключён.",
    "link.paused": (
        "Слишком много попыток подряд. Продолжить можно будет после {until:clock}; "
        "номер счёта напечатан вверху квитанции."
    ),
    "account.unknown": "Лицевого счёта {account_number} нет.",
    "link.not_yours": "Такого счёта среди ваших нет. Откройте главную и выберите счёт из списка.",
}

READINGS = {
    "reading.no_meter": "На этом счёте нет счётчика. Позвоните нам, и мы внесём его.",
    "reading.key_reused": (
        "Эти показания уже отправлены с другими числами. Обновите страницу и передайте их заново."
    ),
    "reading.remote": "Счётчик передаёт показания сам. Вводить их вручную не нужно.",
    "reading.meter_removed": (
        "Счётчик снят с учёта {removed_on}. Передайте показания нового счётчика."
    ),
    "reading.account_closed": "Счёт закрыт {closed_on}: показания по нему больше не нужны.",
    "reading.meter_replaced": (
        "Счётчик заменён {replaced_on}, а показания введены для прежнего. "
        "Передайте показания нового счётчика."
    ),
    "reading.before_installation": (
        "Счётчик установлен {installed_on}: показания раньше этого дня не принимаются."
    ),
    "reading.registers": "Заполните показания по каждой шкале счётчика.",
    "reading.empty": "Введите показание. Если расхода не было, повторите прошлое.",
    "reading.not_a_number": "Введите показание цифрами, как на счётчике.",
    "reading.fraction": "Введите только целые кВт·ч: цифры после запятой не нужны.",
    "reading.too_many_digits": (
        "На этом счётчике {digits} {digits:plural|цифра|цифры|цифр}, а введено {typed}. "
        "Проверьте, нет ли лишней, и не переписывайте цифры после запятой."
    ),
    "reading.below_last": (
        "Прошлое показание — {last:dial} ({last_on}), новое не может быть меньше. Проверьте цифры; "
        "если счётчик показывает именно столько, напишите нам и приложите фотографию."
    ),
    "reading.two_a_day": "На {day} для одной шкалы указаны два разных показания. Оставьте одно.",
}

QUESTIONS = {
    "reading.rollover": (
        "Показание меньше прошлого ({last:dial}, {last_on}). Счётчик прошёл через ноль? "
        "Тогда расход — {kwh:kwh}."
    ),
    "reading.swapped": "Похоже, шкалы перепутаны местами. Должно быть так: {swapped}?",
    "reading.extra_digit": (
        "Похоже, одна цифра лишняя. Вы имели в виду {suggested:dial}? "
        "Если всё верно, расход — {kwh:kwh}."
    ),
    "reading.jump": (
        "С прошлого показания ({last:dial}, {last_on}) получается {kwh:kwh} — намного больше "
        "обычного. Всё верно?"
    ),
}

MONEY = {
    "amount.empty": "Введите сумму.",
    "amount.malformed": "Введите сумму цифрами: рубли и, если нужно, копейки — 1344,69.",
    "amount.three_decimals": "После запятой может быть не больше двух цифр: это копейки.",
    "amount.negative": "Сумма должна быть больше нуля.",
    "amount.too_large": "Сумма слишком велика. Проверьте, нет ли лишних цифр.",
}

PAYMENTS = {
    "amount.too_small": "Меньше {least:roubles} оплатить нельзя.",
    "amount.too_large_to_pay": (
        "За один раз можно оплатить до {most:roubles}. Проверьте, нет ли лишних цифр."
    ),
    "payment.method": "Выберите, как платить: картой или через СБП.",
    "payment.not_counted": "Платёж ещё не зачислен: подтверждать пока нечего.",
    "payment.nothing": "Укажите сумму хотя бы для одного счёта.",
    "payment.period": "За этот период долга уже нет. Выберите другой или старый долг.",
    "payment.parts": "Выберите, за какие счета платить: от одного до {limit}.",
    "payment.account_twice": "Один и тот же счёт указан дважды.",
    "payment.gateway_down": (
        "Этот способ оплаты сейчас не отвечает. Выберите другой или зайдите позже."
    ),
    "payment.no_saved_method": "Этой карты среди сохранённых нет. Выберите другую.",
    "payment.busy": "Слишком много платежей сразу. Нажмите «Оплатить» ещё раз через минуту.",
    "payment.no_gateway": "Оплаты на сайте здесь нет. Заплатите по квитанции в банке.",
    "payment.account_closed": (
        "Этот счёт закрыт {closed_on}, и долга по нему нет: платить ничего не нужно."
    ),
    "payment.closed_more": (
        "Счёт закрыт, по нему осталось заплатить {owed:roubles}. Больше не нужно: "
        "лишнее пришлось бы возвращать."
    ),
    "payment.key_reused": "Этот платёж уже начат на другую сумму. Нажмите «Оплатить» ещё раз.",
    "payment.unknown": "Такого платежа в вашем кабинете нет.",
    "refund.not_paid": "Вернуть можно только зачисленный платёж.",
    "refund.nothing_left": "Возвращать нечего: весь платёж уже возвращён или возвращается.",
    "refund.amount": "Сумма возврата должна быть больше нуля.",
    "refund.too_much": "Вернуть можно не больше {left:roubles}: остальное уже возвращено.",
    "refund.not_here": "Через этот способ оплаты возврат не сделать. Верните деньги переводом.",
    "refund.key_reused": "Этот возврат уже начат на другую сумму.",
}

AUTOPAY = {
    "autopay.trigger": "Выберите, когда списывать.",
    "autopay.day": "Выберите день от 1 до {last}: такие числа есть в каждом месяце.",
    "autopay.cap": "Предел — от {least:roubles} до {most:roubles}.",
    "autopay.card": "Выберите сохранённую карту.",
    "autopay.closed": "Счёт закрыт: платить за него автоматически не нужно.",
    "autopay.already": "Для этого счёта автоплатёж уже включён. Чтобы изменить, сначала выключите.",
    "autopay.unknown": "Такого автоплатежа у вас нет.",
}

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
    "import.empty": "{column}: пустая ячейка. Заполните её.",
    "import.encoding": "Файл не в UTF-8. Сохраните его в этой кодировке.",
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
        "Счётчик {serial} снят не позже дня установки. Проверьте обе даты."
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
    "import.future": "Дата {day} ещё не наступила.",
}

BANKS = {
    "profile.unknown": "Профиля {name} нет. Есть {known}; свой укажите файлом с концом .toml.",
    "profile.wrong": "Профиль {name} не подходит: {reason}. Образцы описаны в docs/formats.md.",
    "register.encoding": "Файл не в кодировке {encoding}. Проверьте, тот ли это банк и профиль.",
    "register.no_control": (
        "Нет контрольной строки, которая начинается с «{begins}». Проверьте, весь ли файл пришёл "
        "и тот ли профиль."
    ),
    "register.control": (
        "Контрольная строка {number:dial} не читается: нужны число операций и сумма. "
        "Попросите банк прислать реестр заново."
    ),
    "register.count": (
        "В контрольной строке операций {said}, а в файле их {found}. Из файла ничего не внесено: "
        "попросите банк прислать реестр заново."
    ),
    "register.total": (
        "В контрольной строке {said:roubles}, а операций на {found:roubles}. Из файла ничего не "
        "внесено: попросите банк прислать реестр заново."
    ),
    "register.bad_rows": (
        "Строк с ошибками: {count}. Из реестра ничего не внесено: попросите банк его исправить."
    ),
    "register.day": "Дата «{value}» не подходит: этот банк пишет её так: {example}.",
    "bank.unknown": "Операции {number} нет. Что ждёт разбора, покажет lk payments unknown.",
    "bank.counted": (
        "Операция {number} уже зачислена на счёт {account_number}. Если это ошибка, отмените "
        "реестр и внесите его заново."
    ),
    "payment.not_in_review": "Решать нечего: этот платёж никого не ждёт.",
    "payment.not_acceptable": (
        "Так зачислить нельзя: банк не подтверждает рублей. Разберитесь с банком и закройте "
        "случай с --note."
    ),
    "review.unknown": "Случая № {number:dial} нет. Открытые покажет lk payments review.",
    "review.closed": "Случай № {number:dial} уже закрыт {at}.",
    "review.note": "Напишите, что решено: --note.",
    "review.no_payment": (
        "По случаю № {number:dial} спросить не о чем: такого платежа у нас нет. Разберитесь с "
        "банком и закройте случай с --note."
    ),
    "import.unknown": "Файла № {number:dial} нет. Номера покажет lk import journal.",
    "import.not_undoable": "Файл № {number:dial} не отменить: так отменяются только платежи.",
    "import.undone_already": "Файл № {number:dial} уже отменён {at}.",
}

SENTENCES: dict[str, str] = (
    PEOPLE
    | SIGN_IN
    | PROFILE
    | LETTERS
    | ACCOUNTS
    | READINGS
    | MONEY
    | PAYMENTS
    | AUTOPAY
    | BILLING
    | FILES
    | IMPORTS
    | BANKS
    | ARTICLES
    | STAFF
)
