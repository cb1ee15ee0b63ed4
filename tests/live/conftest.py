"""The cast's meeting on a server of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.hall import Hall, hall


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Hall]:
    with hall(tmp_path) as here:
        yield here
