"""Importing in the browser: upload, look, confirm; three people; a job that is lost is taken up again."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from rencai.org.models import AuditEvent, Unit
from rencai.org.signin import mark_verified
from rencai.people.imports import files, jobs
from rencai.people.models import Doubt, Employment, ImportJob, Person
from rencai.people.roster.tests.rosters import SAMPLES
from rencai.ui.sheets.reading import read


@pytest.fixture(autouse=True)
def _at_once(settings: Any, tmp_path: Path) -> None:
    """Tasks run where they are enqueued, files lie in a folder of the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.FILES = tmp_path / "files"


@pytest.fixture
def upload(world: SimpleNamespace, sign_in: Any) -> Any:
    def sent(name: str = "roster-2022.xlsx", user: Any = None, unit: Any = None, shown: str = "") -> ImportJob:
        file = SimpleUploadedFile(shown or Path(name).name, (SAMPLES / name).read_bytes())
        fields = {"unit": (unit or world.bureau).code, "on": "2022-12-31", "file": file}
        answer = sign_in(user or world.clerk).post(reverse("import-upload"), fields)
        assert answer.status_code == 302, answer.content.decode()
        return ImportJob.objects.latest("created_at")

    return sent


@pytest.fixture
def verified(sign_in: Any) -> Any:
    """A client of somebody who gave the password just now."""

    def signed_in(user: Any) -> Any:
        client = sign_in(user)
        session = client.session
        mark_verified(session)
        session.save()
        return client

    return signed_in


def page(client: Any, job: ImportJob, **query: str) -> str:
    return client.get(reverse("import-detail", args=[job.pk]), query).content.decode()


def test_nothing_is_written_before_somebody_has_confirmed(upload: Any, world: SimpleNamespace, sign_in: Any) -> None:
    job = upload()
    assert (job.state, Person.objects.count()) == ("checked", 0)
    shown = page(sign_in(world.clerk), job)
    assert f"新增 {job.effect['new']} 人" in shown
    assert "确认导入" in shown


def test_confirmed_rows_go_in_and_unconfirmed_doubtful_ones_stay_out(
    upload: Any, world: SimpleNamespace, sign_in: Any
) -> None:
    job = upload()
    sign_in(world.clerk).post(reverse("import-confirm", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, job.effect["left_out"]) == ("done", job.counts["warned"])
    assert Person.objects.count() == job.counts["ok"] + job.counts["fixed"]


def test_doubtful_rows_that_somebody_has_looked_at_go_in_without_a_doubt(
    upload: Any, world: SimpleNamespace, sign_in: Any
) -> None:
    job = upload()
    sign_in(world.clerk).post(reverse("import-confirm", args=[job.pk]), {"accepted": "yes"})
    assert Person.objects.count() == sum(job.counts.values()) - job.counts["rejected"]
    assert Doubt.objects.count() == 0


def test_a_double_click_imports_once(upload: Any, world: SimpleNamespace, sign_in: Any) -> None:
    job, client = upload(), sign_in(world.clerk)
    for _ in range(3):
        assert client.post(reverse("import-confirm", args=[job.pk])).status_code == 302
    assert AuditEvent.objects.filter(action="导入花名册").count() == 1


def test_the_same_file_again_says_when_it_was_imported_and_proposes_nothing(
    upload: Any, world: SimpleNamespace, sign_in: Any
) -> None:
    first, client = upload("bad/phones.xlsx"), sign_in(world.clerk)
    client.post(reverse("import-confirm", args=[first.pk]), {"accepted": "yes"})
    again = upload("bad/phones.xlsx")
    assert (again.effect["new"], again.effect["changed"]) == (0, 0)
    assert "该文件已于" in page(client, again)


@pytest.mark.parametrize("name", ["bad/truncated.xlsx", "bad/no-id-column.xlsx", "bad/bomb-one-cell.xlsx"])
def test_a_refused_file_says_why_and_can_only_be_sent_again(
    upload: Any, world: SimpleNamespace, sign_in: Any, name: str
) -> None:
    job = upload(name)
    shown = page(sign_in(world.clerk), job)
    assert (job.state, Person.objects.count()) == ("refused", 0)
    assert job.message in shown
    assert "重新上传" in shown


def test_a_stranger_and_a_colleague_below_find_no_job_and_no_file(
    upload: Any, world: SimpleNamespace, sign_in: Any
) -> None:
    job = upload()
    for user in (world.stranger, world.unit_contact, world.township_clerk):
        client = sign_in(user)
        assert job.file_name not in client.get(reverse("import-list")).content.decode()
        assert client.get(reverse("import-detail", args=[job.pk])).status_code == 404
        assert client.get(reverse("import-file", args=[job.pk, "marked"])).status_code == 404
        for action in ("import-confirm", "import-cancel", "import-restart", "import-units"):
            assert client.post(reverse(action, args=[job.pk])).status_code == 404
    assert ImportJob.objects.get().state == "checked"


def test_a_colleague_sees_the_job_but_neither_confirms_it_nor_takes_its_files(
    upload: Any, world: SimpleNamespace, sign_in: Any
) -> None:
    job, client = upload(), sign_in(world.colleague)
    assert "确认导入" not in page(client, job)
    assert client.post(reverse("import-confirm", args=[job.pk])).status_code == 404
    assert client.get(reverse("import-file", args=[job.pk, "report"])).status_code == 404


def test_who_may_not_import_is_refused(world: SimpleNamespace, sign_in: Any) -> None:
    for user in (world.leader, world.talent, world.system_admin):
        assert sign_in(user).get(reverse("import-list")).status_code == 403


def test_the_marked_copy_and_the_report_come_as_attachments_and_are_recorded(
    upload: Any, world: SimpleNamespace, verified: Any, tmp_path: Path
) -> None:
    job, client = upload(), verified(world.clerk)
    answer = client.get(reverse("import-file", args=[job.pk, "marked"]))
    assert answer["Content-Disposition"].startswith("attachment")
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(b"".join(answer.streaming_content))
    assert any("错误原因" in row for row in read(copy).sheets[0].rows)
    report = client.get(reverse("import-file", args=[job.pk, "report"]))
    assert b'"file_status": "ok"' in b"".join(report.streaming_content)
    assert AuditEvent.objects.filter(action="下载导入结果").count() == 2
    assert client.get(reverse("import-file", args=[job.pk, "upload"])).status_code == 404


@pytest.mark.parametrize(("sample", "name"), [("roster-2022.xlsx", "marked"), ("roster-2022.xlsx", "report")])
def test_numbers_in_clear_are_handed_out_only_to_who_proved_it_again(
    upload: Any, world: SimpleNamespace, sign_in: Any, verified: Any, sample: str, name: str
) -> None:
    job = upload(sample)
    address = reverse("import-file", args=[job.pk, name])
    stale = sign_in(world.clerk).get(address)
    assert (stale.status_code, reverse("verify") in stale["Location"]) == (302, True)
    assert AuditEvent.objects.filter(action="下载导入结果").count() == 0
    assert verified(world.clerk).get(address).status_code == 200


def test_a_short_result_without_any_number_comes_at_once(upload: Any, world: SimpleNamespace, sign_in: Any) -> None:
    job = upload("bad/phones.xlsx")
    files.keep_json(job, files.REPORT, {"cells": []})
    answer = sign_in(world.clerk).get(reverse("import-file", args=[job.pk, "report"]))
    assert answer.status_code == 200


def test_no_number_stands_in_clear_on_the_page_or_on_the_disk(
    upload: Any, world: SimpleNamespace, sign_in: Any, settings: Any
) -> None:
    job, client = upload(), sign_in(world.clerk)
    shown = "".join(page(client, job, show=show) for show in ("new", "fixed", "warned", "rejected"))
    assert "62992119840418088" not in shown
    for path in settings.FILES.rglob("*"):
        if path.is_file():
            assert b"62992119" not in path.read_bytes()


def test_a_hidden_column_is_read_only_when_asked_for(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    content = (SAMPLES / "roster-2022.xlsx").read_bytes()
    fields = {"unit": world.bureau.code, "on": "2022-12-31", "hidden": "on"}
    client.post(reverse("import-upload"), fields | {"file": SimpleUploadedFile("r.xlsx", content)})
    client.post(reverse("import-confirm", args=[ImportJob.objects.get().pk]))
    assert Person.objects.exclude(key_person=None).exists()


def test_every_list_of_the_preview_is_paged(upload: Any, world: SimpleNamespace, sign_in: Any) -> None:
    job, client = upload(), sign_in(world.clerk)
    first = page(client, job, show="new")
    assert "第 1 / 10 页" in first
    assert "?show=new&amp;page=2" in first
    for show in ("rejected", "warned", "fixed", "changed", "gone", "nonsense"):
        assert client.get(reverse("import-detail", args=[job.pk]), {"show": show, "page": "999"}).status_code == 200


def test_a_job_whose_process_ended_says_so_and_can_be_taken_up_again(
    upload: Any, world: SimpleNamespace, sign_in: Any
) -> None:
    job, client = upload(), sign_in(world.clerk)
    jobs.confirm(job, accepted=False, by=world.clerk)
    running = page(client, job)
    assert "正在导入" in running
    assert "重新开始" not in running
    ImportJob.objects.update(touched_at=timezone.now() - timedelta(minutes=10))
    assert "重新开始" in page(client, job)
    client.post(reverse("import-restart", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, Person.objects.count()) == ("done", job.effect["new"])


def test_a_register_that_moved_since_the_preview_is_shown_again_before_writing(
    upload: Any, world: SimpleNamespace, sign_in: Any
) -> None:
    waiting = upload("bad/phones.xlsx")
    other = upload("bad/phones.xlsx", user=world.colleague)
    sign_in(world.colleague).post(reverse("import-confirm", args=[other.pk]), {"accepted": "yes"})
    people = Person.objects.count()
    client = sign_in(world.clerk)
    client.post(reverse("import-confirm", args=[waiting.pk]), {"accepted": "yes"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.effect["new"], Person.objects.count()) == ("checked", 0, people)
    assert "有变动" in page(client, waiting)


def test_a_cancelled_import_leaves_no_file_behind(upload: Any, world: SimpleNamespace, sign_in: Any) -> None:
    job = upload()
    assert files.has(job, files.UPLOAD)
    sign_in(world.clerk).post(reverse("import-cancel", args=[job.pk]))
    assert not files.has(job, files.UPLOAD)
    assert ImportJob.objects.get().state == "cancelled"


def test_unknown_units_can_be_matched_to_known_ones(upload: Any, world: SimpleNamespace, sign_in: Any) -> None:
    job, client = upload(), sign_in(world.clerk)
    names = [unit["name"] for unit in files.json_of(job, files.PREVIEW)["units"]]
    fields = {"name": names, "unit": [str(world.station.pk)] * len(names)}
    client.post(reverse("import-units", args=[job.pk]), fields)
    client.post(reverse("import-confirm", args=[job.pk]))
    assert len(names) > 10
    assert not Unit.objects.filter(name__in=names).exists()
    assert Employment.objects.filter(unit=world.station).count() > 100


@pytest.mark.parametrize(
    "name", ["../../a.xlsx", '报名表".xlsx', "a\r\nb.xlsx", "表" * 300 + ".xlsx", "\u202exslx.xlsx"]
)
def test_a_hostile_file_name_is_only_ever_a_text(upload: Any, world: SimpleNamespace, verified: Any, name: str) -> None:
    job = upload("bad/phones.xlsx", shown=name)
    assert job.state == "checked"
    assert not set(job.file_name) & set("/\\\r\n\u202e")
    assert verified(world.clerk).get(reverse("import-file", args=[job.pk, "marked"])).status_code == 200


def test_the_blank_form_can_be_sent_back_as_it_is_without_its_example(
    world: SimpleNamespace, sign_in: Any, tmp_path: Path
) -> None:
    client = sign_in(world.clerk)
    form = tmp_path / "form.xlsx"
    form.write_bytes(b"".join(client.get(reverse("import-blank")).streaming_content))
    fields = {"unit": world.bureau.code, "on": "2022-12-31", "file": SimpleUploadedFile("f.xlsx", form.read_bytes())}
    client.post(reverse("import-upload"), fields)
    job = ImportJob.objects.get()
    assert (job.state, job.effect["new"]) == ("checked", 0)


def test_an_oversized_or_missing_file_is_refused_beside_its_field(
    world: SimpleNamespace, sign_in: Any, settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 1000
    client = sign_in(world.clerk)
    fields = {"unit": world.bureau.code, "on": "2022-12-31"}
    big = client.post(reverse("import-upload"), fields | {"file": SimpleUploadedFile("f.xlsx", b"x" * 2000)})
    assert "20MB" in big.content.decode()
    assert "请选择要导入的文件" in client.post(reverse("import-upload"), fields).content.decode()
    assert not ImportJob.objects.exists()
