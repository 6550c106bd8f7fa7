"""Who has spoken so far in a story, so that a verb without a subject finds the one it goes on with."""

from __future__ import annotations

from marsad.model import EntityType, Speaker
from marsad.quotes import lexicon
from marsad.quotes.clauses import Hit
from marsad.text.fold import fold

DEPTH = 4


class Memory:
    """The last speakers, each with the gender of the verb that gave the words: وأضافت goes on with قالت."""

    def __init__(self) -> None:
        self._said: list[tuple[Speaker, bool | None]] = []

    def said(self, speaker: Speaker, feminine: bool | None) -> None:
        """``speaker`` has just spoken, by a verb of this gender (None where nothing shows it)."""
        known = next((f for s, f in reversed(self._said) if s.name == speaker.name and f is not None), None)
        self._said.append((speaker, known if feminine is None else feminine))

    def told(self, speaker: Speaker) -> None:
        """A sentence was about ``speaker``, who may speak next."""
        self.said(speaker, None)

    def last(self) -> Speaker | None:
        """The last one who spoke or was told about."""
        return self._said[-1][0] if self._said else None

    def speaker(self, hit: Hit) -> Speaker | None:
        """The last speaker with whom the verb agrees in gender; the last of all where none does."""
        for speaker, feminine in reversed(self._said[-DEPTH:]):
            if feminine is None or feminine == hit.predicate.feminine:
                return speaker
        return self.last()

    def called(self, head: str) -> Speaker | None:
        """The last speaker known by words alone whose first word is ``head`` (المكتب after مكتب الصرف)."""
        for speaker, _ in reversed(self._said):
            first = fold(speaker.name).split()[:1]
            if speaker.entity is None and first and lexicon.stem(first[0]) == lexicon.stem(head):
                return speaker
        return None

    def named(self, word: str) -> Speaker | None:
        """The last speaker whose first or last name is the folded ``word``, where it was not known as a name."""
        for speaker, _ in reversed(self._said):
            parts = fold(speaker.name).split()
            if len(word) > 3 and word in parts[:1] + parts[-1:]:
                return speaker
        return None

    def person(self) -> Speaker | None:
        """The last person who spoke."""
        people = [s for s, _ in self._said if s.entity and s.entity.type is EntityType.PERSON]
        return people[-1] if people else None
