"""Static files: read once at start-up, styles joined into one response, served under a name that changes with them."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parent / "static"
STYLES = "css/app.css"
_IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SHRINKS = {".css", ".js", ".svg", ".txt"}
TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One file as it is sent; `small` is the same compressed, where that is worth it."""

    body: bytes
    small: bytes | None
    media_type: str


class Assets:
    """Every static file by its path. Addresses carry a digest of them all, so browsers may keep them for ever."""

    def __init__(self, root: Path = ROOT) -> None:
        self._files = {
            path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
        }
        self._files[STYLES] = self._joined_styles()
        self._files = {name: body for name, body in self._files.items() if name == STYLES or not name.endswith(".css")}
        every = hashlib.sha256(b"".join(name.encode() + body for name, body in self._files.items()))
        self.version = every.hexdigest()[:12]

    def url(self, name: str) -> str:
        """The address of a file. KeyError when there is none of this name: a page that asks for it is wrong."""
        self._files[name]
        return f"/static/{self.version}/{name}"

    def integrity(self, name: str) -> str:
        """The checksum of a vendored file as pinned, for the browser to compare."""
        return self._pinned[name]

    def scripts(self) -> list[str]:
        """Our own elements, one file each."""
        return [name for name in self._files if re.fullmatch(r"js/[\w-]+\.js", name)]

    @cached_property
    def served(self) -> dict[str, Asset]:
        """What the server sends for each path."""
        return {name: _asset(name, body) for name, body in self._files.items()}

    @cached_property
    def inline_patterns(self) -> str:
        """The fills of sectors, which a page must hold itself: `url(#...)` cannot reach into another file."""
        return re.sub(r"<!--.*?-->", "", self._files["patterns.svg"].decode(), flags=re.DOTALL).strip()

    @cached_property
    def _pinned(self) -> dict[str, str]:
        lines = self._files["vendor/pinned.txt"].decode().splitlines()
        return {f"vendor/{name}": checksum for checksum, name, _ in (line.split() for line in lines if line)}

    def _joined_styles(self) -> bytes:
        """app.css with every import put in, inside its layer: one request instead of forty-four."""

        def put_in(found: re.Match[str]) -> str:
            css = self._files[f"css/{found['path']}"].decode()
            return f"@layer {found['layer']}{{{css}}}"

        whole = _IMPORT.sub(put_in, self._files[STYLES].decode())
        return re.sub(r"\n\s*", "\n", _COMMENT.sub("", whole)).strip().encode()


def _asset(name: str, body: bytes) -> Asset:
    ending = Path(name).suffix
    small = gzip.compress(body, 9, mtime=0) if ending in _SHRINKS else None
    return Asset(body, small, TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream")
