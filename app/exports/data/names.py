"""What things are called in a data package: stable from one export to the next, and never as the database has them."""

import hashlib

LENGTH = 16  # hex digits: enough that no two things of a project share a name


def name_of(what: str, id_: str) -> str:
    """Another name for something with a random id: the same every time, and nobody finds the id from it."""
    return hashlib.sha256(f"groundwork-data|{what}|{id_}".encode()).hexdigest()[:LENGTH]
