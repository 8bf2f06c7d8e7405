"""Eight people at once ask a really started server for numbers that nobody has kept yet, and each gets an answer."""

import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Page

from tests.browser.conftest import Site

PEOPLE, DAYS, PATIENCE = 8, 6, 60


def test_nobody_waits_for_ever_when_many_ask_for_figures_of_several_days(
    signed_in: Callable[..., Page], site: Site
) -> None:
    context = signed_in("clerk").context
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())

    def ask(person: int) -> list[int]:
        # Who came asks this year's day and, within it, the end of the last; who left the other way round.
        figures = ["people.joined_this_year", "people.left_this_year"]
        found = []
        for day in range(1, DAYS + 1):
            for key in figures[:: 1 if person % 2 else -1]:
                address = f"{site.address}/figures/{key}/?on=2022-{day:02d}-15"
                request = urllib.request.Request(address, headers={"Cookie": cookies})
                with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                    found.append(answer.status)
        return found

    with ThreadPoolExecutor(PEOPLE) as pool:
        assert list(pool.map(ask, range(PEOPLE))) == [[200] * DAYS * 2] * PEOPLE
