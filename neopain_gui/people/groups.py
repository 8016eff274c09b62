"""The groups of people whose gaze is compared, and the words by which files call them."""

from __future__ import annotations

import difflib
from enum import StrEnum

from neopain_gui.dataset.names import folded
from neopain_gui.maps import GAZE, ExtractionModel


class ObserverGroup(StrEnum):
    """The observer groups of the eye-tracking study; each is an extraction model."""

    EXPERTS = "Experts"
    HEALTH_PROFESSIONALS = "Health professionals"
    PARENTS = "Parents"
    LAYPEOPLE = "Laypeople"
    ALL = "All participants"

    @property
    def model(self) -> ExtractionModel:
        """The group as an extraction model."""
        return ExtractionModel(name=str(self), kind=GAZE.id)


_WORDS = {
    ObserverGroup.EXPERTS: (
        "Experts", "Expert", "Physicians", "Physician", "Doctors", "Médicos", "Médicas",
        "Especialistas",
    ),
    ObserverGroup.HEALTH_PROFESSIONALS: (
        "Health professionals", "Health professional", "Other health professionals",
        "Outros profissionais da saúde", "Outros profissionais de saúde",
        "Profissionais da saúde", "Profissionais de saúde",
    ),
    ObserverGroup.PARENTS: ("Parents", "Parent", "Pais"),
    ObserverGroup.LAYPEOPLE: ("Laypeople", "Lay people", "Lay", "Leigos", "Leigas"),
    ObserverGroup.ALL: (
        "All participants", "Válidos", "Todos", "Todos os participantes",
        "Todas as gravações",
    ),
}  # fmt: skip
_GROUPS = {folded(word): group for group, words in _WORDS.items() for word in words}
_SHORTEST_TYPO = 5  # shorter words resemble too many others
_LIKENESS = 0.85


def find_group(text: str) -> ObserverGroup | None:
    """Return the group that ``text`` names in English or Portuguese; None if it names none.

    Case, accents and what separates words do not count.

    >>> find_group("outros_profissionais_da_saude").value
    'Health professionals'
    """
    return _GROUPS.get(folded(text))


def resembled_group(text: str) -> ObserverGroup | None:
    """Return the one group that ``text`` names with a typo or a damaged accent, if there is one.

    >>> resembled_group("MÃ©dicos").value
    'Experts'
    """
    word = folded(text)
    if len(word) < _SHORTEST_TYPO:
        return None
    close = difflib.get_close_matches(word, list(_GROUPS), n=5, cutoff=_LIKENESS)
    groups = {_GROUPS[match] for match in close}
    return groups.pop() if len(groups) == 1 else None
