"""Participants chosen by what is known of them, or by what they answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import Band, RecognitionPair, band, recognition_pair, says_pain


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
    answers : frozenset of RecognitionPair
        Only what a participant saw of neonates whom they answered so; empty for all.
    says_pain : bool or None
        Only photographs in which a participant saw pain (True) or none (False); None for all.
    bands : frozenset of Band
        Only photographs that a participant scored so; empty for all.
    """

    name: str
    groups: frozenset[str] = frozenset()
    attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    answers: frozenset[RecognitionPair] = frozenset()
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
        if self.answers and (pair is None or recognition_pair(*pair) not in self.answers):
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
            answers=frozenset(RecognitionPair(text) for text in _texts(stored.get("answers", []))),
            says_pain=says,
            bands=frozenset(Band(text) for text in _texts(stored.get("bands", []))),
        )


def _texts(value: object) -> Collection[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError("a list of text")
    return value
