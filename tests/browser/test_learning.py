"""From a course to a registered certificate, as the README walks it, each step with somebody's yes in a browser."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

WHO, COURSE, HELD = "贺泽辉", "社会工作方法实务班", "考前辅导班"
SignedIn = Callable[..., Page]


def waiting(page: Page, site: Site, title: str) -> None:
    """Opens what waits under a title of the home page."""
    page.goto(site.address + "/")
    page.locator("ul.todo a", has_text=title).first.click()
    page.wait_for_url(lambda url: url != site.address + "/")


def button(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def link(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def tick(page: Page) -> None:
    page.locator("main tr", has_text=WHO).locator("input[type=checkbox]").first.check()


def search(page: Page) -> None:
    """Looks for the person in the list that is open, and waits for the answer."""
    page.fill("main input[name=q]", WHO)
    page.press("main input[name=q]", "Enter")
    page.wait_for_url(re.compile("q="))


def hours(page: Page) -> str:
    return page.locator("main tr", has_text=WHO).locator("td.numeral").last.inner_text().strip()


def correct(page: Page, was: str, becomes: str) -> None:
    page.locator("main tr", has_text=WHO).get_by_role("link", name=re.compile(was)).first.click()
    page.locator("main select").first.select_option(label=becomes)
    page.locator("main").get_by_label(re.compile("理由|依据")).fill("核对请假条")
    page.locator("main button[type=submit]").last.click()
    page.wait_for_url(re.compile("/ledger/$"))


def test_from_a_course_to_a_registered_certificate(signed_in: SignedIn, site: Site) -> None:
    clerk = signed_in("clerk")
    _nominate(signed_in("contact"), clerk, site)
    _finish(clerk, site)
    _examine(clerk, site)
    _register(clerk, signed_in("leader"), site)


def _nominate(contact: Page, clerk: Page, site: Site) -> None:
    waiting(contact, site, f"名额待选派：{COURSE}")
    search(contact)
    tick(contact)
    button(contact, "选派所选人员")
    waiting(clerk, site, f"选派待确认：{COURSE}")
    clerk.locator("main").get_by_role("button", name=re.compile("^确认全部待确认的")).click()
    search(clerk)
    expect(clerk.locator("main tr", has_text=WHO)).to_contain_text("已确认")


def _finish(clerk: Page, site: Site) -> None:
    """Hours follow the ledger down and up again; then the batch is finished and the paper issued."""
    waiting(clerk, site, f"培训待结班：{HELD}")
    address = clerk.url
    link(clerk, "考勤")
    before = hours(clerk)
    correct(clerk, "出勤", "请假")
    assert int(hours(clerk)) == int(before) - 4
    correct(clerk, "请假", "出勤")
    assert hours(clerk) == before
    clerk.goto(address)
    button(clerk, "结班")
    clerk.goto(address)
    link(clerk, "考勤")
    link(clerk, "结业证明")
    clerk.locator("main").get_by_role("button", name=re.compile("^签发")).click()
    expect(clerk.locator("main tr", has_text=WHO)).to_be_visible()


def _examine(clerk: Page, site: Site) -> None:
    first = timezone.localdate() - timedelta(days=20)
    clerk.goto(site.address + "/exams/")
    link(clerk, "登记考试")
    days = {"first_day": first, "last_day": first + timedelta(days=1), "results_on": first + timedelta(days=10)}
    clerk.fill("main input[name=year]", str(first.year))
    clerk.locator("main select[name=level]").select_option(label="助理社会工作师")
    for name, day in days.items():
        clerk.fill(f"main input[name={name}]", day.isoformat())
    clerk.locator("main button[type=submit]").last.click()
    clerk.wait_for_url(re.compile(r"/exams/\d+/$"))
    sitting = clerk.url
    link(clerk, "动员名单")
    button(clerk, "测算报考条件")
    search(clerk)
    clerk.locator("main tr", has_text=WHO).get_by_role("link").first.click()
    expect(clerk.locator("main")).to_contain_text("国人部发〔2006〕71号")
    clerk.goto(sitting)
    link(clerk, "登记报考")
    search(clerk)
    tick(clerk)
    button(clerk, "登记所选人员报考")
    clerk.goto(sitting)
    link(clerk, "登记成绩")
    cells = clerk.locator("main tr", has_text=WHO).locator("input:not([type=hidden])")
    cells.nth(0).fill("62")
    cells.nth(1).fill("65")
    button(clerk, "保存成绩")
    clerk.wait_for_url(sitting)


def _register(clerk: Page, leader: Page, site: Site) -> None:
    waiting(clerk, site, "考试合格待登记证书")
    tick(clerk)
    button(clerk, "登记所选证书")
    clerk.goto(site.address + "/certificates/")
    search(clerk)
    row = clerk.locator("main tr", has_text=WHO)
    expect(row).to_contain_text("待首次登记")
    row.get_by_role("link").first.click()
    certificate = clerk.url
    link(clerk, "登记申请")
    for paper in clerk.locator("main input[type=checkbox]").all():
        paper.check()
    clerk.locator("main button[type=submit]").last.click()
    link(clerk, "受理")
    clerk.locator("main button[type=submit]").last.click()
    application = clerk.url
    leader.goto(application)
    link(leader, "准予登记")
    leader.locator("main button[type=submit]").last.click()
    expect(leader.locator("main")).to_contain_text("打印通知")
    clerk.goto(certificate)
    expect(clerk.locator("main")).to_contain_text("登记有效")
    clerk.goto(site.address + "/certificates/education/")
    search(clerk)
    clerk.locator("main tr", has_text=WHO).get_by_role("link").first.click()
    expect(clerk.locator("main")).to_contain_text("到期差 72 小时")
    expect(clerk.locator("main")).to_contain_text(COURSE)
