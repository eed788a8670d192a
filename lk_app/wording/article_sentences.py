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
