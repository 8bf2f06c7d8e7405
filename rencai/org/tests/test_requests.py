"""What no request may be and what every answer carries."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from rencai.org.models import AuditEvent
from rencai.org.requests import FORM_AROUND_A_FILE, guard


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_only_the_methods_that_pages_use_are_answered(db: Any, method: str) -> None:
    assert Client().generic(method, "/login/").status_code == 405


@pytest.mark.parametrize("path", ["/login/?next=a%00b", "/log%00in/"])
def test_a_nul_in_the_address_is_refused(db: Any, path: str) -> None:
    assert Client().get(path).status_code == 400


class _Untouchable:
    def read(self, *size: int) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/login/", settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
        ("/areas/check/", settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
        ("/imports/new/", settings.UPLOAD_LIMIT + FORM_AROUND_A_FILE),
    ],
)
def test_a_body_that_is_too_big_is_refused_before_it_is_read(path: str, limit: int) -> None:
    for length, status in ((limit, 200), (limit + 1, 413)):
        request = RequestFactory().post(path)
        request.META |= {"CONTENT_LENGTH": str(length), "wsgi.input": _Untouchable()}
        assert guard(lambda _: HttpResponse("ok"))(request).status_code == status


@pytest.mark.parametrize("length", ["-1", "abc", "１２", "1e3", "0x10"])
def test_an_odd_length_is_refused(length: str) -> None:
    request = RequestFactory().post("/login/")
    request.META["CONTENT_LENGTH"] = length
    assert guard(lambda _: HttpResponse("ok"))(request).status_code == 400


EXPECTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.mark.parametrize("path", ["/login/", "/nowhere/", "/login/?a=%00", "/account/", "/users/"])
def test_every_answer_carries_the_headers(world: SimpleNamespace, sign_in: Any, path: str) -> None:
    for client in (Client(), sign_in(world.clerk)):
        answer = client.get(path)
        assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "camera=()" in answer["Permissions-Policy"]
        assert len(answer["X-Request-ID"]) == 32


def test_part_of_a_page_is_not_filled_with_the_sign_in_page(db: Any) -> None:
    answer = Client(headers={"HX-Request": "true"}).get("/account/")
    assert answer["HX-Redirect"].startswith("/login/")


def test_a_refusal_is_in_the_audit_chain(world: SimpleNamespace, sign_in: Any) -> None:
    assert sign_in(world.clerk).get("/users/").status_code == 403
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.detail["地址"]) == ("clerk", "访问被拒绝", "/users/")


def test_a_form_without_its_token_is_refused(world: SimpleNamespace) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post("/units/add/", {}).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/login/", {}).status_code == 403
