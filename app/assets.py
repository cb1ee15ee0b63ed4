"""Static files."""
from pathlib import Path
ROOT = Path(__file__).parent / "static"

class Assets:
    def url(self, name: str) -> str:
        return f"/static/{name}"
    def integrity(self, name: str) -> str:
        return ""
    def scripts(self) -> list[str]:
        return ["js/live-page.js", "js/count-down.js"]
