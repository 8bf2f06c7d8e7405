"""The blank roster to download: the columns of the import with their choices, help and one example that is ignored."""

from typing import BinaryIO, Final

from rencai.people.roster.columns import COLUMNS, Column, Kind
from rencai.ui.sheets.template import TemplateColumn, write_template

_EXAMPLES: Final = {
    "name": "张三", "document_type": "居民身份证", "id_number": "11010119000101001X", "sex": "男",
    "birth": "1900-01-01", "ethnicity": "汉族", "political_status": "群众", "phone": "19900000000",
    "unit_name": "某县民政局", "unit_kind": "机关", "township": "某镇", "post_title": "民政助理员",
    "categories": "基层干部、社会工作专业人才", "work_since": "2015-07", "social_work_since": "2016-01",
    "service_fields": "社会救助、社区建设", "education_level": "本科", "degree": "学士", "major": "社会工作",
    "school": "某某学院", "qualification_level": "助理社会工作师", "certificate_number": "20160000000000000000",
    "obtained": "2016-10", "valid_until": "2025-10", "key_person": "否",
}  # fmt: skip
_KINDS: Final = {Kind.ID: "id", Kind.DATE: "date"}
_SEVERAL: Final = frozenset({Kind.CHOICES})


def write_blank(target: BinaryIO) -> None:
    """Write the form as .xlsx."""
    write_template(target, [_form_column(column) for column in COLUMNS])


def _form_column(column: Column) -> TemplateColumn:
    several = column.kind in _SEVERAL
    choices = column.dictionary.values if column.dictionary is not None else ()
    return TemplateColumn(
        column.title,
        required=column.required,
        help=column.help,
        example=_EXAMPLES.get(column.key, ""),
        choices=choices,
        kind=_KINDS.get(column.kind, "text"),
        width=22 if column.kind in _KINDS else 16,
        open_choice=several,
    )
