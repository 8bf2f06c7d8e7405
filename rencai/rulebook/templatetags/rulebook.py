"""A status of a rule as a lamp."""

from typing import Any

from django import template

from rencai.kernel.rules.explaining import Status

register = template.Library()
COLOURS = {Status.MET: "green", Status.UNMET: "red", Status.UNKNOWN: "amber"}


@register.inclusion_tag("ui/lamp.html")
def lamp(status: Status, reason: str = "") -> dict[str, Any]:
    """Colour, word and reason."""
    return {"colour": COLOURS[status], "word": str(status), "reason": reason}
