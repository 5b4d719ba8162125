"""To whom live conferences are shown, as it was when it was looked at last."""

from collections.abc import Collection, Iterable, Mapping

from wexstream.domain.model.ids import AccountId, ConferenceId


class Company:
    """Remembers it, as what is shown to somebody no more is to be looked at again as well.

    Once that has happened nothing in the database tells any more to whom it was shown: a conference may be
    gone, or have been made private. Who has gone meanwhile is forgotten with the next look at a conference.
    """

    def __init__(self) -> None:
        self._shown: dict[ConferenceId, set[AccountId]] = {}

    def update(
        self, conferences: Iterable[ConferenceId], shown: Mapping[ConferenceId, set[AccountId]]
    ) -> dict[ConferenceId, set[AccountId]]:
        """Remember to whom some conferences are shown now; to whom each was or is."""
        return {name: self._replace(name, shown.get(name, set())) for name in conferences}

    def refresh(
        self, accounts: Collection[AccountId], shown: Mapping[ConferenceId, set[AccountId]]
    ) -> set[AccountId]:
        """Remember what is shown to some accounts now; to whom of them it is not the same as before."""
        asked, changed = set(accounts), set[AccountId]()
        for conference in [*self._shown.keys() | shown.keys()]:
            before = self._shown.get(conference, set())
            now = (before - asked) | (shown.get(conference, set()) & asked)
            changed |= before ^ now
            self._replace(conference, now)
        return changed

    def _replace(self, conference: ConferenceId, now: set[AccountId]) -> set[AccountId]:
        before = self._shown.pop(conference, set())
        if now:
            self._shown[conference] = now
        return before | now
