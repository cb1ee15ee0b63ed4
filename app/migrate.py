"""Bringing a database up to date with the code."""

from pathlib import Path

from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def configuration(address: str) -> Config:
    """Alembic's configuration for a database address, without a file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["address"] = address
    return config


def upgrade(address: str) -> None:
    """Apply what is missing; what is there already stays."""
    command.upgrade(configuration(address), "head")
