"""What a statement is called in a trace."""

import pytest

from wexstream.entrypoints.tracing.around import operation_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SELECT accounts.id \nFROM accounts \nWHERE id = $1 FOR UPDATE OF accounts", "SELECT accounts"),
        ("INSERT INTO accounts (id) VALUES ($1)", "INSERT accounts"),
        ('WITH jobs AS (SELECT 1 FROM x) INSERT INTO "pgqueuer" SELECT * FROM jobs', "INSERT pgqueuer"),
        ("WITH ended AS (UPDATE presences SET ended_at = $1) SELECT 1 FROM ended", "UPDATE presences"),
        ("DELETE FROM bans WHERE digest = $1", "DELETE bans"),
        ("WITH a AS (SELECT 1 FROM accounts) SELECT * FROM a", "SELECT accounts"),
        ("SELECT 1", "SELECT"),
        ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;", "BEGIN"),
        ("COMMIT;", "COMMIT"),
    ],
)
def test_it_is_called_by_what_it_does_and_to_which_table(text: str, name: str) -> None:
    assert operation_of(text) == name
