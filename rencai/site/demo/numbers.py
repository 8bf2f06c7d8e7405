"""Numbers with right check digits that belong to nobody: area codes 6299xx are not assigned."""

from datetime import date
from random import Random

from stdnum.cn import uscc as stdnum_uscc

from rencai.kernel.idnumber import check_digit

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECK = "0123456789X0"
_ORGANISATION_START = 0x2A00000


def id_number(area: str, birth: date, order: int, *, woman: bool) -> str:
    """A citizen number; `order` 0-498 is the how-manieth of that sex born that day."""
    first17 = f"{area}{birth:%Y%m%d}{order * 2 + (2 if woman else 1):03d}"
    return first17 + check_digit(first17)


def credit_code(registrar: str, area: str, order: int) -> str:
    """A unified social credit code (GB 32100) around an organisation code (GB 11714), `registrar` as 52 or 11."""
    base = f"{_ORGANISATION_START + order:08X}"
    total = sum(int(sign, 36) * weight for sign, weight in zip(base, _ORGANISATION_WEIGHTS, strict=True))
    first17 = f"{registrar}{area}{base}{_ORGANISATION_CHECK[11 - total % 11]}"
    return first17 + str(stdnum_uscc.calc_check_digit(first17))


class IdNumbers:
    """Hands out numbers of one county, never one twice."""

    def __init__(self, area: str) -> None:
        self._area = area
        self._given: set[str] = set()

    def new(self, chance: Random, birth: date, *, woman: bool) -> str:
        while True:
            number = id_number(self._area, birth, chance.randrange(400), woman=woman)
            if number not in self._given:
                self._given.add(number)
                return number


def phones(chance: Random) -> list[str]:
    """All ten thousand numbers of the block 1990000xxxx that the demo uses, shuffled."""
    numbers = [f"1990000{tail:04d}" for tail in range(10_000)]
    chance.shuffle(numbers)
    return numbers
