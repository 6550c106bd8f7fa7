"""When two names are one person, body or place: by spelling alone, or by spelling with shared titles and company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marsad.names.variants import spelling
from marsad.resolving.evidence import Evidence

#: What a spelling is worth by itself, and each sign that the two are one; a merge needs ``ENOUGH``.
WORTH = {"same": 0.95, "transcribed": 0.6, "near": 0.4, "longer": 0.35}
SHARED_TITLE, SHARED_SHORT_TITLE, SHARED_COMPANY, UNCONTRADICTED = 0.35, 0.25, 0.2, 0.15
ENOUGH = 0.7
#: A title of so many words says nearly who it is (وزير الخارجية الروسي), one of fewer what he is (اللاعب الغاني).
LONG_TITLE = 3
#: Of so many known people and bodies named beside both; titles on so many texts of each that none shared is against.
COMPANY, SPEAKING = 2, 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that are one, with the score and why; ``apart`` when they look alike and are certainly two."""

    first: Evidence
    second: Evidence
    score: float
    reasons: tuple[str, ...]
    apart: bool = False


def judged(first: Evidence, second: Evidence, names: Mapping[str, str]) -> Pair | None:
    """The judgement on two names of one block, None where nothing says that they are one. ``names``: known words.

    Whoever is called alike but bears other titles stays apart: two people of one surname are never brought together.
    """
    if first.type != second.type or (first.known and second.known):
        return None
    if first.type != "PER":
        return Pair(first, second, WORTH["same"], ("spelling: same",))
    how = _best_spelling(first, second, names)
    if not how:
        return None
    titles = sorted(first.titles.keys() & second.titles.keys())
    company = sorted(first.company.keys() & second.company.keys())
    contradicted = not titles and min(len(first.titles), len(second.titles)) >= SPEAKING
    reasons = [f"spelling: {how}"]
    score = WORTH[how]
    if titles:
        score += SHARED_TITLE if any(len(t.split()) >= LONG_TITLE for t in titles) else SHARED_SHORT_TITLE
        reasons.append(f"titles: {'، '.join(titles[:3])}")
    if len(company) >= COMPANY:
        score += SHARED_COMPANY
        reasons.append(f"company: {', '.join(company[:5])}")
    if contradicted and how != "same":
        return Pair(first, second, 0.0, (*reasons, "other_titles"), apart=True)
    if how == "transcribed" and not first.titles.keys() ^ second.titles.keys():
        score += UNCONTRADICTED
        reasons.append("no_other_title")
    score = round(min(score, 1.0), 2)
    return Pair(first, second, score, tuple(reasons)) if score >= ENOUGH else None


def _best_spelling(first: Evidence, second: Evidence, names: Mapping[str, str]) -> str:
    found = [spelling(a, b, names) for a in first.spellings() for b in second.spellings()]
    return max(filter(None, found), key=lambda how: WORTH[how], default="")
