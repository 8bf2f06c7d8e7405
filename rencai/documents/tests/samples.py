"""Official documents that the tests write and read back."""

from datetime import date
from typing import Any

from rencai.documents.tree import (
    Attachment,
    Block,
    Column,
    FigureValue,
    Heading,
    Imprint,
    Inlines,
    Mark,
    OfficialDocument,
    Paragraph,
    Table,
    Text,
)

RARE = "喆堃镕昇㛃䶮𠮷𬭎𬎆㑇"
INJECTIONS = '#import "x" #eval("1") {{7*7}} {% if %} <script>alert(1)</script> $a^2$ *粗* @所有 \\u{41}'
FULL_LINE = "云川县民政局全体干部职工认真履行部门人才工作职责扎实做好"  # 28 characters


def words(text: str) -> Inlines:
    return (Text(text),)


def full_pages(pages: int = 3) -> OfficialDocument:
    """Nothing but full lines of text, to count lines and characters on."""
    return OfficialDocument("情况报告", (Paragraph(words(FULL_LINE * 22 * pages)),))


def report_body() -> tuple[Block, ...]:
    """Headings of every level, figures, a mark, a note for the reader, code that must stay text, a long table."""
    return (
        Paragraph(
            (
                Text("2022年，我局坚持“民政为民、民政爱民”——全县在册社会工作人才"),
                FigureValue("1286", "people.social_workers:2022", "社会工作人才"),
                Text("人，比上年增加"),
                FigureValue("37", "people.social_workers.more:2022", "比上年增加"),
                Text("人…"),
                Mark("约300人", "typed_number", "没有数据项说明这个数"),
            ),
            anchor="p1",
        ),
        Heading(1, words("队伍建设"), anchor="h1"),
        Heading(2, words("培训培养")),
        Paragraph(words(f"{INJECTIONS}；获奖人员有{RARE}等同志。")),
        Paragraph(words("培训情况数据暂缺。"), reader="培训数据尚未接入"),
        Heading(3, words("选派人员")),
        Heading(4, words("参加省级培训")),
        Heading(1, words("下一步打算")),
        Table(
            (Column("序号"), Column("单位", 4, "left"), Column("人数", 2, "right")),
            tuple(
                (words(str(n)), words(f"第{n}敬老院"), (FigureValue(str(n), f"unit:{n}", "人数"),))
                for n in range(1, 41)
            ),
            caption="各单位人数",
        ),
        Paragraph((Text("特此报告。", bold=True),)),
    )


def report(**changes: Any) -> OfficialDocument:
    """A small report with every element of an official document."""
    values: dict[str, Any] = {
        "title": "云川县民政局关于2022年人才工作情况的报告",
        "body": report_body(),
        "number": "云民发〔2022〕15号",
        "issuer": "云川县民政局文件",
        "addressee": "县委人才工作领导小组",
        "signature": "云川县民政局",
        "issued_on": date(2022, 12, 31),
        "attachments": (
            Attachment("社会工作人才花名册", (Table((Column("姓名"),), ((words("喆堃𠮷"),),)),)),
            Attachment("任务清单"),
        ),
        "imprint": Imprint("云川县民政局办公室", date(2023, 1, 4), ("县委办公室", "县政府办公室")),
        "copy_number": "000001",
        "secrecy": "内部",
        "urgency": "加急",
        "signer": "张三",
        "note": "联系人：李四",
        "trace": "RC-2022-0001",
    }
    return OfficialDocument(**(values | changes))
