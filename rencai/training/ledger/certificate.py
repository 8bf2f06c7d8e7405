"""The paper of a certificate of attendance, as an official document."""

from rencai.documents import pdf
from rencai.documents.tree import CheckCode, OfficialDocument, Paragraph, Text
from rencai.org.models import Unit, UnitKind
from rencai.training.models import Completion

TITLE = "结业证明"
CHECK_WORDS = "扫码核验本证明。校验码："


def written(completion: Completion, check_at: str, trace: str) -> pdf.Pdf:
    """The PDF; `check_at` is the address of the page where anybody can check it."""
    return pdf.write(document(completion, check_at, trace))


def document(completion: Completion, check_at: str, trace: str = "") -> OfficialDocument:
    """What the paper says: as it was when the certificate was issued."""
    batch = completion.enrolment.batch
    first, last = batch.first_day, batch.last_day
    days = f"{first.year}年{first.month}月{first.day}日"
    if last != first:
        days += f"至{last.year}年{last.month}月{last.day}日"
    told = (
        Text(completion.name, bold=True),
        Text(f"（{completion.enrolment.unit.name}）于{days}参加“{batch.course.title}”"),
        Text(f"（班次编号{batch.code}，主办单位：{batch.course.organiser}），"),
        Text(f"实际参训{completion.hours}学时，达到结业要求，准予结业。"),
    )
    return OfficialDocument(
        title=TITLE,
        number=completion.number,
        body=(Paragraph(told), Paragraph((Text("特此证明。"),))),
        signature=_bureau(completion.county),
        issued_on=completion.issued_on,
        check=CheckCode(check_at, CHECK_WORDS + grouped(completion.code)),
        trace=trace,
    )


def grouped(code: str) -> str:
    """A code in fours, to be read aloud and typed."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _bureau(county: str) -> str:
    """The name of the county's bureau, which issues; "" where none is registered."""
    bureau = Unit.objects.filter(kind=UnitKind.BUREAU, area__code=county).open().order_by("code").first()
    return bureau.name if bureau else ""
