"""Finding people by name, pinyin, initials, ID tail or unit: one index row per person on either engine."""

import base64
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from rencai.kernel.idnumber import canonical
from rencai.kernel.names import name_key, name_keys, pinyin_query
from rencai.org.models import Unit
from rencai.people.models import Employment, Person
from rencai.people.models.persons import PersonQuerySet
from rencai.people.sealedsearch import full_number, opened
from rencai.ui.sealedwords import is_sealed

IndexRow = tuple[int, str, str, str, str]

_BATCH = 5000
_DEFAULTS = {"hashsize": 1 << 20, "automerge": 4}  # those of FTS5: bytes gathered in memory, parts that are merged
_LONGEST_TEXT = 100
_MOST_UNITS = 200
_LONGEST_SURNAME = 3
_TAIL = re.compile(r"[0-9]{3}[0-9Xx]\Z")
_RUNS = re.compile(r"[A-Za-z\u00c0-\u01dc\u0300-\u036f']+|[^A-Za-z\u00c0-\u01dc\u0300-\u036f']+")
_LETTERS = re.compile(r"[A-Za-z\u00c0-\u01dc\u0300-\u036f'\s]+\Z")


# --- What is written -------------------------------------------------------------------------------------------


def tokens(name: str, pinyin: str, initials: str, id_tail_index: str) -> str:
    """The index text of one person: ASCII words, each kind with its own first letter.

    n… the characters of the name in order; p… pinyin from each syllable on; i… initials; t… the ID tail.
    A surname with a reading of its own (单 shan, 区 ou) is found under the ordinary reading of the character too.
    """
    key = name_key(name)
    ordinary = [_reading(character) for character in key]
    found = {f"p{pinyin}": None, f"i{initials}": None}
    plain = "".join(ordinary)
    if plain != pinyin:
        found[f"p{plain}"] = None
        found["i" + "".join([syllable[:1] for syllable in ordinary])] = None
    for start in range(_surname_size(pinyin, ordinary), len(ordinary)):
        found["p" + "".join(ordinary[start:])] = None
    words = [*_name_words(key), *[word for word in found if len(word) > 1 and word.isascii() and word.isalnum()]]
    if id_tail_index:
        words.append(_tail_word(id_tail_index))
    return " ".join(words)


def index_rows(rows: Iterable[IndexRow]) -> None:
    """Write index rows of people that have none yet: (pk, name, pinyin, initials, id_tail_index)."""
    written = [(pk, tokens(*values)) for pk, *values in rows]
    value = "%s" if connection.vendor == "sqlite" else "to_tsvector('simple', %s)"
    statement = f"INSERT INTO people_search (rowid, tokens) VALUES (%s, {value})"  # noqa: S608 - no data in it
    with connection.cursor() as cursor:
        for start in range(0, len(written), _BATCH):
            cursor.executemany(statement, written[start : start + _BATCH])


@contextmanager
def filling() -> Iterator[None]:
    """Makes writing thousands of rows half as dear on SQLite; what it leaves apart, later writes merge bit by bit.

    Must run inside `atomic()`: a rollback is what restores the settings of the index when the block fails.
    """
    if connection.vendor == "sqlite":
        _set(hashsize=4 * _DEFAULTS["hashsize"], automerge=0)
    yield
    if connection.vendor == "sqlite":
        _set(**_DEFAULTS)


def _set(**settings_of_index: int) -> None:
    with connection.cursor() as cursor:
        sql = "INSERT INTO people_search (people_search, rank) VALUES (%s, %s)"
        cursor.executemany(sql, list(settings_of_index.items()))


def reindex(pks: Iterable[int]) -> None:
    """Write the index rows of these people again, from what stands on them now."""
    wanted = list(pks)
    fields = ("pk", "name", "pinyin", "initials", "id_tail_index")
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM people_search WHERE rowid = %s", [(pk,) for pk in some])
        for inner in range(0, len(some), 500):
            index_rows(Person.objects.filter(pk__in=some[inner : inner + 500]).values_list(*fields))


@lru_cache(maxsize=50_000)
def _reading(character: str) -> str:
    """The ordinary reading; a single character is never read as a surname."""
    return name_keys(character).pinyin


def _surname_size(pinyin: str, ordinary: list[str]) -> int:
    """How many characters the part with a reading of its own has; syllables after it begin words of their own."""
    for size in range(1, min(_LONGEST_SURNAME, len(ordinary)) + 1):
        if pinyin.endswith("".join(ordinary[size:])):
            return size
    return len(ordinary)


def _name_words(key: str) -> list[str]:
    """The dot between the parts of a name does not count: people leave it out."""
    return [f"n{ord(character):x}" for character in key if character not in "· "]


def _tail_word(id_tail_index: str) -> str:
    """The keyed fingerprint in letters that survive case folding."""
    return "t" + base64.urlsafe_b64decode(id_tail_index + "=" * (-len(id_tail_index) % 4)).hex()


# --- What is asked ---------------------------------------------------------------------------------------------


def search(queryset: PersonQuerySet, text: str) -> PersonQuerySet:
    """The people of `queryset` that fit all words of `text`: name, pinyin, initials, ID tail (or number), unit.

    Nothing typed ever reaches the query language of the index: words are built from code points and letters.
    """
    text = text.strip()[:_LONGEST_TEXT]
    found = queryset
    for word in _words(text):
        found = found.filter(_condition(word))
    return found


def _words(text: str) -> list[str]:
    """Letters with spaces between them are one name (zhang san); otherwise words are split at spaces."""
    if _LETTERS.match(text):
        return [text]
    words: list[str] = []
    for word in text.replace("，", " ").replace(",", " ").replace("、", " ").split():
        if words and _LETTERS.match(word) and _LETTERS.match(words[-1]):
            words[-1] += word
        else:
            words.append(word)
    return words


def _condition(word: str) -> Q:
    number = opened(word) if is_sealed(word) else full_number(word)
    if number or is_sealed(word):
        return Q(id_index=settings.KEYRING.index(number, "id")) if number else Q(pk__in=[])
    number = canonical(word)
    if _TAIL.match(number):
        return _matching([_Ask((_tail_word(settings.KEYRING.index(number, "tail")),))])
    asks = [ask for run in _RUNS.findall(word) if (ask := _ask(run)) is not None]
    named = _matching(asks) if asks else Q(pk__in=[])
    units = _units(word)
    if not units:
        return named
    return named | Q(pk__in=Employment.objects.filter(unit_id__in=units, latest=True).values("person"))


@dataclass(frozen=True)
class _Ask:
    """One condition on the index: `words` one after the other, or any word that begins with one of them."""

    words: tuple[str, ...]
    starts: bool = False

    def fts5(self) -> str:
        return f"({' OR '.join(word + '*' for word in self.words)})" if self.starts else f'"{" ".join(self.words)}"'

    def tsquery(self) -> str:
        return f"({' | '.join(word + ':*' for word in self.words)})" if self.starts else f"({' <-> '.join(self.words)})"


def _ask(run: str) -> _Ask | None:
    letters = pinyin_query(run) if _LETTERS.match(run) else ""
    if letters.isascii() and letters:
        return _Ask((f"p{letters}", f"i{letters}"), starts=True)
    words = _name_words(name_key(run))
    return _Ask(tuple(words)) if words else None


def _matching(asks: list[_Ask]) -> Q:
    if connection.vendor == "sqlite":
        sql = "SELECT rowid FROM people_search WHERE people_search MATCH %s"
        query = " AND ".join(ask.fts5() for ask in asks)
    else:
        sql = "SELECT rowid FROM people_search WHERE tokens @@ to_tsquery('simple', %s)"
        query = " & ".join(ask.tsquery() for ask in asks)
    return Q(pk__in=RawSQL(sql, (query,)))  # noqa: S611 - the query is made of our own words only


def _units(word: str) -> list[int]:
    """Units that bear or bore a name with `word` in it; a single character would be in most of them."""
    if len(word) < 2 or word.isascii():
        return []
    named = Unit.objects.filter(Q(name__contains=word) | Q(names__name__contains=word))
    return list(named.values_list("pk", flat=True).distinct()[:_MOST_UNITS])
