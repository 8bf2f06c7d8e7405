"""Prints documents with the real LibreOffice and the fonts that tools/fonts.sh fetched."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from rencai.documents import docx, fonts
from rencai.documents.tests import samples

Prints = dict[str, Path]


@pytest.fixture(scope="session")
def fontconfig() -> Path:
    path = fonts.folders()[0] / "fontconfig.conf"
    if not path.is_file():
        pytest.fail("没有字体：请先运行 tools/fonts.sh（make setup 会运行它）。")
    return path


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory, fontconfig: Path) -> Prints:
    """The sample documents as PDF by name, all made by one run of LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("没有 LibreOffice：请安装 libreoffice-writer-nogui（apt-get install libreoffice-writer-nogui）。")
    folder = tmp_path_factory.mktemp("office")
    documents = {"full": samples.full_pages(), "report": samples.report()}
    for name, document in documents.items():
        (folder / f"{name}.docx").write_bytes(docx.write(document))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.docx") for name in documents]
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files],
        env={**os.environ, "FONTCONFIG_FILE": str(fontconfig), "XDG_CACHE_HOME": str(folder / "cache")},
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {name: folder / f"{name}.pdf" for name in documents}


@pytest.fixture
def empty_font_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A machine without fonts, but for the faces that are copied in by name."""

    def with_faces(*faces: fonts.Face) -> Path:
        for face in faces:
            source = fonts.find(face)
            assert source, f"没有字体 {face.file}：请先运行 tools/fonts.sh。"
            shutil.copy(source, tmp_path / face.file)
        monkeypatch.setenv("RENCAI_FONTS", str(tmp_path))
        monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", ())
        return tmp_path

    return with_faces
