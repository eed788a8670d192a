"""Words as a search compares them: Russian stems, so that «счётчики» finds «счётчика».

The same stems go into the index of either engine, which keeps the answers equal.
"""

import re
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
MOST_ASKED = 8  # words of a query that count
_stemmer = snowballstemmer.stemmer("russian")


def stems(text: str) -> list[str]:
    """The stems of a text in order, ё read as е."""
    return [stem(word) for word in WORD.findall(text.lower().replace("ё", "е"))]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """«показаний» → «показан»; a number stays as it is."""
    return str(_stemmer.stemWord(word))


def asked(query: str) -> list[str]:
    """The stems of what a person typed, each once, the first few of them."""
    return list(dict.fromkeys(stems(query[:200])))[:MOST_ASKED]
