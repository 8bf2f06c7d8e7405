"""One thing the publication gate found, told without repeating the personal value."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "id_number",
    "phone",
    "health",
    "hidden_text",
    "hidden_row",
    "comment",
    "tracked_change",
    "properties",
    "custom_data",
    "embedded",
    "external_link",
]
# stop: the file may not go out; ask: a person must say that this is meant to be public.
Severity: TypeAlias = Literal["stop", "ask"]

TITLES: dict[Kind, str] = {
    "id_number": "证件号码",
    "phone": "手机号码",
    "health": "健康、残疾信息",
    "hidden_text": "隐藏文字",
    "hidden_row": "隐藏行",
    "comment": "批注",
    "tracked_change": "修订痕迹",
    "properties": "文件属性中的个人信息",
    "custom_data": "文件中的附加数据",
    "embedded": "嵌入的对象或宏",
    "external_link": "指向本机或内网的链接",
}


class UnreadableFile(ValueError):
    """The file cannot be checked, so it cannot be published; the message says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` and `advice` are Chinese sentences for the clerk; `excerpt` has its digits masked."""

    kind: Kind
    where: str
    excerpt: str
    advice: str
    severity: Severity = "stop"

    @property
    def title(self) -> str:
        return TITLES[self.kind]
