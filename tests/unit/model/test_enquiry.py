"""Letters to the operator."""

from tests.support.builders import enquiry
from wexstream.domain.model.text import address_key


def test_a_letter_is_found_by_its_writers_address_in_whatever_case() -> None:
    assert enquiry(email="Visitor@example.org").address_key == address_key("visitor@EXAMPLE.org")
