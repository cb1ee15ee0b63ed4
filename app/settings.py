"""The environment, read once into a frozen Settings; fails loudly."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Settings(BaseSettings):
    """What an installation may decide. Every field is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    data: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = ""

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, url: str) -> str:
        if not url:
            return ""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
            raise ValueError("PUBLIC_URL must look like https://groundwork.example or http://192.168.1.20:8000")
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def database(self) -> str:
        """The SQLAlchemy address: DATABASE_URL, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'groundwork.db'}"

    @property
    def origin(self) -> str:
        """Scheme, host and port as people's browsers see them: links, QR codes and the allowed Origin."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def host_shown(self) -> str:
        """The origin as people read it aloud: without the scheme."""
        return self.origin.split("://")[1]

    @property
    def host_cookies(self) -> bool:
        """Whether browsers will keep `__Host-` cookies: over https, or on this very machine."""
        parts = urlsplit(self.origin)
        return parts.scheme == "https" or parts.hostname in LOOPBACK
