"""From a roster to an issued report, as a newcomer would walk it, in a real browser against the real server."""

import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "云川县2023年第一季度花名册.xlsx"
PICTURES = Path(os.environ.get("RENCAI_PICTURES") or ROOT / "build" / "pictures")
SignedIn = Callable[..., Page]

PAGES = {
    "home": "/",
    "people": "/people/",
    "figure": "/figures/people.qualified/?on=2022-12-31&tab=township",
    "figures": "/figures/?on=2022-12-31",
    "imports": "/imports/",
    "reports": "/reports/",
    "report": "/reports/2/",
    "units": "/units/",
    "training": "/training/",
    "batch": "/training/batches/34/",
    "nomination": "/training/batches/34/nominate/",
    "training of the year": "/training/summary/?year=2022",
    "examination": "/exams/7/",
    "funnel": "/certificates/funnel/?on=2022-12-31",
    "certificates": "/certificates/",
    "accounts": "/certificates/education/",
    "account": "/certificates/education/accounts/10/",
    "kept runs": "/verdicts/",
}


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_a_desk_and_a_phone(signed_in: SignedIn, site: Site, name: str) -> None:
    for phone in (False, True):
        page = signed_in("clerk", phone=phone)
        messages: list[str] = []
        page.on("console", lambda said, kept=messages: kept.append(said.text) if said.type == "error" else None)
        page.goto(site.address + PAGES[name])
        picture(page, f"{name}-phone" if phone else name)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, "the page scrolls sideways"
        serious = [
            f"{found['id']}: {found['nodes'][0]['html'][:120]}"
            for found in Axe().run(page).response["violations"]
            if found["impact"] in {"serious", "critical"}
        ]
        assert serious == []
        assert messages == []


def test_a_roster_goes_in_through_a_preview_and_changes_nothing_the_second_time(
    signed_in: SignedIn, site: Site
) -> None:
    page = signed_in("clerk")
    said = []
    for _time in (1, 2):
        page.goto(site.address + "/imports/new/")
        page.set_input_files("input[type=file]", EXAMPLE)
        page.fill("input[name=unit]", "云川县民政局")
        page.fill("input[name=on]", "2023-03-31")
        page.get_by_role("button", name="上传并核对").click()
        confirm = page.get_by_role("button", name="确认导入")
        expect(confirm).to_be_visible(timeout=60_000)
        picture(page, "import-preview")
        page.check("input[name=accepted]")
        confirm.click()
        expect(page.locator("main")).to_contain_text("已导入", timeout=60_000)
        said.append(page.locator("main").inner_text())
        picture(page, "import-done")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载带标注的文件").click()
    assert zipfile.is_zipfile(download.value.path())


def test_a_person_is_found_by_initials_and_shown_masked(signed_in: SignedIn, site: Site) -> None:
    page = signed_in("clerk")
    page.goto(site.address + "/people/")
    name = page.locator("tbody tr a").nth(20).inner_text().strip()
    page.goto(site.address + f"/people/?q={name}")
    page.locator("tbody tr a", has_text=name).first.click()
    expect(page.locator("h1")).to_contain_text(name)
    assert re.search(r"629921\*{8}\d{3}[\dX]", page.locator("main").inner_text())
    assert not re.search(r"6299\d{13}[\dX]", page.content())
    picture(page, "person")


def test_the_number_on_a_page_opens_onto_as_many_rows(signed_in: SignedIn, site: Site) -> None:
    page = signed_in("clerk")
    page.goto(site.address + "/figures/people.qualified_senior/?on=2022-12-31")
    number = int(re.sub(r"\D", "", page.locator("main strong.number").first.inner_text()))
    assert page.locator("table tbody tr").count() == number > 0


def test_a_report_is_drafted_by_the_clerk_and_issued_by_the_leader(signed_in: SignedIn, site: Site) -> None:
    clerk = signed_in("clerk")
    clerk.goto(site.address + "/reports/new/")
    clerk.fill("input[name=year]", "2023")
    clerk.get_by_role("button", name="起草").click()
    clerk.wait_for_url(re.compile(r"/reports/\d+/"))
    picture(clerk, "report-editor")
    address = re.search(r"/reports/\d+/", clerk.url)
    assert address
    clerk.goto(site.address + address[0])
    clerk.get_by_role("button", name="提交审核").click()
    leader = signed_in("leader")
    leader.goto(site.address + address[0] + "issue/")
    picture(leader, "report-issue")
    for box in leader.locator("input[name=accept_typed]").all():
        box.check()
    leader.get_by_role("button", name="签发").click()
    expect(leader.locator("main")).to_contain_text("已签发", timeout=60_000)
    with clerk.expect_download() as download:
        clerk.goto(site.address + address[0])
        clerk.get_by_role("link", name="导出 Word").click()
    with zipfile.ZipFile(download.value.path()) as docx:
        assert "w:sdt" in docx.read("word/document.xml").decode()


def test_the_neighbouring_county_sees_nothing_of_ours(signed_in: SignedIn, site: Site) -> None:
    page = signed_in("neighbour")
    page.goto(site.address + "/people/?area=629921&on=2022-12-31")
    assert "云川县" not in page.locator("main").inner_text()
    answer = page.goto(site.address + "/reports/2/")
    assert answer is not None
    assert answer.status == 404
    picture(page, "stranger")


def test_the_browser_is_asked_for_nothing_outside(signed_in: SignedIn, site: Site) -> None:
    page = signed_in("clerk")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES.values():
        page.goto(site.address + path)
    assert asked
    assert [url for url in asked if not url.startswith((site.address, "data:"))] == []
