"""What may stand in the log: what failed and where, one line each; never an answer, a name, a token or an address."""

import logging
from pathlib import Path
from traceback import extract_tb

ROOT = Path(__file__).parent


def failure(error: BaseException) -> str:
    """An error as its type and the last of our own lines it passed. Its message is left out: it may quote people."""
    ours = [at for at in extract_tb(error.__traceback__) if Path(at.filename).is_relative_to(ROOT)]
    where = f" at app/{Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno}" if ours else ""
    cause = getattr(error, "orig", None)
    named = type(error).__name__ if cause is None else f"{type(error).__name__} ({_named(cause)})"
    return f"{named}{where}"


def _named(cause: object) -> str:
    return str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or type(cause).__name__)


class OneLine(logging.Filter):
    """Turns the server's own tracebacks into one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without what its exception says."""
        if record.exc_info and record.exc_info[1] is not None:
            record.msg, record.args = "a connection failed: %s", (failure(record.exc_info[1]),)
            record.exc_info = record.exc_text = None
        return True


def keep_plain() -> None:
    """From now on the web server logs failures in one line too."""
    server = logging.getLogger("uvicorn.error")
    if not any(isinstance(one, OneLine) for one in server.filters):
        server.addFilter(OneLine())
