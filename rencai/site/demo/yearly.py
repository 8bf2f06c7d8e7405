"""The annual reports of the demo county, drafted and handed in by its clerk and issued by its leader."""

from datetime import date

from rencai.org.models import Unit, User
from rencai.reports import actions, publishing
from rencai.reports.models import Report

# Day counted → document number and day of issue.
REPORTS = {
    date(2021, 12, 31): ("云民发〔2022〕6号", date(2022, 1, 18)),
    date(2022, 12, 31): ("云民发〔2023〕4号", date(2023, 1, 16)),
}


def issue_reports(unit: Unit, *, author: User, issuer: User) -> list[Report]:
    """Both reports, issued. Raises reports.actions.Refused should the ready text not pass its own checks."""
    issued = []
    for day, (number, on) in REPORTS.items():
        report = actions.draft(unit=unit, year=day.year, day=day, by=author)
        actions.submit(report, by=author)
        report.refresh_from_db()
        issued.append(actions.issue(report, number=number, on=on, by=issuer))
    _publish(issued, author, issuer)
    return issued


def _publish(issued: list[Report], author: User, issuer: User) -> None:
    """The older edition for the public is out; the newer one waits for its second person."""
    asked = [publishing.ask(report, chosen=set(), by=author) for report in issued]
    publishing.decide(asked[0], approve=True, confirmed=True, by=issuer)
