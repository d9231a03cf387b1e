"""The router's log on standard error: lines for people, or a JSON object a line for programs."""

import json
import logging
import sys
import time

_QUIET = ("uvicorn", "asyncio", "mcp")
_ID = "req_"


class JsonLines(logging.Formatter):
    """A record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = record.getMessage()
        told: dict[str, object] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        request = getattr(record, "request", None)
        if isinstance(request, dict):
            told |= request
        else:
            told["message"] = said
            if said.startswith(_ID):
                told["request_id"] = said.partition(" ")[0]
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def start_log(level: str, form: str) -> None:
    """Send the log of everything to standard error.

    Args:
        level: The least level that is written.
        form: `text` or `json`.
    """
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonLines() if form == "json" else plain)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
