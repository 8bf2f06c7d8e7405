"""What is kept for a time only: files of imports, what a restore replaced, ended sign-ins."""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rencai.org.models import AuditEvent
from rencai.people.imports import files, jobs
from rencai.people.models import ImportJob
from rencai.site import serving
from rencai.site.commands import cleaning
from rencai.site.installation import BadSetting, keep_days
from tests import things

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def job(world: SimpleNamespace, state: str, days: int, **more: Any) -> ImportJob:
    """An import that has stood in `state` for so many days."""
    made = jobs.upload(unit=world.bureau, on=things.DAY, file_name="r.csv", data=things.ROSTER.encode(), by=world.clerk)
    touched = timezone.now() - timedelta(days=days)
    ImportJob.objects.filter(pk=made.pk).update(state=state, touched_at=touched, **more)
    made.refresh_from_db()
    return made


def clean_event() -> AuditEvent:
    return AuditEvent.objects.filter(action=cleaning.ACTION).latest("seq")


def test_files_of_a_finished_import_go_and_its_summary_stays(world: SimpleNamespace, sign_in: Any) -> None:
    effect = {"new": 7, "changed": 2, "same": 1, "gone": 0}
    old = job(world, "done", 31, counts={"ok": 10, "fixed": 0, "warned": 0, "rejected": 0}, effect=effect)
    recent = job(world, "done", 29)
    cleaning.clean(30)
    assert not files.has(old, files.UPLOAD)
    assert files.has(recent, files.UPLOAD)
    shown = sign_in(world.clerk).get(reverse("import-detail", args=[old.pk])).text
    assert "已过保存期限" in shown
    assert "新增 7 人" in shown
    old.refresh_from_db()
    assert (old.state, old.effect) == ("done", effect)
    assert clean_event().detail == {
        "保存天数": 30, "导入文件": 1, "未确认而过期": 0, "无主文件": 0,
        "恢复前的旧数据": 0, "过期登录": 0, "提醒记录": 0, "后台任务记录": 0,
    }  # fmt: skip


@pytest.mark.parametrize("state", ["checked", "failed", "uploaded", "applying"])
def test_an_import_nobody_confirmed_expires_and_says_so(world: SimpleNamespace, sign_in: Any, state: str) -> None:
    waiting = job(world, state, 31)
    cleaning.clean(30)
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert not files.has(waiting, files.UPLOAD)
    client = sign_in(world.clerk)
    shown = client.get(reverse("import-detail", args=[waiting.pk])).text
    assert "已过期" in shown
    assert "没有写入任何数据" in shown
    assert "确认导入" not in shown
    assert "已过期" in client.get(reverse("import-list")).text
    assert not jobs.confirm(waiting, accepted=True, by=world.clerk)
    (event,) = AuditEvent.objects.filter(action="导入过期")
    assert (event.target, event.county) == (str(waiting.pk), "629921")
    assert clean_event().detail["未确认而过期"] == 1


def test_an_import_that_goes_on_meanwhile_keeps_its_file(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = job(world, "checked", 31)
    found = ImportJob.objects.select_related

    def confirmed_just_now(*arguments: str) -> Any:
        rows = found(*arguments)
        read = rows.in_bulk
        rows.in_bulk = lambda keys: (read(keys), jobs.confirm(waiting, accepted=False, by=world.clerk))[0]
        return rows

    monkeypatch.setattr(ImportJob.objects, "select_related", confirmed_just_now)
    cleaning.clean(30)
    waiting.refresh_from_db()
    assert waiting.state == "applying"
    assert files.has(waiting, files.UPLOAD)


def test_folders_without_a_job_and_replaced_databases_go_too(settings: Any, tmp_path: Path) -> None:
    orphan = settings.FILES / "imports" / ("0" * 32)
    orphan.mkdir(parents=True)
    long_ago = time.time() - 31 * 86_400
    os.utime(orphan, (long_ago, long_ago))
    stamps = [timezone.localtime() - timedelta(days=days) for days in (31, 1)]
    for stamp in stamps:
        (tmp_path / f"rencai.sqlite3.before-{stamp:%Y%m%d-%H%M%S}-000001").write_bytes(b"x")
        (tmp_path / f"files.before-{stamp:%Y%m%d-%H%M%S}-000001").mkdir()
    (tmp_path / "rencai.sqlite3").write_bytes(b"live")
    said = cleaning.clean(30)
    assert "恢复前的旧数据2项" in said
    assert "无主文件1项" in said
    left = sorted(path.name.split("-")[0] for path in tmp_path.iterdir())
    assert left == ["files.before", "rencai.sqlite3", "rencai.sqlite3.before"]


def test_it_runs_once_a_day_and_not_after_a_leap_of_the_clock(world: SimpleNamespace, time_machine: Any) -> None:
    start = timezone.now()
    time_machine.move_to(start)
    assert "已清理30天以前的数据" in cleaning.clean_daily()
    assert cleaning.clean_daily() == "今天已清理过。"
    time_machine.move_to(start + timedelta(days=1))
    assert "已清理" in cleaning.clean_daily()
    waiting = job(world, "checked", 0)
    time_machine.move_to(start + timedelta(days=3650))
    with pytest.raises(ValueError, match="核对本机时间"):
        cleaning.clean_daily()
    assert files.has(waiting, files.UPLOAD)
    assert AuditEvent.objects.filter(action=cleaning.ACTION).count() == 2


def test_the_server_starts_it_after_a_while_and_then_daily(tmp_path: Path) -> None:
    out = tmp_path / "runs"
    command = [sys.executable, "-c", f"open({str(out)!r}, 'a').write('x')"]
    daily = serving.Repeated(command, serving.DAY, 0.0, dict(os.environ))
    for now, runs in ((59.0, ""), (61.0, "x"), (3600.0, "x"), (86_462.0, "xx")):
        daily.turn(now)
        if daily.running is not None:
            daily.running.wait()
        assert (out.read_text() if out.exists() else "") == runs


def test_the_days_are_set_by_the_operator_and_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep_days() == 30
    monkeypatch.setenv("RENCAI_KEEP_DAYS", "7")
    assert keep_days() == 7
    for wrong in ("0", "-1", "七", "3651"):
        monkeypatch.setenv("RENCAI_KEEP_DAYS", wrong)
        with pytest.raises(BadSetting, match="RENCAI_KEEP_DAYS"):
            keep_days()
    with pytest.raises(ValueError, match="至少为1天"):
        cleaning.clean(0)
