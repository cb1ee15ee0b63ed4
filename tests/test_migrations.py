"""The migrations make exactly the tables that the models describe, on either database."""

import re
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, Engine, Inspector, create_engine, inspect

from app.domain import tables
from app.migrate import configuration, upgrade

OF_ANSWERS = {
    "answer", "answer_by_group", "attendance", "ballot", "ballot_by_group", "comment", "dot", "dot_budget",
    "electorate", "idea", "operation", "passage", "upvote",
}  # fmt: skip
NAMED = re.compile(r"^(pk|fk|uq|ck|ix)_")


def differences(connection: Connection) -> list[str]:
    """What a new migration would have to change, checks included, which the comparison leaves out."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found = [str(difference) for difference in compare_metadata(context, tables.metadata)]
    inspector = inspect(connection)
    for table in tables.metadata.sorted_tables:
        there = {str(check["name"]) for check in inspector.get_check_constraints(table.name)}
        wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        if there != wanted:
            found.append(f"{table.name}: checks {sorted(there)} instead of {sorted(wanted)}")
    return found


def constraints(inspector: Inspector) -> Iterator[tuple[str, str | None]]:
    """Every constraint and index in the database, by its table."""
    for table in tables.metadata.tables:
        yield table, inspector.get_pk_constraint(table)["name"]
        lists = (
            inspector.get_foreign_keys(table), inspector.get_unique_constraints(table),
            inspector.get_check_constraints(table), inspector.get_indexes(table),
        )  # fmt: skip
        yield from ((table, str(each["name"])) for kind in lists for each in kind)


def test_each_migration_follows_the_one_before_it() -> None:
    script = ScriptDirectory.from_config(configuration("sqlite://"))

    assert len(script.get_heads()) == 1, script.get_heads()
    assert len(script.get_bases()) == 1


def test_an_empty_database_becomes_what_the_models_describe(engine: Engine) -> None:
    with engine.connect() as connection:
        assert differences(connection) == []


@pytest.mark.postgres
def test_and_so_it_does_on_postgresql(postgres: str) -> None:
    engine = create_engine(postgres)

    with engine.connect() as connection:
        found = differences(connection)
    engine.dispose()

    assert found == []


def test_bringing_a_database_up_to_date_twice_changes_nothing(address: str, engine: Engine) -> None:
    with engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()

    upgrade(address)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == before


def test_no_answer_lies_in_the_file_in_the_order_in_which_it_came(engine: Engine) -> None:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        made = {row.name: str(row.sql) for row in rows}
    by_a_person = {t.name for t in tables.metadata.sorted_tables if {"pseudonym", "ballot_id"} & {*t.columns.keys()}}

    assert by_a_person <= OF_ANSWERS, "a new table of answers: add it to OF_ANSWERS"
    assert [name for name in sorted(OF_ANSWERS) if not made[name].rstrip().upper().endswith("WITHOUT ROWID")] == []


def test_no_answer_says_when_it_was_given(engine: Engine) -> None:
    timed = re.compile(r"_ms$|_at$|^at$|date|time|sequence|serial", re.IGNORECASE)
    inspector = inspect(engine)

    columns = [f"{table}.{c['name']}" for table in sorted(OF_ANSWERS) for c in inspector.get_columns(table)]

    assert len(columns) > 40
    assert [column for column in columns if timed.search(column.split(".")[1])] == []


def test_every_constraint_has_a_name_of_its_own(engine: Engine) -> None:
    named = list(constraints(inspect(engine)))

    assert len(named) > 40
    assert [(table, name) for table, name in named if not name or not NAMED.match(name)] == []
