"""Full document numbers typed into the search box: sealed before they stand in an address, a history or a log."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone

from rencai.kernel.idnumber import canonical
from rencai.kernel.sealing import SealBroken
from rencai.ui.notices import note
from rencai.ui.sealedwords import MARK, is_sealed

_PARAMETER = "q"
_WHOLE = re.compile(r"[0-9]{17}[0-9X]\Z")
_NUMBER = re.compile(r"(?=[^0-9]*[0-9]{7})[A-Z0-9()]{7,20}\Z")
_BETWEEN = re.compile(r"[\s，,、]+")

Answer = Callable[[HttpRequest], HttpResponseBase]


def full_number(word: str) -> str:
    """The number as it is stored where `word` is a whole document (or telephone) number, else ""."""
    number = canonical(word).upper()
    return number if _NUMBER.match(number) else ""


def sealed(text: str) -> str:
    """`text` with every full number sealed for today; what holds none comes back as it is."""
    whole = canonical(text)
    words = [whole] if _WHOLE.match(whole) else [word for word in _BETWEEN.split(text) if word]
    if not any(map(full_number, words)):
        return text
    return " ".join(_seal(number) if (number := full_number(word)) else word for word in words)


def opened(word: str) -> str:
    """The number in a sealed word; "" for one that is older than a day or was never sealed here."""
    today = timezone.localdate()
    for day in (today, today - timedelta(days=1)):
        try:
            return str(settings.KEYRING.open(word.removeprefix(MARK), _place(day)))
        except SealBroken:
            continue
    return ""


def numbers_out_of_addresses(answer: Answer) -> Answer:
    """Middleware: an address with a full number in its search leads to the one with the number sealed."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or _PARAMETER not in request.GET:
            return answer(request)
        asked = request.GET.getlist(_PARAMETER)
        clean = [sealed(text) for text in asked]
        if clean != asked:
            query = request.GET.copy()
            query.setlist(_PARAMETER, clean)
            request.META["QUERY_STRING"] = query.urlencode()
            return HttpResponseRedirect(request.get_full_path())
        if any(is_sealed(word) and not opened(word) for text in asked for word in _BETWEEN.split(text)):
            note(request, "按完整号码的查找已过期，请重新输入号码。")
        return answer(request)

    return guarded


def _seal(number: str) -> str:
    return MARK + str(settings.KEYRING.seal(number, _place(timezone.localdate())))


def _place(day: date) -> str:
    return f"search|{_PARAMETER}|{day.isoformat()}"
