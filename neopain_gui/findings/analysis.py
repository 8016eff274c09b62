"""Everything that a report says of a study's agreement."""

from __future__ import annotations

from dataclasses import dataclass, field

from neopain_gui.findings.achieved import Achieved
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.inference import EquivalenceRow, GainRow, ModelRow
from neopain_gui.findings.maps import FixationRow, MapRow
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.findings.people import Ceiling, PeopleRow, Relation, ScoreRow, Winner
from neopain_gui.findings.regions import (
    Drawn,
    RankAgreement,
    RankRow,
    RegionAgreement,
    RegionOnPhotograph,
    RegionRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What was found.

    Attributes
    ----------
    comparison : Comparison
        Every pair on every photograph.
    pairs : tuple of PairSummary
        Per metric that follows from counts of pixels, then per pair.
    further : tuple of PairSummary
        The same by other measures, which have neither chance level nor baselines; pairs that have
        a value somewhere.
    regions : tuple of RegionRow
        Relevance and coverage by feature of the face.
    ranks : tuple of RankAgreement
        How alike two models rank the features, by class.
    ranks_by_photograph : tuple of RankRow
        The same on each photograph.
    in_regions : tuple of RegionAgreement
        How much two models agree within a feature.
    regions_on_photographs : tuple of RegionOnPhotograph
        What those means are of.
    in_regions_on_photographs : tuple of (str, str, str, str, float)
        Photograph, two models, a feature, and the IoU of their masks within it.
    region_sources : tuple of str
        What the features were placed by: landmarks, the face box, a hand.
    drawn : Mapping of str to Mapping of str to tuple of ndarray
        The outlines of those that somebody drew, by photograph and name.
    ceilings : tuple of Ceiling
        How much people of a group agree with each other; none without recordings.
    people : tuple of PeopleRow
        What these are means of, photograph by photograph and person by person.
    winners : tuple of Winner
        With whom each model agrees most, on the photographs that all have, and how sure that is.
    relations : tuple of Relation
        How agreement goes with being right, confidence, and people's scores.
    maps : tuple of MapRow
        Agreement of the maps themselves, pair by pair and photograph by photograph.
    at_fixations : tuple of FixationRow
        How well each map says where each group fixates; none without recordings.
    classifiers : tuple of Achieved
        What each classifier achieves on the labelled photographs.
    scores : tuple of ScoreRow
        What classifiers and people said of each photograph: what relations and ``classifiers``
        follow from.
    equivalences : tuple of EquivalenceRow
        Whether agreement is the same in both classes, and of two extraction models with a group.
    mixed : tuple of ModelRow
        Mixed models of agreement and of the features' densities, line by line.
    gains : tuple of GainRow
        What each map says of where a group looks beyond the centre; none without recordings.
    """

    comparison: Comparison
    pairs: tuple[PairSummary, ...] = ()
    further: tuple[PairSummary, ...] = ()
    regions: tuple[RegionRow, ...] = ()
    ranks: tuple[RankAgreement, ...] = ()
    ranks_by_photograph: tuple[RankRow, ...] = ()
    in_regions: tuple[RegionAgreement, ...] = ()
    regions_on_photographs: tuple[RegionOnPhotograph, ...] = ()
    in_regions_on_photographs: tuple[tuple[str, str, str, str, float], ...] = ()
    region_sources: tuple[str, ...] = ()
    drawn: Drawn = field(default_factory=dict)
    ceilings: tuple[Ceiling, ...] = ()
    people: tuple[PeopleRow, ...] = ()
    winners: tuple[Winner, ...] = ()
    relations: tuple[Relation, ...] = ()
    maps: tuple[MapRow, ...] = ()
    at_fixations: tuple[FixationRow, ...] = ()
    classifiers: tuple[Achieved, ...] = ()
    scores: tuple[ScoreRow, ...] = ()
    equivalences: tuple[EquivalenceRow, ...] = ()
    mixed: tuple[ModelRow, ...] = ()
    gains: tuple[GainRow, ...] = ()
