"""Where fonts are found, and the script that fetches them."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from rencai.documents import fonts

Fonts = Callable[..., Path]
SCRIPT = fonts.PROJECT_ROOT / "tools" / "fonts.sh"


def test_the_folder_of_the_installation_comes_before_the_systems(empty_font_folder: Fonts) -> None:
    folder = empty_font_folder(fonts.ROLES["仿宋"])
    assert fonts.find(fonts.ROLES["仿宋"]) == folder / "FandolFang-Regular.otf"


def test_each_missing_font_has_a_sentence_that_says_what_to_do(empty_font_folder: Fonts) -> None:
    empty_font_folder(fonts.ROLES["仿宋"])
    missing = fonts.missing_fonts()
    assert len(missing) == len(fonts.ROLES)
    assert not any("仿宋字体" in one for one in missing)
    assert all("tools/fonts.sh" in one for one in missing)


def test_rare_characters_are_drawable_and_private_ones_are_not() -> None:
    assert fonts.undrawable("云川县喆堃镕昇㛃䶮𠮷𬭎𬎆㑇〇") == []
    assert fonts.undrawable("龙\ue863\n") == ["\ue863"]


def test_signs_without_a_shape_are_not_called_missing() -> None:
    assert fonts.undrawable("邓\U000e0100\u200b\ufeff") == []


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    # No way to fetch anything: apt-get is not on this path.
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("sh", "dirname", "basename", "mktemp", "mkdir", "rm", "mv", "cp", "chmod", "sed", "tr", "cat"):
        if not (tools / name).exists():
            (tools / name).symlink_to(Path("/usr/bin") / name)
    return subprocess.run(
        ["/bin/sh", str(SCRIPT)],
        env={"PATH": str(tools), "RENCAI_FONTS": str(folder / "fonts"), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_machine_that_cannot_fetch_fonts_is_told_so_in_one_line_and_set_up_goes_on(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0
    assert len(done.stdout.strip().splitlines()) == 1
    assert "缺少" in done.stdout
    assert "FandolFang-Regular.otf" in done.stdout
    assert (tmp_path / "fonts" / "fontconfig.conf").is_file()


def test_fonts_that_are_there_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    for face in (*fonts.ROLES.values(), fonts.RARE):
        (folder / face.file).write_text("my own")
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert {path.read_text() for path in folder.glob("*.?t?")} == {"my own"}
    assert not list(folder.glob(".fetch.*"))
