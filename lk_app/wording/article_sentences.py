"""Why a news file cannot be published, said to its editor; part of `sentences`."""

ARTICLES = {
    "article.front_matter": (
        "Файл должен начинаться с полей между двумя строками «---»: title, slug, published."
    ),
    "article.key": "Поля «{key}» нет. Есть title, slug, published, summary, houses, pinned, "
    "section и was.",
    "article.long": "Текст длиннее {limit} знаков. Разделите его.",
    "article.line": "{key}: нужна одна строка, не пустая и не длиннее {limit} знаков.",
    "article.lines": "{key}: не больше {limit} строк.",
    "article.slug": (
        "Поле slug «{value}» не подходит. Нужны строчные латинские буквы, цифры и дефисы: "
        "vremennoe-otklyuchenie."
    ),
    "article.section": "Поле section «{value}» нет. Есть news, about, disclosure и consumers.",
    "article.published": "Поле published «{value}» не читается. Нужна дата: 2026-12-01 10:00.",
    "article.houses": (
        "Поле houses «{line}» не читается. Нужно: город, улица, дома через запятую — "
        "«Саратов, ул. Плякина, 3, 5»."
    ),
    "article.house_unknown": "Такого дома нет: {house}. Напишите адрес, как в списке домов.",
    "article.was": "Поле was «{value}» не подходит: нужен прежний адрес на сайте, /novosti/12.",
    "article.unreadable": "Файл {file} не читается. Нужен текст в UTF-8.",
    "article.unknown": "По адресу {path} ничего не публиковали.",
    "article.first_edition": "У {path} одна редакция: вернуться не к чему.",
    "article.picture": "Картинки {file} рядом с файлом нет. Положите её в ту же папку.",
    "file.kind": "Файл {file} не подходит. Нужен PDF, DOCX, XLSX, ODT, ODS, CSV, PNG или JPEG.",
    "file.empty": "Файл {file} пустой.",
    "file.large": "Файл {file} больше {megabytes} МБ. Уменьшите его.",
    "file.words": "Название и вид нужны, каждое не длиннее {limit} знаков.",
    "file.year": "Год {year} не подходит.",
    "file.unreadable": "Файл {file} не открывается.",
}

GUESTS = {
    "guest.serial": "Укажите заводской номер счётчика: он напечатан на его лицевой стороне.",
    "guest.mismatch": (
        "Не нашли такого счёта с таким счётчиком. Сверьте номер счёта с квитанцией, а номер "
        "счётчика — с табличкой на нём."
    ),
    "guest.paused": (
        "Слишком много попыток подряд. Продолжить можно будет после {until:clock}; "
        "если это срочно, позвоните нам."
    ),
    "guest.faces": (
        "У этого счётчика {count} {count:plural|шкала|шкалы|шкал}: заполните столько полей, "
        "начиная с Т1."
    ),
    "guest.no_account": "Такого лицевого счёта нет. Сверьте номер с квитанцией.",
    "guest.closed": "Этот счёт закрыт. Если по нему остался долг, позвоните нам.",
    "guest.number": "Укажите номер документа: он стоит после знака №.",
    "guest.code": "Укажите код документа: шестнадцать букв и цифр.",
    "guest.no_paper": (
        "Такого документа мы не выдавали. Сверьте номер и код; если всё верно, позвоните нам."
    ),
    "guest.link": "Ссылка не действует: откройте ссылку из самого нового письма.",
    "guest.counted": (
        "Эти показания уже вошли в счёт за {period}. Передайте свои: разницу пересчитаем."
    ),
    "guest.unknown": "Показаний № {number} нет. Номера покажет lk readings guests.",
    "guest.decided": "По показаниям № {number} уже решено.",
    "guest.note": "Напишите, почему не принимаем: --note.",
}

QUESTIONS_ASKED = {
    "question.name": "Напишите, как к вам обращаться: до {limit} знаков.",
    "question.text": "Опишите вопрос: от {least} до {most} знаков.",
    "question.consent": "Без этого согласия ответить на почту нельзя: отметьте его, если согласны.",
    "question.captcha": (
        "Отметьте «Я не робот» и подождите, пока закончится проверка. Если отметка не "
        "срабатывает, позвоните или напишите нам: контакты в разделе «О компании»."
    ),
    "question.paused": (
        "Слишком много вопросов подряд. Задать следующий можно будет после {until:clock}."
    ),
    "question.nowhere": "Этой статьи больше нет. Задайте вопрос под другой.",
    "question.unknown": "Вопроса № {number:dial} нет. Номера покажет lk questions list.",
    "question.refused_already": "На вопрос № {number:dial} уже отказано: автору написали.",
    "question.reply": "Нужен текст, не пустой и не длиннее {limit} знаков.",
}
