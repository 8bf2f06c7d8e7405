"""Ticks of a long list last while its pages are turned and it is searched, and go along when the form is sent."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

COURSE = "社会工作方法实务班"


def _boxes(page: Page) -> list[str]:
    return [str(box.get_attribute("value")) for box in page.locator("main tbody input[type=checkbox]").all()]


def test_ticks_of_several_pages_are_sent_together(signed_in: Callable[..., Page], site: Site) -> None:
    clerk = signed_in("clerk")
    clerk.goto(site.address + "/training/")
    clerk.locator("main").get_by_role("link", name=re.compile(COURSE)).first.click()
    batch = clerk.url
    clerk.locator("main").get_by_role("link", name="选派人员").click()
    first = clerk.url
    one = _boxes(clerk)[3]
    clerk.locator(f"#person-{one}").check()
    clerk.get_by_role("link", name="下一页").click()
    clerk.wait_for_url(re.compile("page=2"))
    expect(clerk.locator("[data-elsewhere]")).to_contain_text("其他页还勾选了 1 人")
    other = _boxes(clerk)[0]
    clerk.locator(f"#person-{other}").check()
    clerk.goto(first)
    expect(clerk.locator(f"#person-{one}")).to_be_checked()
    clerk.fill("main input[name=q]", "不会有这个人")
    clerk.press("main input[name=q]", "Enter")
    clerk.wait_for_url(re.compile("q="))
    expect(clerk.locator("[data-elsewhere]")).to_contain_text("其他页还勾选了 2 人")
    clerk.goto(first)
    clerk.get_by_role("button", name="不要其他页的").click()
    expect(clerk.locator("[data-elsewhere]")).to_be_hidden()
    clerk.goto(first + "?page=2")
    expect(clerk.locator(f"#person-{other}")).not_to_be_checked()
    clerk.locator(f"#person-{other}").check()
    clerk.locator("main").get_by_role("button", name="选派并确认所选人员").click()
    clerk.wait_for_url(batch)
    clerk.goto(first)
    left = _boxes(clerk)
    assert one not in left, "sent with the second page"
    expect(clerk.locator("main tbody input:checked")).to_have_count(0)


def test_one_box_ticks_and_clears_a_whole_page(signed_in: Callable[..., Page], site: Site) -> None:
    clerk = signed_in("clerk")
    clerk.goto(site.address + "/training/")
    clerk.locator("main").get_by_role("link", name=re.compile(COURSE)).first.click()
    clerk.locator("main").get_by_role("link", name="选派人员").click()
    ticked, every = clerk.locator("main tbody input:checked"), clerk.get_by_label("全选本页")
    every.check()
    expect(ticked).to_have_count(len(_boxes(clerk)))
    clerk.locator("main tbody input[type=checkbox]").first.uncheck()
    assert every.evaluate("box => box.indeterminate")
    every.check()
    every.uncheck()
    expect(ticked).to_have_count(0)
