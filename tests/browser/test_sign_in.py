"""A phone that was never here scans the screen of the room, signs in, and the screen counts it."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

SignedIn = Callable[..., Page]


@pytest.fixture(scope="module")
def today(site: Site) -> Any:
    script = Path(__file__).with_name("today.py")
    run = subprocess.run([sys.executable, script], env=site.environment, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def read(page: Page) -> str:
    """What a camera in front of the screen reads."""
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))
    return str(found.text)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_screen_is_scanned_and_counts_whoever_signs_in(
    signed_in: SignedIn, site: Site, browser: Browser, today: Any, scripts: bool
) -> None:
    screen = signed_in("clerk")
    screen.goto(f"{site.address}/training/sessions/{today['session']}/screen/")
    before = screen.locator(".wall-number").inner_text()
    size = {"width": 390, "height": 844}
    phone = browser.new_context(viewport=size, locale="zh-CN", java_script_enabled=scripts).new_page()
    phone.goto(read(screen))
    assert urlsplit(phone.url).path == f"/training/sign-in/{today['session']}/", "the code is gone from the address"
    phone.fill("input[name=name]", today["name"])
    phone.fill("input[name=tail]", "0000")
    phone.click("main button[type=submit]")
    expect(phone.locator("main")).to_contain_text("没有核对上")
    phone.fill("input[name=tail]", today["tail"])
    phone.click("main button[type=submit]")
    expect(phone.locator("main")).to_contain_text("已签到")
    assert today["name"] not in phone.locator("main").inner_text()
    phone.context.close()
    if scripts:
        # The screen asks by itself, without anybody touching it.
        expect(screen.locator(".wall-number")).not_to_have_text(before, timeout=15_000)
        assert screen.locator(".wall-number").inner_text().startswith("1")


def test_a_screen_without_scripts_changes_by_itself_too(
    signed_in: SignedIn, site: Site, browser: Browser, today: Any
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    context.add_cookies(signed_in("clerk").context.cookies())
    screen = context.new_page()
    screen.goto(f"{site.address}/training/sessions/{today['session']}/screen/")
    first = screen.locator(".wall-code img").get_attribute("src")
    expect(screen.locator(".wall-code img")).not_to_have_attribute("src", str(first), timeout=45_000)
    context.close()


def test_the_pages_of_the_ledger_are_accessible_and_fit_a_desk_and_a_phone(
    signed_in: SignedIn, site: Site, today: Any
) -> None:
    batch = f"/training/batches/{today['batch']}"
    paths = [
        f"/training/sessions/{today['session']}/screen/", f"{batch}/ledger/", f"{batch}/ledger/{today['day']}/",
        f"{batch}/sheets/{today['day']}/", f"{batch}/completions/", f"{batch}/evaluation/", "/training/objections/",
        "/training/check/",
    ]  # fmt: skip
    for phone in (False, True):
        page = signed_in("clerk", phone=phone)
        for path in paths:
            page.goto(site.address + path)
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{path} scrolls sideways"
            serious = [
                f"{path} {found['id']}: {found['nodes'][0]['html'][:120]}"
                for found in Axe().run(page).response["violations"]
                if found["impact"] in {"serious", "critical"}
            ]
            assert serious == []
