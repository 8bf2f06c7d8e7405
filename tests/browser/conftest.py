"""A really started server with the demo county, and Chromium in front of it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

RENCAI = Path(sys.executable).parent / "rencai"
STARTED_WITHIN = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share one server: they carry a mark and stay on one worker."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-sync", *quiet]}


class Site:
    """The address of the server, the password of each user, and what its programs run with."""

    def __init__(self, address: str, passwords: dict[str, str], environment: dict[str, str]) -> None:
        self.address, self.passwords, self.environment = address, passwords, environment


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _passwords(lines: str) -> dict[str, str]:
    """User name → password, from the indented lines that the demo prints."""
    return {words[0]: words[1] for line in lines.splitlines() if line.startswith("  ") and (words := line.split())}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("RENCAI_")}
    environment = {**kept, "RENCAI_DATA": str(folder)}
    loaded = subprocess.run([RENCAI, "demo", "--no-serve"], env=environment, capture_output=True, text=True, check=True)
    port = _free_port()
    server = subprocess.Popen([RENCAI, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield Site(address, _passwords(loaded.stdout), environment)
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(address + "/login/", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer in time")


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """`signed_in(username, phone=False)`: a page of that user, at the home page."""
    pages: dict[tuple[str, bool], Page] = {}

    def open_page(username: str, *, phone: bool = False) -> Page:
        if (username, phone) not in pages:
            size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 860}
            page = browser.new_context(viewport=size, locale="zh-CN", accept_downloads=True).new_page()
            page.goto(site.address + "/login/")
            page.fill("input[name=username]", username)
            page.fill("input[name=password]", site.passwords[username])
            page.click("main button[type=submit]")
            page.wait_for_url(site.address + "/")
            pages[username, phone] = page
        page = pages[username, phone]
        page.goto(site.address + "/")
        return page

    yield open_page
    for page in pages.values():
        page.context.close()
