"""What the app is about: nouns, their tables and their verbs. Knows no HTTP, HTML or sockets."""

from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import Table
from sqlmodel import SQLModel


class Noun(SQLModel):
    """Something the database keeps: what every table of ours is made from."""

    if TYPE_CHECKING:  # the library says less about these than there is
        __tablename__: ClassVar[str]  # pyright: ignore[reportIncompatibleVariableOverride]
        __table__: ClassVar[Table]


# Every constraint has a name of its own, so that a migration can find it on either database.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
