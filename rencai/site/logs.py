"""Log lines: one event is one JSON line, whatever stands in it."""

import json
import logging
from datetime import UTC, datetime


class JsonLine(logging.Formatter):
    """Formats a record as one line; line breaks and control characters in the data are escaped by JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)
