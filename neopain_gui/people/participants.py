"""Those who looked: pseudonym, observer group, attributes, and the scores that they gave."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

WITH_PAIN = 3.0
"""A score of at least this says "with pain" (Carlini et al. 2020)."""
PAIN_SEEN, REST_SEEN = 6.0, 2.0
"""A photograph in pain is recognised from the one on, one at rest up to the other (Barros 2021)."""
HIGHEST = 10.0
"""The verbal numerical scale goes from 0 to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who looked at the photographs.

    Attributes
    ----------
    id : str
        A pseudonym.
    group : str
        The observer group: one of :class:`~neopain_gui.people.groups.ObserverGroup` or one's own;
        empty where nobody said.
    attributes : Mapping of str to str
        Whatever else is known and may tell subgroups apart, for example years of experience.
    """

    id: str
    group: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PainScore:
    """How much pain a participant saw in a photograph, 0 to 10."""

    participant_id: str
    image_id: str
    score: float


class Band(StrEnum):
    """The bands of Silva et al. 2021."""

    LOW = "0–2"
    MIDDLE = "3–5"
    HIGH = "6–10"


class Answers(StrEnum):
    """The four kinds of pairs of answers of Barros et al. 2021, for one neonate.

    The first letter says whether pain was recognised in the photograph in pain, the second whether
    rest was in the one at rest.
    """

    YY = "YY"
    YN = "YN"
    NY = "NY"
    NN = "NN"


def says_pain(score: float, cut: float = WITH_PAIN) -> bool:
    """Say whether a score means "with pain".

    >>> says_pain(3), says_pain(2.5)
    (True, False)
    """
    return score >= cut


def band(score: float) -> Band:
    """Return the band of a score; what lies between two whole numbers belongs to the lower band.

    >>> band(2).value, band(2.9).value, band(6).value
    ('0–2', '0–2', '6–10')
    """
    if score < WITH_PAIN:
        return Band.LOW
    return Band.MIDDLE if score < PAIN_SEEN else Band.HIGH


def answers(in_pain: float, at_rest: float) -> Answers:
    """Return the kind of a pair of scores, for a neonate's photographs in pain and at rest.

    >>> answers(7, 1).value, answers(5, 0).value, answers(9, 4).value
    ('YY', 'NY', 'YN')
    """
    pain, rest = in_pain >= PAIN_SEEN, at_rest <= REST_SEEN
    return Answers(("Y" if pain else "N") + ("Y" if rest else "N"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroup:
    """Participants chosen by what is known of them; each is an extraction model.

    Attributes
    ----------
    name : str
        As it stands in tables.
    groups : frozenset of str
        Observer groups; empty for all.
    attributes : Mapping of str to frozenset of str
        Allowed values of attributes; all must hold.
    answers : frozenset of Answers
        Only what a participant saw of neonates whom they answered so; empty for all.
    says_pain : bool or None
        Only photographs in which a participant saw pain (True) or none (False); None for all.
    bands : frozenset of Band
        Only photographs that a participant scored so; empty for all.
    """

    name: str
    groups: frozenset[str] = frozenset()
    attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    answers: frozenset[Answers] = frozenset()
    says_pain: bool | None = None
    bands: frozenset[Band] = frozenset()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a subgroup has a name")

    def includes(self, participant: Participant) -> bool:
        """Say whether group and attributes of a participant are among those chosen."""
        return (not self.groups or participant.group in self.groups) and all(
            participant.attributes.get(name, "") in allowed
            for name, allowed in self.attributes.items()
        )

    def includes_trial(self, score: float | None, pair: tuple[float, float] | None) -> bool:
        """Say whether a participant's look at a photograph is among those chosen.

        Parameters
        ----------
        score : float or None
            What the participant gave the photograph.
        pair : (float, float) or None
            What they gave the neonate's photographs in pain and at rest.
        """
        if self.answers and (pair is None or answers(*pair) not in self.answers):
            return False
        if self.says_pain is not None and (score is None or says_pain(score) != self.says_pain):
            return False
        return not self.bands or (score is not None and band(score) in self.bands)

    def as_dict(self) -> dict[str, object]:
        """Return it as plain JSON types, without what is not restricted."""
        made: dict[str, object] = {"name": self.name}
        if self.groups:
            made["groups"] = sorted(self.groups)
        if self.attributes:
            made["attributes"] = {key: sorted(some) for key, some in self.attributes.items()}
        if self.answers:
            made["answers"] = sorted(self.answers)
        if self.says_pain is not None:
            made["says_pain"] = self.says_pain
        if self.bands:
            made["bands"] = sorted(self.bands)
        return made

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> Subgroup:
        """Return what :meth:`as_dict` wrote.

        Raises
        ------
        ValueError, TypeError, LookupError
            It is not what :meth:`as_dict` writes.
        """
        attributes = stored.get("attributes", {})
        says = stored.get("says_pain")
        if not isinstance(attributes, Mapping) or not isinstance(says, bool | None):
            raise TypeError("attributes is an object, says_pain a boolean")
        return cls(
            name=str(stored["name"]),
            groups=frozenset(_texts(stored.get("groups", []))),
            attributes={str(key): frozenset(_texts(some)) for key, some in attributes.items()},
            answers=frozenset(Answers(text) for text in _texts(stored.get("answers", []))),
            says_pain=says,
            bands=frozenset(Band(text) for text in _texts(stored.get("bands", []))),
        )


def _texts(value: object) -> Collection[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError("a list of text")
    return value
