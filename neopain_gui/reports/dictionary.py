"""The data dictionary: what stands in every column of every table that is written.

A column of one name has one meaning, wherever it stands; where a table means something of its
own by a name, that stands in :data:`_OWN`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from neopain_gui.reports.sheet import Cell, Sheet

NAME = "dictionary"
"""Of the table, and of its file without the ending."""


class Column(NamedTuple):
    """What a column holds.

    Attributes
    ----------
    unit, range, meaning : str
        What a 1 is, which values may occur, and what they say.
    """

    unit: str
    range: str
    meaning: str


_TEXT, _SHARE, _COUNT, _ANY = "text", "0 to 1", "0, 1, 2, …", "any number"
_MEASURE = "−1 to 1; of overlap, cosine, IoU and Dice 0 to 1"
_TIMES = "0 or more"
_BOUNDS = "half and half, half and all, one and rest, one and all"


def _name(meaning: str) -> Column:
    return Column("", _TEXT, meaning)


def _share(meaning: str) -> Column:
    return Column("share", _SHARE, meaning)


def _count(meaning: str) -> Column:
    return Column("count", _COUNT, meaning)


def _measure(meaning: str) -> Column:
    return Column("of the metric", _MEASURE, meaning)


def _yes(meaning: str) -> Column:
    return Column("", "TRUE or FALSE", meaning)


def _px(meaning: str) -> Column:
    return Column("pixels of the photograph", _ANY, meaning)


def _ms(meaning: str) -> Column:
    return Column("ms", _TIMES, meaning)


def _deg(meaning: str) -> Column:
    return Column("degrees", _TIMES, meaning)


def _p(meaning: str) -> Column:
    return Column("probability", _SHARE, meaning)


def _class(label: str) -> dict[str, Column]:
    of = label.replace("_", " ")
    return {
        f"photographs_{label}": _count(f"Photographs of {of} with a value."),
        f"mean_{label}": _measure(f"Mean over the photographs of {of}."),
        f"sd_{label}": Column("of the metric", _TIMES, "Its standard deviation (divided by n "
                              "less 1)."),
        **_ends("_" + label, _measure),
        f"df_{label}": Column("", _TIMES, "Degrees of freedom of that interval."),
    }  # fmt: skip


def _ends(suffix: str, column: Callable[[str], Column]) -> dict[str, Column]:
    return {
        f"{which}{suffix}": column(f"{said} end of its 95 % interval over neonates.")
        for which, said in (("low", "Lower"), ("high", "Upper"))
    }


def _size(name: str, column: Callable[[str], Column], meaning: str) -> dict[str, Column]:
    return {
        name: column(meaning),
        f"{name}_low": column("Lower end of its 95 % interval over neonates."),
        f"{name}_high": column("Upper end of its 95 % interval over neonates."),
        f"{name}_df": Column("", _TIMES, "Degrees of freedom of that interval."),
        f"{name}_without_interval_because": _name("Why it has no interval."),
    }


_COMMON: dict[str, Column] = {
    "image": _name("The photograph, by the study’s id."),
    "file": _name("What the photograph’s file was called when it was imported."),
    "neonate": _name("The neonate’s pseudonym; empty where it is unknown."),
    "label": Column("", "pain, no pain, empty; also all",
                    "The data set’s own word on the photograph; all: of all photographs."),
    "stimulus": _name("What happened to the neonate before the photograph."),
    "sha256": Column("", "64 hexadecimal digits", "Hash of the photograph’s file."),
    "model": _name("The extraction model."),
    "extraction_model": _name("The extraction model of the row."),
    "partner": _name("The extraction model that it is compared with."),
    "model_a": _name("The first extraction model of the pair."),
    "model_b": _name("The second extraction model of the pair."),
    "metric": Column("", "cosine, spearman, overlap, kappa, iou, dice", "The measure."),
    "value": _measure("Agreement of the two contour masks over the face crop."),
    "mean": _measure("Mean agreement over the photographs."),
    "sd": Column("of the metric", _TIMES,
                 "Standard deviation over photographs (divided by n less 1)."),
    "low": _measure("Lower end of the 95 % interval over neonates; empty where there is none."),
    "high": _measure("Upper end of the 95 % interval over neonates; empty where there is none."),
    "chance": _measure("What independent masks of the same coverages give; in a mean, over the "
                       "same photographs."),
    "coverage": _share("Part of the area that lies inside the contour mask."),
    "coverage_a": _share("Part of the face crop inside the first model’s contour mask."),
    "coverage_b": _share("Part of the face crop inside the second model’s contour mask."),
    "undefined_because": _name("Why the value is empty."),
    "photographs": _count("Photographs that the figure is of."),
    "neonates": _count("Neonates that the figure is of."),
    "undefined": _count("Photographs that were compared and give no value, left out of the mean."),
    "not_compared": _count("Photographs without a map of either of the two."),
    "band": _name("Word of the dissertation’s section 4.2.2, or that it is not above chance."),
    "best_partner_of_model": _yes("Whether the row’s model agrees with this partner most, of those "
                                  "above chance, on the photographs that all of them have."),
    "cosine": _share("Cosine similarity of the two masks (equation 10)."),
    "spearman": Column("", "−1 to 1", "Spearman’s coefficient of the two masks (equation 11)."),
    "overlap": _share("Share of the face’s pixels on which the two masks agree (equation 13)."),
    "kappa": Column("", "−1 to 1", "Cohen’s kappa of the two masks."),
    "iou": _share("Intersection over union of the two masks."),
    "dice": _share("Dice’s coefficient of the two masks."),
    "p": _p("p of the row’s test, two-sided, before any correction."),
    "p_holm": _p("p after Holm, within the family; empty outside it."),
    "p_bh": _p("p after Benjamini and Hochberg, within the family."),
    "family": _name("The tests that p was corrected with; empty where it is in no family."),
    "statistic": Column("", _ANY, "Statistic of the test in the column test."),
    "df": Column("", _TIMES, "Degrees of freedom of the interval’s or the test’s Student’s t: "
                 "neonates less 1 for what is over neonates; empty for other tests."),
    "not_tested_because": _name("Why there is no test."),
    "test": _name("The test."),
    "region": _name("The feature of the face, or a region that a person drew."),
    "participants": _count("Participants that the figure is of."),
    "participant": _name("The participant’s pseudonym."),
    "area": _name("The feature of the face, or elsewhere where it lies in none."),
    "group": _name("The observer group."),
    "because": _name("Why."),
    "recording": _name("The recording that the trial was cut from."),
    "x": _px("Across, from the left; centres of pixels are whole numbers."),
    "y": _px("Downwards, from the top; centres of pixels are whole numbers."),
    "kendall_tau": Column("", "−1 to 1", "Kendall’s τ-b of the two rankings of the features."),
}  # fmt: skip

_OWN: dict[str, dict[str, Column]] = {
    "table5": {
        **_class("pain"),
        **_class("no_pain"),
        "chance_pain": _measure("Chance level over the photographs of pain."),
        "chance_no_pain": _measure("Chance level over the photographs of no pain."),
        "higher_in": _name("The class in which the two agree more."),
        "test": _name("Student’s t-test, or Mann and Whitney’s U where a class is not normal."),
        "shapiro_p_pain": _p("Shapiro and Wilk’s test of pain."),
        "shapiro_p_no_pain": _p("Shapiro and Wilk’s test of no pain."),
        "difference": _measure("Mean over neonates of what they have more in pain than at rest."),
        "difference_low": _measure("Lower end of its 95 % interval over neonates."),
        "difference_high": _measure("Upper end of its 95 % interval over neonates."),
        "difference_sd": Column("of the metric", _TIMES, "Its standard deviation over neonates."),
        "difference_df": Column("", _TIMES, "Degrees of freedom of that interval."),
        "paired_test": _name("Paired t-test, or Wilcoxon’s where the differences are not normal."),
        "paired_statistic": Column("", _ANY, "Its statistic."),
        "paired_df": Column("", _TIMES, "Its degrees of freedom; empty for Wilcoxon’s test."),
        "neonates": _count("Neonates with a value in both classes: the pairs."),
        "paired_p": _p("Its p, two-sided, before any correction."),
        "paired_p_holm": _p("Its p after Holm, within the family."),
        "paired_p_bh": _p("Its p after Benjamini and Hochberg."),
        "paired_family": _name("The tests that paired_p was corrected with."),
        "shapiro_p_differences": Column("probability", _SHARE,
                                        "Shapiro and Wilk’s test of the neonates’ differences."),
        "not_paired_because": _name("Why there is no paired test."),
        **_size("hedges_g", lambda said: Column("standard deviations", _ANY, said),
                "Hedges’ g; above 0: more in pain."),
        **_size("cliffs_delta", lambda said: Column("", "−1 to 1", said),
                "Cliff’s δ; above 0: more in pain."),
    },
    "baselines": {
        "value": _measure("Mean agreement over all photographs, in the photographs’ pixels."),
        "above_chance": _measure("Mean of each photograph’s value less its own chance level."),
        "above_chance_low": _measure("Lower end of its 95 % interval over neonates."),
        "above_chance_high": _measure("Upper end of its 95 % interval over neonates."),
        "above_chance_sd": Column("of the metric", _TIMES, "Its standard deviation."),
        "chance_t": Column("", _ANY, "Student’s t over neonates, of above_chance against 0."),
        "chance_df": Column("", _TIMES, "Its degrees of freedom."),
        "chance_p": _p("Its p, two-sided."),
        "chance_p_holm": _p("Its p after Holm, within the family."),
        "chance_family": _name("The tests that chance_p was corrected with."),
        "on_grid": _measure("Mean agreement on the common grid over the face."),
        "shuffled": _measure("Mean agreement on the grid with other neonates’ masks."),
        "mean_map": _measure("Mean agreement on the grid with what the other model marks on faces "
                             "in general."),
        "on_grid_sd": Column("of the metric", _TIMES, "Its standard deviation."),
        "shuffled_sd": Column("of the metric", _TIMES, "Its standard deviation."),
        "mean_map_sd": Column("of the metric", _TIMES, "Its standard deviation."),
        "above_shuffled": _measure("on_grid less shuffled."),
        "p": _p("Two-sided, by exchange of neonates."),
    },
    "ceiling": {
        "bound": Column("", _BOUNDS, "Who is compared with whom: the lower and the upper bound of "
                        "what a map can reach with the group, and with a single person."),
        "value": _measure("Mean over photographs, and over participants where it is of single "
                          "ones."),
        "low": _measure("Lower end of the 95 % interval over neonates; of single participants "
                        "over neonates and participants."),
        "high": _measure("Upper end of the 95 % interval over neonates; of single participants "
                         "over neonates and participants."),
        "comparisons": _count("Values in the mean."),
    },
    "ceiling_participants": {
        "participant": _name("Who is compared; empty where halves of the group are."),
        "bound": Column("", _BOUNDS, "Who is compared with whom."),
        "value": _measure("Agreement of the two contour masks; of halves the mean over halvings."),
    },
    "best_partners": {
        "among": Column("", "all, classifiers", "Of which partners the best is: all other models, "
                        "or the maps of classifiers alone."),
        "best": _name("The model that the row’s agrees with most."),
        "value": _measure("Their mean agreement, on the photographs that all partners have."),
        "share": _share("Bootstrap samples of neonates in which it is the best."),
        "second": _name("The next best."),
        "lead": _measure("By how much the best leads it, photograph by photograph."),
        "lead_low": _measure("Lower end of its 95 % interval over neonates."),
        "lead_high": _measure("Upper end of its 95 % interval over neonates."),
        "lead_sd": Column("of the metric", _TIMES, "Its standard deviation over photographs."),
        "lead_df": Column("", _TIMES, "Degrees of freedom of its interval."),
        "photographs": _count("Photographs on which all partners have a value."),
        "photographs_of_some": _count("Photographs on which any of them has a value."),
        "lacking": _name("Partners without a value on some of these."),
        "undefined": _name("Partners without any value, which take no part."),
        "because": _name("Why there is no best partner."),
    },
    "baselines_photographs": {
        "on_grid": _measure("Agreement of the two masks on the common grid over the face."),
        "shuffled": _measure("Mean agreement on the grid with masks of other neonates’ photographs "
                             "of the same class."),
        "mean_map": _measure("Agreement on the grid with what the other model marks on the faces "
                             "of other neonates."),
    },
    "regions": {
        "share": _share("Mean of the relevance inside the region over all relevance in the face."),
        "density": Column("ratio", _TIMES, "Mean of the share over the region’s share of the "
                          "face’s area; 1 is what an even map gives."),
        "coverage": _share("Mean part of the region inside the contour mask."),
        "rank": Column("rank", "1, 2, …", "By density among the features, 1 is the highest; empty "
                       "for a region of one’s own."),
        "photographs": _count("Photographs on which the region lies."),
        **{
            f"{of}_{which}": Column(unit, range_, said)
            for of, unit, range_ in (
                ("share", "share", _SHARE), ("density", "ratio", _TIMES),
                ("coverage", "share", _SHARE),
            )
            for which, said in (
                ("low", "Lower end of its 95 % interval over neonates."),
                ("high", "Upper end of its 95 % interval over neonates."),
                ("sd", "Its standard deviation over photographs (divided by n less 1)."),
            )
        },
    },
    "regions_photographs": {
        "share": _share("Relevance inside the region over all relevance in the face."),
        "density": Column("ratio", _TIMES, "The share over the region’s share of the face’s area."),
        "coverage": _share("Part of the region inside the contour mask."),
        "area": _share("The region’s share of the face’s area, on the common grid."),
    },
    "region_agreement": {"iou": _share("Mean over photographs of the IoU within the region.")},
    "region_agreement_photographs": {"iou": _share("IoU of the two masks within the region.")},
    "region_ranks": {
        "kendall_tau": Column("", "−1 to 1", "Kendall’s τ-b of the mean densities."),
        "p": _p("p of Kendall’s τ, over the features."),
        "features": _count("Features that were ranked."),
        "within": Column("", "−1 to 1", "Mean of τ within each photograph."),
        "low": Column("", "−1 to 1", "Lower end of its 95 % interval over neonates."),
        "high": Column("", "−1 to 1", "Upper end of its 95 % interval over neonates."),
        "sd": Column("", _TIMES, "Its standard deviation (divided by n less 1)."),
    },
    "faces": {
        "width": Column("pixels", "1, 2, …", "Of the photograph."),
        "height": Column("pixels", "1, 2, …", "Of the photograph."),
        "left": _px("The face box’ first column."),
        "top": _px("The face box’ first row."),
        "right": _px("The column after the face box’ last one."),
        "bottom": _px("The row after the face box’ last one."),
        "source": _name("Who said where the face is."),
        "score": _share("The detector’s confidence; empty where there is none."),
        "chosen_by_person": _yes("Whether a person picked it among several."),
    },
    "outlines": {
        "placed_by": _name("landmarks, face box, phantom or hand."),
        "outline": Column("number", "1, 2, …", "A region may have several outlines."),
        "point": Column("number", "1, 2, …", "Along the outline, which is closed."),
    },
    "exclusions": {"model": _name("The extraction model; empty where it is all of them.")},
    "classifiers": {
        "classifier": _name("The classifier."),
        "photographs": _count("Labelled photographs with a score."),
        "true_pain": _count("Photographs of pain that it calls pain (score 0.5 or more)."),
        "missed_pain": _count("Photographs of pain that it calls no pain."),
        "false_alarm": _count("Photographs of no pain that it calls pain."),
        "true_rest": _count("Photographs of no pain that it calls no pain."),
        "accuracy": _share("Photographs that it calls by their label."),
        "balanced_accuracy": _share("Mean of the two classes’ shares that it calls right."),
        "precision": _share("Of what it calls pain, what is pain."),
        "sensitivity": _share("Of pain, what it calls pain."),
        "f1": _share("Harmonic mean of precision and sensitivity."),
        "auc": _share("Area under the receiver’s curve."),
    },
    "scores": {
        "of": _name("The extraction model whose classifier it is, or the group of people."),
        "classifier": _name("The classifier; empty for people."),
        "pain": _share("The classifier’s score of pain; empty for people."),
        "no_pain": _share("The classifier’s score of no pain; empty for people."),
        "predicted": _name("The class of its highest score."),
        "score": Column("points", "0 to 10", "Mean of the scores that the group’s participants "
                        "gave; empty for classifiers."),
        "participants": _count("Participants who gave a score; 0 for classifiers."),
    },
    "relations": {
        "to": Column("", "correct, confidence, score of people", "What agreement is related to."),
        "of": _name("The extraction model whose classifier it is, or the group of people."),
        "value": Column("", _ANY, "Spearman’s coefficient; for correct the mean agreement "
                        "where the classifier is right less that where it is wrong."),
        "low": Column("", _ANY, "Lower end of its 95 % interval over neonates."),
        "high": Column("", _ANY, "Upper end of its 95 % interval over neonates."),
        "statistic": Column("", _ANY, "Student’s t of value (of a correlation Fisher’s z) over "
                            "its jackknife error, each neonate left out in turn."),
        "p": _p("Its p, two-sided, over neonates."),
    },
    "maps": {
        "cc": Column("", "−1 to 1", "Pearson’s coefficient of the two maps over the face."),
        "sim": _share("Histogram intersection of the two maps."),
        "kl_a_b": Column("nats", _TIMES, "Kullback–Leibler divergence, model_a as what is true."),
        "kl_b_a": Column("nats", _TIMES, "Kullback–Leibler divergence, model_b as what is true."),
        "emd": Column("share of the face’s diagonal", _SHARE, "Earth mover’s distance."),
    },
    "fixations": {
        "nss": Column("standard deviations", _ANY, "Normalised scanpath saliency."),
        "auc_judd": _share("AUC of the map’s values at fixations against all cells."),
        "shuffled_auc": _share("AUC against its fixations on other neonates’ photographs."),
        "information_gain": Column("bits a fixation", _ANY, "Over the group’s fixations on other "
                                   "neonates’ photographs."),
        "fixations": _count("Fixations of the group on the face."),
    },
    "gaze/fixations": {
        "start_ms": Column("ms", _ANY, "Beginning, since the photograph appeared."),
        "duration_ms": _ms("How long the fixation lasts."),
    },
    "gaze/regions": {
        "fixations": _count("Fixations of the trial in the area."),
        "total_ms": _ms("Their time together."),
        "mean_ms": _ms("Their mean time; empty where there is none."),
        "time_share": _share("Their time over that of all fixations of the trial."),
        "first_fixation_ms": _ms("When the first one began, since the photograph appeared."),
        "first_duration_ms": _ms("How long the first one lasted."),
    },
    "gaze/transitions": {
        "source": _name("The area of a fixation."),
        "target": _name("The area of the next one."),
        "count": _count("How often."),
    },
    "gaze/quality": {
        "samples": _count("Rows of the trial."),
        "expected": _count("Samples that should be there, by clock and rate."),
        "valid_share": _share("Of the expected samples, those with at least one eye found."),
        "studio_share": _share("The same, one eye counting half a sample, as in Tobii Studio."),
        "lost_share": _share("Of the expected samples, those without a row."),
        "precision_deg": _deg("Root mean square of the angles between successive samples of a "
                              "fixation; small is good."),
        "precision_px": Column("pixels of the screen", _TIMES, "The same on the screen."),
    },
    "gaze/participants": {
        "trials": _count("Photographs that the participant looked at."),
        "valid_share": _share("Of the participant’s samples, the valid ones; empty where only "
                              "fixations are known."),
        "left_out_because": _name("Why the participant is in no map; empty for those who are."),
    },
    NAME: {
        "file": _name("The table’s file."),
        "column": _name("The name at the head of the column."),
        "unit": _name("What a 1 is; empty for text and for figures without a unit."),
        "range": _name("The values that may occur; an empty cell is an undefined value."),
        "meaning": _name("What they say."),
    },
}  # fmt: skip
_OWN["drawn_regions"] = _OWN["outlines"]


def column(table: str, name: str) -> Column | None:
    """Return what a column of a table holds; None where nobody has said."""
    return _OWN.get(table, {}).get(name) or _COMMON.get(name)


def is_text(table: str, name: str) -> bool:
    """Return whether names stand in a column, so that a point in a cell is part of one."""
    said = column(table, name)
    return said is not None and not said.unit and said.range == _TEXT


def dictionary_sheet(
    tables: Sequence[tuple[str, Sequence[str]]], others: Mapping[str, str] | None = None
) -> Sheet:
    """Return what every column of some tables holds.

    Parameters
    ----------
    tables : sequence of (str, sequence of str)
        Each table's name and its columns; before a slash what it is a table of, where tables of
        two kinds have one name.
    others : Mapping of str to str
        What is said of columns that the study's own words name: extraction models, attributes.
    """
    header = ("file", "column", "unit", "range", "meaning")
    rows: list[tuple[Cell, ...]] = []
    for table, columns in (*tables, (NAME, header)):
        for name in columns:
            said = column(table, name) or _name((others or {}).get(name, ""))
            rows.append((f"{table.rpartition('/')[2]}.csv", name, *said))
    return Sheet(
        name=NAME,
        says="What every column of every table holds: unit, range, meaning.",
        header=header,
        rows=tuple(rows),
    )


def dictionary_of(sheets: Sequence[Sheet], models: Sequence[str]) -> Sheet:
    """Return the dictionary of a report's tables, of which some have extraction models as columns.

    Parameters
    ----------
    sheets : sequence of Sheet
        All tables but this one.
    models : sequence of str
        Names of the extraction models.
    """
    said = {name: f"p with the extraction model {name}." for name in models}
    return dictionary_sheet([(one.name, one.header) for one in sheets], said)
