"""A status of a rule as a lamp."""

from django import template
from django.utils.safestring import SafeString

from rencai.kernel.rules.explaining import Status
from rencai.ui.templatetags.rencai import lamp

register = template.Library()
COLOURS = {Status.MET: "green", Status.UNMET: "red", Status.UNKNOWN: "amber"}


@register.simple_tag
def status_lamp(status: Status, reason: str = "") -> SafeString:
    """The house's lamp in the colour of the status."""
    return lamp(COLOURS[status], str(status), reason)
