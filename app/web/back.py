"""Where to go next, when a form or an address says so: a page of ours, and nowhere else."""

from urllib.parse import urlsplit


def own_path(path: str, otherwise: str) -> str:
    """`path` if it is one of our own pages, else `otherwise`. Browsers read a backslash as a slash, so none may be."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return otherwise
    try:
        parts = urlsplit(path)
    except ValueError:
        return otherwise
    return path if not parts.scheme and not parts.netloc else otherwise
