from wexstream.adapters.security import breached
from wexstream.domain.model.account import PASSWORD_SHORTEST


def test_the_list_has_more_than_ten_thousand_passwords() -> None:
    assert len(breached.passwords()) > 10_000


def test_the_list_has_none_that_is_too_short_anyway() -> None:
    assert min(map(len, breached.passwords())) == PASSWORD_SHORTEST


def test_the_list_is_in_the_case_by_which_it_is_searched() -> None:
    assert all(password == password.casefold() for password in breached.passwords())


def test_the_list_has_words_with_the_usual_digits_and_rows_of_keys() -> None:
    expected = {
        "password1",
        "password123",
        "welcome1",
        "football1",
        "1234567890",
        "1q2w3e4r",
        "qwertyuiop",
        "11111111",
    }
    assert expected <= breached.passwords()


def test_the_list_is_read_once() -> None:
    assert breached.passwords() is breached.passwords()
