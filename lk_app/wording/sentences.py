"""The sentences themselves, by noun: why something was refused, and what to do now.

A sentence quotes the refusal's facts in braces. Dates, moments, periods, spans and counts are
written out by their type. A number that is more than a count says what it is: `{owed:roubles}`,
`{used:kwh}`, `{last:dial}` (a reading, digits together); a noun after a count:
`{left:plural|попытка|попытки|попыток}`; a moment of today: `{until:clock}`; a name of the domain:
`{category:category}`, `{shown:register}`.
"""

from lk_app.wording.appeal_sentences import APPEALS
from lk_app.wording.article_sentences import ARTICLES, GUESTS, QUESTIONS_ASKED
from lk_app.wording.billing_sentences import BILLING
from lk_app.wording.device_sentences import NOTICES, PHOTOS
from lk_app.wording.import_sentences import FILES, IMPORTS
from lk_app.wording.payment_sentences import AUTOPAY, MONEY, PAYMENTS
from lk_app.wording.reading_sentences import CHECKS, LATE, READINGS
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

PERSONAL_DATA = {
    "export.paused": (
        "Файл за сутки уже просили. Новый можно будет собрать {until}, а готовый пока лежит здесь."
    ),
    "person.unknown": "Кабинета с такой почтой нет. Проверьте адрес.",
    "person.request": "Укажите номер и дату письменного заявления.",
    "export.nobody": "Этого человека больше нет: кабинет удалён.",
    "export.gone": "Этого файла больше нет. Соберите данные ещё раз.",
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

BANKS = {
    "profile.unknown": "Профиля {name} нет. Есть {known}; свой укажите файлом с концом .toml.",
    "profile.wrong": "Профиль {name} не подходит: {reason}. Образцы описаны в docs/formats.md.",
    "warehouse.no_library": "Для Parquet нужен pyarrow: установите пакет с дополнением warehouse.",
    "warehouse.at_work": "Выгрузка уже идёт: она собирается в {folder}.",
    "warehouse.not_one": "В {folder} нет полной выгрузки: нужна папка с manifest.json.",
    "warehouse.broken": "Файл {file} не тот, что в manifest.json. Возьмите выгрузку целиком.",
    "warehouse.other_schema": (
        "Выгрузка сделана другой версией программы (схема {schema}). Верните её той же версией."
    ),
    "warehouse.not_empty": "В базе уже есть счета. Полная выгрузка возвращается в пустую базу.",
    "profile.kind": "Профиль {name} не описывает таких файлов. Он описывает {known}.",
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
    "bank.waits": "Этот платёж ещё ждёт разбора: зачислите его в «Невыясненных».",
    "bank.there": "Платёж уже зачислен на этот счёт: укажите другой.",
    "bank.counted": (
        "Операция {number} уже зачислена на счёт {account_number}. Если это ошибка, отмените "
        "реестр и внесите его заново."
    ),
    "payment.not_in_review": "Решать нечего: этот платёж никого не ждёт.",
    "payment.not_acceptable": (
        "Так зачислить нельзя: банк не подтверждает рублей. Разберитесь с банком и закройте "
        "случай с решением."
    ),
    "review.unknown": "Случая № {number:dial} нет. Открытые покажет lk payments review.",
    "review.closed": "Случай № {number:dial} уже закрыт {at}.",
    "review.note": "Напишите, что решено.",
    "review.no_payment": (
        "По случаю № {number:dial} спросить не о чем: такого платежа у нас нет. Разберитесь с "
        "банком и закройте случай с решением."
    ),
    "import.unknown": "Файла № {number:dial} нет. Номера покажет lk import journal.",
    "import.not_undoable": (
        "Файл № {number:dial} не отменить: закрытия счетов, возвраты и то, что опубликовано, "
        "правят новым файлом."
    ),
    "import.undo_billed": (
        "Файл № {number:dial} не отменить: по счёту {account_number} уже выставлена квитанция, "
        "которая его учла. Исправьте данные новым файлом, разница войдёт перерасчётом."
    ),
    "import.undo_used": (
        "Файл № {number:dial} не отменить: счётом {account_number} уже пользуются — "
        "есть показания, платежи, другой счётчик или подключение в кабинете."
    ),
    "import.undo_meter": (
        "Файл № {number:dial} не отменить: о счётчике на счёте {account_number} позже внесли "
        "другое. Отмените сначала тот файл."
    ),
    "import.undo_stands": (
        "Файл № {number:dial} не отменить: на его строках уже стоят показания или решения. "
        "Отмените сначала то, что внесено позже."
    ),
    "import.undone_already": "Файл № {number:dial} уже отменён {at}.",
}

SENTENCES: dict[str, str] = (
    PEOPLE
    | PERSONAL_DATA
    | SIGN_IN
    | PROFILE
    | LETTERS
    | NOTICES
    | PHOTOS
    | ACCOUNTS
    | READINGS
    | LATE
    | CHECKS
    | MONEY
    | PAYMENTS
    | AUTOPAY
    | BILLING
    | FILES
    | IMPORTS
    | BANKS
    | ARTICLES
    | STAFF
    | GUESTS
    | QUESTIONS_ASKED
    | APPEALS
)
