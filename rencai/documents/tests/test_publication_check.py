"""The gate before publication: planted leaks are found, clean documents pass."""

import io
import random
import zipfile
from datetime import date

import pytest

from rencai.documents import docx, html
from rencai.documents.check import UnreadableFile, check_docx, check_html, check_text
from rencai.documents.tests.samples import report, words
from rencai.documents.tree import Column, Heading, OfficialDocument, Paragraph, Table

ID = "629921190001010010"

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ID_FORMS = [
    ID,
    "62992119000101001X",
    "62992119000101001x",
    "６２９９２１１９０００１０１００１０",
    "629921 19000101 0010",
    "629921-1900-0101-0010",
    "6 2 9 9 2 1 1 9 0 0 0 1 0 1 0 0 1 0",
    "629921\u20091900\u00a00101\u30000010",
    "629921\u200b19000101\ufeff0010",
    "629921．19000101．0010",
    "629921\n190001010010",
    "六二九九二一一九〇〇〇一〇一〇〇一〇",
    f"张三{ID}男",
    f"（{ID}）",
    "629921000101001",
    "629921 000101 001",
    f"{ID}44",
    "629921 19000101 0010 44",
    f"{ID}4B",
    f"{ID} 5",
    f"7 {ID} 20",
    "1286 629921 19000101 0010 5",
]
PHONE_FORMS = [
    "19900001234",
    "１９９００００１２３４",
    "199 0000 1234",
    "199-0000-1234",
    "+86 19900001234",
    "8619900001234",
    "手机19900001234。",
    "1 9 9 0 0 0 0 1 2 3 4",
]


@pytest.mark.parametrize("form", ID_FORMS)
def test_an_id_number_is_found_however_it_is_typed(form: str) -> None:
    found = check_text(f"名单：{form}，公示。", "正文")
    assert [one.kind for one in found] == ["id_number"]
    assert found[0].severity == "stop"


@pytest.mark.parametrize("form", PHONE_FORMS)
def test_a_mobile_phone_is_found_however_it_is_typed(form: str) -> None:
    assert [one.kind for one in check_text(f"联系人：{form}", "正文")] == ["phone"]


def test_the_excerpt_never_repeats_the_number() -> None:
    for form in (ID, "19900001234"):
        (found,) = check_text(f"电话19900001299，身份证{form}" if form == ID else f"号码{form}", "正文")[:1]
        assert form not in found.excerpt
        assert "*" in found.excerpt
        assert "1234" not in found.excerpt
        assert "0101" not in found.excerpt


@pytest.mark.parametrize(
    "clean",
    [
        "云民发〔2022〕15号，2022年12月31日，共1286人、37批次、20221231学时",
        "全县特困人员6299****2022****人，发放补贴123456789012.50元",
        "统一社会信用代码：12629921MB0000001X",
        "身份证尾号0010，联系电话0939-1234567",
        "2019年1286人，2020年1302人，2021年1355人，2022年1401人，2023年1502人",
        "629921********0010",
        "合同编号：202212310000000000000123",
        "2019 2020 2021 2022 2023 2024，1900-01-01至2022-12-31",
        "2019，2020，2021，2022，2023",
    ],
)
def test_figures_dates_and_masked_numbers_pass(clean: str) -> None:
    assert check_text(clean, "正文") == []


def test_a_health_word_stops_a_list_and_asks_in_prose() -> None:
    assert [one.severity for one in check_text("肢体残疾二级", "表格", listed=True)] == ["stop"]
    assert {one.severity for one in check_text("落实重度残疾人护理补贴政策", "正文")} == {"ask"}


Plant = tuple[str, str, str, dict[str, str]]


def planted(part: str, old: str, new: str, extra: dict[str, str]) -> bytes:
    """A finished report in which somebody changed one part, or to which somebody added parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx.write(report(note=None)))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == part:
                assert old in text
                text = text.replace(old, new, 1)
            target.writestr(name, text)
        for name, text in extra.items():
            target.writestr(name, text)
    return out.getvalue()


def in_body(xml: str) -> Plant:
    return "word/document.xml", "<w:body>", f"<w:body>{xml}", {}


def added(name: str, text: str) -> Plant:
    return "", "", "", {name: text}


def run(properties: str, text: str = "秘密") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


LINK = '<Relationships><Relationship TargetMode="External" Target="file:///C:/Users/a"/></Relationships>'
STYLE = '<w:style w:styleId="x"><w:name w:val="x"/><w:rPr><w:vanish/></w:rPr></w:style>'
PLANTS: dict[str, tuple[str, Plant]] = {
    "隐藏文字": ("hidden_text", in_body(run("<w:vanish/>"))),
    "网页隐藏": ("hidden_text", in_body(run("<w:webHidden/>"))),
    "白字": ("hidden_text", in_body(run('<w:color w:val="FFFFFF"/>'))),
    "近白字": ("hidden_text", in_body(run('<w:color w:val="FEFEFE"/>'))),
    "主题白字": ("hidden_text", in_body(run('<w:color w:val="auto" w:themeColor="background1"/>'))),
    "极小字": ("hidden_text", in_body(run('<w:sz w:val="2"/>'))),
    "方向控制符": ("hidden_text", in_body(run("", "工资\u202e0001元"))),
    "插入修订": ("tracked_change", in_body('<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>新</w:t></w:r></w:ins></w:p>')),
    "删除修订": ("tracked_change", in_body('<w:p><w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>')),
    "删除中的号码": ("id_number", in_body(f"<w:p><w:del><w:r><w:delText>{ID}</w:delText></w:r></w:del></w:p>")),
    "分段的号码": ("id_number", in_body(f"<w:p><w:r><w:t>{ID[:6]}</w:t></w:r><w:r><w:t>{ID[6:]}</w:t></w:r></w:p>")),
    "隐藏行": ("hidden_row", in_body("<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>")),
    "表格中的残疾": ("health", in_body(f"<w:tbl><w:tr><w:tc>{run('', '视力残疾一级')}</w:tc></w:tr></w:tbl>")),
    "控件名称": ("id_number", in_body(f'<w:sdt><w:sdtPr><w:alias w:val="{ID}"/></w:sdtPr><w:sdtContent/></w:sdt>')),
    "域代码": ("id_number", in_body(f"<w:p><w:r><w:instrText>REF {ID}</w:instrText></w:r></w:p>")),
    "页脚": ("phone", ("word/footer1.xml", "— ", "19900001234 ", {})),
    "作者": ("properties", ("docProps/core.xml", "<dc:creator>", "<dc:creator>张三", {})),
    "单位": ("properties", added("docProps/app.xml", "<Properties><Company>某局</Company></Properties>")),
    "批注": ("comment", added("word/comments.xml", f"<w:comments {W}><w:comment/></w:comments>")),
    "附加数据": ("custom_data", added("customXml/item1.xml", "<a/>")),
    "自定义属性": ("custom_data", added("docProps/custom.xml", "<a/>")),
    "嵌入表格": ("embedded", added("word/embeddings/a.xlsx", "x")),
    "宏": ("embedded", added("word/vbaProject.bin", "x")),
    "本机链接": ("external_link", added("word/_rels/settings.xml.rels", LINK)),
    "隐藏样式": ("hidden_text", ("word/styles.xml", "</w:styles>", f"{STYLE}</w:styles>", {})),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_leak_planted_in_an_office_file_is_found(plant: str) -> None:
    kind, how = PLANTS[plant]
    found = [one for one in check_docx(planted(*how)) if one.kind == kind]
    assert found
    assert all(one.where and one.advice and one.title for one in found)


def test_our_own_report_has_nothing_to_stop_for() -> None:
    assert [one for one in check_docx(docx.write(report())) if one.severity == "stop"] == []
    assert [one for one in check_html(html.write(report())) if one.severity == "stop"] == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a file", docx.write(report())[:3000]])
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="重新导出"):
        check_docx(data)


def test_a_file_with_a_document_type_is_refused() -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        check_docx(planted(*added("word/header9.xml", evil)))


def test_another_kind_of_archive_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(UnreadableFile, match="不是 Word 文件"):
        check_docx(out.getvalue())


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("id_number", f"<p>{ID}</p>"),
        ("id_number", f"<p>{ID[:6]}<b>{ID[6:]}</b></p>"),
        ("id_number", "<p>&#54;29921190001010010</p>"),
        ("id_number", f'<a data-id="{ID}">查看</a>'),
        ("id_number", f"<!-- {ID} -->"),
        ("phone", '<a href="tel:19900001234">电话</a>'),
        ("health", "<table><tr><td>精神残疾二级</td></tr></table>"),
        ("comment", "<p>文</p><!-- 待改 -->"),
        ("hidden_text", '<p style="display: none">秘密</p>'),
        ("hidden_text", '<span style="color:#fff">秘密</span>'),
        ("hidden_text", '<span style="background:red;color:white">秘密</span>'),
        ("hidden_text", "<p hidden>秘密</p>"),
        ("hidden_text", '<input type="hidden" value="1">'),
        ("embedded", "<script>var a=1</script>"),
        ("embedded", "<template><p>秘密</p></template>"),
    ],
)
def test_a_leak_planted_in_a_page_is_found(kind: str, page: str) -> None:
    assert kind in [one.kind for one in check_html(page)]


def test_visible_style_is_no_leak() -> None:
    assert check_html('<p style="background-color:#fff;opacity:0.9;font-size:12px">正文</p>') == []


def clean_document(dice: random.Random) -> OfficialDocument:
    """A report as it may go out: figures, dates, document numbers, masked numbers, codes."""

    def sentence() -> str:
        return (
            f"{dice.randint(2018, 2026)}年全县培训{dice.randint(1, 99)}批次{dice.randint(100, 99999)}人次，"
            f"落实资金{dice.randint(10**6, 10**10) / 100}元，依据云民发〔2022〕{dice.randint(1, 300)}号，"
            f"合同号{dice.randint(10**11, 10**12)}，办公电话0939-{dice.randint(2000000, 8999999)}，"
            f"尾号{dice.randint(0, 9999):04d}。"
        )

    rows = tuple(
        (words(str(n)), words(f"629921********{dice.randint(0, 9999):04d}"), words(str(dice.randint(0, 10**7))))
        for n in range(1, 20)
    )
    table = Table((Column("序号"), Column("证件号码"), Column("金额（分）")), rows)
    body = (Heading(1, words("总体情况")), *(Paragraph(words(sentence())) for _ in range(8)), table)
    return OfficialDocument("情况报告", body, issued_on=date(2022, 12, 31), signature="云川县民政局")


def test_of_five_hundred_clean_documents_at_most_one_in_a_hundred_is_stopped() -> None:
    dice = random.Random(2022)  # noqa: S311  no secret
    stopped = [made for _ in range(500) if (made := check_html(html.write(clean_document(dice))))]
    assert len(stopped) <= 5
    assert all(check_docx(docx.write(clean_document(dice))) == [] for _ in range(5))
