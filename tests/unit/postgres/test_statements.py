import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, insert, select, update

from wexstream.adapters.postgres.statements import Statement, adding, saving
from wexstream.domain.model.account import AccountState

things = Table("things", MetaData(), Column("id", Integer, primary_key=True), Column("state", Text))


class Connection:
    """Notes what it is asked to run."""

    def __init__(self) -> None:
        self.ran: list[tuple[object, ...]] = []

    async def execute(self, *statement: object) -> str:
        self.ran.append(statement)
        return "UPDATE 3"


def text(statement: Statement) -> str:
    return " ".join(statement.text.split())


def test_values_are_written_out_and_parameters_are_numbered() -> None:
    found = select(things.c.id).where(things.c.state == AccountState.ACTIVE, things.c.id > bindparam("id"))
    assert text(Statement(found)).endswith("WHERE things.state = 'active' AND things.id > $1::INTEGER")


def test_what_is_written_out_is_quoted() -> None:
    assert text(Statement(select(things.c.id).where(things.c.state == "it's"))).endswith("= 'it''s'")


def test_a_parameter_that_comes_twice_has_one_number() -> None:
    twice = select(things.c.id).where((things.c.id == bindparam("id")) | (things.c.id > bindparam("id")))
    assert text(Statement(twice)).endswith("things.id = $1::INTEGER OR things.id > $1::INTEGER")


async def test_parameters_are_given_by_name_in_whatever_order() -> None:
    connection = Connection()
    statement = Statement(
        update(things).values(state=bindparam("state")).where(things.c.id == bindparam("id"))
    )
    assert await statement.execute(connection, id=1, state="live") == 3  # type: ignore[arg-type] # all it needs
    assert connection.ran == [(statement.text, "live", 1)]


@pytest.mark.parametrize("given", [{}, {"id": 1}, {"id": 1, "state": "a", "more": 2}])
async def test_parameters_that_are_missing_or_too_many_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"takes \['id', 'state'\]"):
        await adding(things).execute(Connection(), **given)  # type: ignore[arg-type] # never asked


async def test_a_parameter_of_another_name_is_refused() -> None:
    with pytest.raises(KeyError, match="state"):
        await adding(things).execute(Connection(), id=1, stat="a")  # type: ignore[arg-type] # never asked


def test_a_row_is_added_with_all_its_columns() -> None:
    assert text(adding(things)) == "INSERT INTO things (id, state) VALUES ($1::INTEGER, $2::VARCHAR)"


def test_a_row_is_saved_by_its_primary_key() -> None:
    assert text(saving(things)) == "UPDATE things SET state=$1::VARCHAR WHERE things.id = $2::INTEGER"


def test_what_a_statement_sets_by_itself_is_written_out() -> None:
    assert text(Statement(insert(things).values(id=bindparam("id"), state="x"))).endswith(
        "VALUES ($1::INTEGER, 'x')"
    )
