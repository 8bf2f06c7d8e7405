"""Areas: the country, the own county's townships and villages."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rencai.org.areas import known_counties, load_country
from rencai.org.models import Area, AuditEvent, Level


@pytest.fixture
def package(tmp_path: Path) -> Path:
    files: dict[str, Any] = {
        "provinces.json": [{"code": "62", "name": "甘肃省"}, {"code": "81", "name": "香港特别行政区"}],
        "cities.json": [{"code": "6201", "name": "兰州市", "provinceCode": "62"}],
        "areas.json": [{"code": "620102", "name": "城关区", "cityCode": "6201", "provinceCode": "62"}],
    }
    for name, rows in files.items():
        (tmp_path / name).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def test_the_country_is_loaded_once_and_renamed_areas_follow(world: SimpleNamespace, package: Path) -> None:
    assert load_country(package) == 4 - 1
    assert load_country(package) == 0
    assert known_counties() == {"629921", "629922", "620102", "810000", "820000", "830000"}
    (package / "areas.json").write_text('[{"code": "620102", "name": "新城区"}]', encoding="utf-8")
    assert load_country(package) == 1
    assert Area.objects.get(code="620102").name == "新城区"


def test_without_the_package_nothing_is_loaded_and_nothing_breaks(world: SimpleNamespace, tmp_path: Path) -> None:
    assert load_country(tmp_path) == 0
    assert "810000" in known_counties()


def test_a_county_entered_later_is_known_at_once(world: SimpleNamespace) -> None:
    assert "620102" not in known_counties()
    Area.objects.create(code="620102", name="城关区", level=Level.COUNTY)
    assert "620102" in known_counties()


def test_a_clerk_registers_a_township_and_its_village(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    client.post("/areas/add/", {"code": "629921003", "name": "南湾镇"})
    client.post("/areas/add/", {"code": "629921003001", "name": "湾口村"})
    assert "南湾镇" in client.get("/areas/").content.decode()
    assert "湾口村" in client.get("/areas/?in=629921003").content.decode()
    assert AuditEvent.objects.filter(action="新增行政区划").count() == 2


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("629922003", "只能登记本县区"), ("629921009001", "请先登记上级"), ("62992100", "9位"),
        ("６２９９２１００４", "只能登记本县区"), ("629921001", "已存在"),
    ],
)  # fmt: skip
def test_a_wrong_code_is_refused_with_the_reason(world: SimpleNamespace, sign_in: Any, code: str, message: str) -> None:
    answer = sign_in(world.clerk).post("/areas/add/", {"code": code, "name": "某镇"})
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_another_countys_areas_are_not_there(world: SimpleNamespace, sign_in: Any) -> None:
    assert sign_in(world.clerk).get("/areas/?in=629922").status_code == 404
    assert "邻山" not in sign_in(world.clerk).get("/areas/").content.decode()
    assert sign_in(world.township_clerk).get("/areas/").status_code == 403


LIST = (
    "代码,名称\n629921000000,云川县\n629921001000,青石新镇\n629921003,南湾镇\n629921003001,湾口村\n"
    "629921009001,无主村\n629922001,别县镇\n629921003,重复镇\nabc,乱码\n629921004,\n"
)


def _check(client: Any, content: bytes, name: str = "区划.csv") -> Any:
    return client.post("/areas/check/", {"file": SimpleUploadedFile(name, content)})


def test_a_list_is_shown_before_it_is_written_and_every_bad_row_is_named(world: SimpleNamespace, sign_in: Any) -> None:
    client = sign_in(world.clerk)
    page = _check(client, LIST.encode("gb18030"))
    text = page.content.decode()
    assert "新增 2 个，更名 1 个，相同 0 个，有误 5 行" in text
    for fault in (
        "第 6 行：所属乡镇 629921009", "第 7 行：代码“629922001”不属于本县区", "第 8 行：代码“629921003”与第 4 行重复",
        "第 9 行：代码“abc”不是", "第 10 行：缺少名称",
    ):  # fmt: skip
        assert fault in text
    assert not Area.objects.filter(name="南湾镇").exists()
    client.post("/areas/import/", {"rows": page.context["form"].initial["rows"]})
    assert Area.objects.get(code="629921003001").name == "湾口村"
    assert Area.objects.get(code="629921001").name == "青石新镇"
    assert not Area.objects.filter(name__in=["别县镇", "无主村", "重复镇"]).exists()


def test_rows_that_were_never_shown_are_checked_like_the_others(world: SimpleNamespace, sign_in: Any) -> None:
    sign_in(world.clerk).post("/areas/import/", {"rows": "629922009,别县镇\n629921005,好镇\n629921,本县"})
    assert list(Area.objects.filter(name__in=["别县镇", "好镇", "本县"]).values_list("name", flat=True)) == ["好镇"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "姓名,电话\n张三,1\n".encode()])
def test_a_file_that_is_no_list_is_refused_in_words(world: SimpleNamespace, sign_in: Any, content: bytes) -> None:
    answer = _check(sign_in(world.clerk), content)
    assert answer.status_code == 422
    assert "invalid-feedback" in answer.content.decode()
