"""The report command: from nothing to a file, with clear refusals."""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pdfplumber
import pytest

from rencai.documents import fonts
from rencai.org.models import AuditEvent
from rencai.reports import command, publishing
from rencai.reports.command import NotApproved
from rencai.reports.models import Report


def test_draft_issue_and_export_one_after_another(world: SimpleNamespace, people: list[Any], tmp_path: Path) -> None:
    assert "已起草" in command.draft(2022, "YC001")
    assert "已签发" in command.issue(2022, "YC001", "leader")
    for format_, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype")):
        said = command.export(2022, "YC001", format_, False, tmp_path / f"r.{format_}")
        assert "已导出" in said
        assert (tmp_path / f"r.{format_}").read_bytes().startswith(start)


def test_the_edition_for_the_public_is_written_only_once_a_second_person_agreed(
    world: SimpleNamespace, people: list[Any], tmp_path: Path
) -> None:
    command.draft(2022, "YC001")
    command.issue(2022, "YC001", "leader")
    report, out = Report.objects.get(), tmp_path / "m.html"
    with pytest.raises(NotApproved, match="请在报告页申请发布"):
        command.export(2022, "YC001", "html", True, out)
    asked = publishing.ask(report, chosen=set(), by=world.clerk)
    with pytest.raises(NotApproved, match="已有人申请发布"):
        command.export(2022, "YC001", "html", True, out)
    assert not out.exists()
    publishing.decide(asked, approve=True, confirmed=True, by=world.leader)
    command.export(2022, "YC001", "html", True, out)
    assert "**" in out.read_text(encoding="utf-8")
    assert "未经复核" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("format_", ["docx", "html", "pdf"])
def test_a_copy_to_look_at_says_on_its_face_that_nobody_approved_it(
    world: SimpleNamespace, people: list[Any], tmp_path: Path, format_: str
) -> None:
    command.draft(2022, "YC001")
    command.issue(2022, "YC001", "leader")
    out = tmp_path / f"m.{format_}"
    assert "没有经第二人复核" in command.export(2022, "YC001", format_, True, out, for_review=True)
    assert text_of(out).count("未经复核，不得对外发布") >= 2
    assert "**" in text_of(out)
    assert AuditEvent.objects.filter(action="导出未复核的发布版").count() == 1
    with pytest.raises(ValueError, match="--masked"):
        command.export(2022, "YC001", format_, False, out, for_review=True)


def text_of(file: Path) -> str:
    """The words of a file in reading order, without breaks."""
    if file.suffix == ".pdf":
        with pdfplumber.open(file) as pdf:
            found = "".join(page.extract_text() for page in pdf.pages)
    elif file.suffix == ".docx":
        with zipfile.ZipFile(file) as package:
            found = re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())
    else:
        found = re.sub(r"<[^>]+>", "", file.read_text(encoding="utf-8"))
    return "".join(found.split())


def test_the_word_file_opens_in_an_office(world: SimpleNamespace, people: list[Any], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("没有 LibreOffice：请安装 libreoffice-writer-nogui（apt-get install libreoffice-writer-nogui）。")
    command.draft(2022, "YC001")
    command.export(2022, "YC001", "docx", False, tmp_path / "r.docx")
    to_text = ["--convert-to", "txt:Text (encoded):UTF8"]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    environment = {"FONTCONFIG_FILE": str(fonts.folders()[0] / "fontconfig.conf"), "XDG_CACHE_HOME": str(tmp_path)}
    subprocess.run(
        [office, profile, "--headless", *to_text, "--outdir", tmp_path, tmp_path / "r.docx"],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        timeout=180,
    )
    text = (tmp_path / "r.txt").read_text(encoding="utf-8-sig")
    assert "关于2022年人才工作情况的报告" in text
    assert "一、履行部门人才工作职责情况" in text
    assert "在册人才14人" in text


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (lambda out: command.draft(2022, "XX999"), "没有代码为“XX999”的单位"),
        (lambda out: command.draft(2022, "YC101"), "不是机关单位"),
        (lambda out: command.draft(1022, "YC001"), "年度“1022”不对"),
        (lambda out: command.issue(2021, "YC001", "leader"), "还没有2021年度报告"),
        (lambda out: command.issue(2022, "YC001", "nobody"), "没有登录名为“nobody”"),
        (lambda out: command.issue(2022, "YC001", "clerk"), "本县的局领导"),
        (lambda out: command.export(2022, "YC001", "doc", False, out), "不认识格式“doc”"),
        (lambda out: command.export(2022, "YC001", "docx", True, out), "请先签发"),
        (lambda out: command.export(2022, "YC001", "docx", False, out / "no" / "x.docx"), "写不了文件"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    world: SimpleNamespace, people: list[Any], tmp_path: Path, step: Any, says: str
) -> None:
    command.draft(2022, "YC001")
    with pytest.raises(ValueError, match=says):
        step(tmp_path)
    assert Report.objects.filter(state="draft").count() == 1
