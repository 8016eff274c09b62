"""What a study knows of each participant's look at a photograph, and who counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.gaze.trials import Trial
from neopain_gui.people.participants import Participant
from neopain_gui.people.subgroups import Subgroup
from neopain_gui.percentages import below, percent
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.study import Study


def valid_shares(trials: Iterable[Trial]) -> dict[str, float | None]:
    """Return each participant's share of valid samples; None where only fixations are known."""
    rows: dict[str, int] = {}
    valid: dict[str, int] = {}
    for trial in trials:
        known = trial.facts.get("valid")
        rows[trial.participant_id] = rows.get(trial.participant_id, 0)
        if known is not None:
            rows[trial.participant_id] += int(trial.facts["rows"])
            valid[trial.participant_id] = valid.get(trial.participant_id, 0) + int(known)
    return {who: valid[who] / count if count else None for who, count in rows.items()}


def left_out(trials: Iterable[Trial], pass_share: float) -> dict[str, str]:
    """Return who is left out of group maps, each with the reason."""
    return {
        who: f"{below(share, pass_share)} of the samples are valid, "
        f"fewer than {percent(pass_share)}"
        for who, share in valid_shares(trials).items()
        if share is not None and share < pass_share
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """Chooses trials for subgroups: everything that their filters ask for, read once.

    Attributes
    ----------
    participants : Mapping of str to Participant
        By pseudonym.
    scores : Mapping of (str, str) to float
        By participant and photograph.
    pairs : Mapping of str to (str, str)
        A neonate's photographs in pain and at rest by the label that counts, by either of them;
        only of neonates that have one of each.
    """

    participants: Mapping[str, Participant]
    scores: Mapping[tuple[str, str], float]
    pairs: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, study: Study) -> Chooser:
        """Read what a study knows."""
        return cls(
            participants={one.id: one for one in study.gaze.participants()},
            scores={(one.participant_id, one.image_id): one.score for one in study.gaze.scores()},
            pairs=_pairs(CountedLabels.of(study).images(study)),
        )

    def wants(self, subgroup: Subgroup, trial: Trial) -> bool:
        """Say whether a trial belongs to a subgroup."""
        participant = self.participants.get(trial.participant_id)
        if participant is None or not subgroup.includes(participant):
            return False
        score = self.scores.get((participant.id, trial.image_id))
        pair = None
        if trial.image_id in self.pairs:
            given = [self.scores.get((participant.id, one)) for one in self.pairs[trial.image_id]]
            if given[0] is not None and given[1] is not None:
                pair = (given[0], given[1])
        return subgroup.includes_trial(score, pair)


def _pairs(images: Iterable[FaceImage]) -> dict[str, tuple[str, str]]:
    by_neonate: dict[str, dict[PainLabel, list[str]]] = {}
    for image in images:
        if image.neonate is not None and image.label is not None:
            labels = by_neonate.setdefault(image.neonate.id, {})
            labels.setdefault(image.label, []).append(image.id)
    pairs = {}
    for labels in by_neonate.values():
        in_pain, at_rest = labels.get(PainLabel.PAIN, []), labels.get(PainLabel.NO_PAIN, [])
        if len(in_pain) == len(at_rest) == 1:
            for one in (*in_pain, *at_rest):
                pairs[one] = (in_pain[0], at_rest[0])
    return pairs
