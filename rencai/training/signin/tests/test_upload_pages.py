"""A sign-in sheet is sent on pages of its own kind: its own form to fill in, and back to it after a refusal."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rencai.people.imports.kinds import KINDS
from rencai.people.roster.tests.rosters import SAMPLES


@pytest.fixture(autouse=True)
def _at_once(settings: Any, tmp_path: Path) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.FILES = tmp_path / "files"


def test_a_refused_sign_in_sheet_is_sent_again_as_a_sign_in_sheet(world: SimpleNamespace, sign_in: Any) -> None:
    client, address = sign_in(world.clerk), reverse("import-upload-kind", args=["training-signin"])
    file = SimpleUploadedFile("sheet.xlsx", (SAMPLES / "bad" / "truncated.xlsx").read_bytes())
    page = client.post(address, {"unit": world.bureau.code, "on": "2022-12-31", "file": file}, follow=True)
    assert f'href="{address}">重新上传' in page.content.decode()


def test_the_list_offers_the_form_of_every_kind(world: SimpleNamespace, sign_in: Any) -> None:
    page = sign_in(world.clerk).get(reverse("import-list")).content.decode()
    for kind in KINDS.values():
        assert f'href="{reverse("import-blank-kind", args=[kind.key])}">{kind.title}</a>' in page
