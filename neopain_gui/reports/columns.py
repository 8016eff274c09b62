"""What stands in every column of every table that is written.

A column of one name has one meaning, wherever it stands; where a table means something of its
own by a name, that stands in :data:`OWN`.
"""

from __future__ import annotations

from neopain_gui.agreement.measures import COUNTED, FURTHER
from neopain_gui.reports.average_face_columns import AVERAGE_FACE
from neopain_gui.reports.column_kinds import (
    ANY,
    BOUNDS,
    SHARE,
    TIMES,
    Column,
    count,
    degrees,
    measure,
    ms,
    named,
    of_class,
    pixels,
    probability,
    share,
    size,
    yes,
)
from neopain_gui.reports.inference_columns import INFERENCE
from neopain_gui.reports.rating_columns import RATINGS

NAME = "dictionary"
"""Of the dictionary, and of its file without the ending."""
COMMON: dict[str, Column] = {
    "image": named("The photograph, by the study’s id."),
    "file": named("What the photograph’s file was called when it was imported."),
    "neonate": named("The neonate’s pseudonym; empty where it is unknown."),
    "label": Column("", "pain, no pain, empty; also all",
                    "The label that counts, as label_source says; all: of all photographs."),
    "label_source": named("Whose label counts: the data set’s, or what the study chose instead."),
    "data_set_label": Column("", "pain, no pain, empty", "The data set’s own word, which stays."),
    "stimulus": named("What happened to the neonate before the photograph."),
    "sha256": Column("", "64 hexadecimal digits", "Hash of the photograph’s file."),
    "model": named("The extraction model."),
    "extraction_model": named("The extraction model of the row."),
    "partner": named("The extraction model that it is compared with."),
    "model_a": named("The first extraction model of the pair."),
    "model_b": named("The second extraction model of the pair."),
    "metric": Column("", ", ".join(COUNTED), "The measure."),
    "value": measure("Agreement of the two contour masks over the face crop."),
    "mean": measure("Mean agreement over the photographs."),
    "sd": Column("of the metric", TIMES,
                 "Standard deviation over photographs (divided by n less 1)."),
    "low": measure("Lower end of the 95 % interval over neonates; empty where there is none."),
    "high": measure("Upper end of the 95 % interval over neonates; empty where there is none."),
    "chance": measure("What independent masks of the same coverages give; in a mean, over the "
                       "same photographs."),
    "coverage": share("Part of the area that lies inside the contour mask."),
    "coverage_a": share("Part of the face crop inside the first model’s contour mask."),
    "coverage_b": share("Part of the face crop inside the second model’s contour mask."),
    "undefined_because": named("Why the value is empty."),
    "photographs": count("Photographs that the figure is of."),
    "neonates": count("Neonates that the figure is of."),
    "undefined": count("Photographs that were compared and give no value, left out of the mean."),
    "not_compared": count("Photographs without a map of either of the two."),
    "band": named("Word of the dissertation’s section 4.2.2, or that it is not above chance."),
    "best_partner_of_model": yes("Whether the row’s model agrees with this partner most, of those "
                                  "above chance, on the photographs that all of them have."),
    "cosine": share("Cosine similarity of the two masks (equation 10)."),
    "spearman": Column("", "−1 to 1", "Spearman’s coefficient of the two masks (equation 11)."),
    "overlap": share("Share of the face’s pixels on which the two masks agree (equation 13)."),
    "kappa": Column("", "−1 to 1", "Cohen’s kappa of the two masks."),
    "iou": share("Intersection over union of the two masks."),
    "dice": share("Dice’s coefficient of the two masks."),
    "p": probability("p of the row’s test, two-sided, before any correction."),
    "p_holm": probability("p after Holm, within the family; empty outside it."),
    "p_bh": probability("p after Benjamini and Hochberg, within the family."),
    "family": named("The tests that p was corrected with; empty where it is in no family."),
    "statistic": Column("", ANY, "Statistic of the test in the column test."),
    "df": Column("", TIMES, "Degrees of freedom of the interval’s or the test’s Student’s t: "
                 "neonates less 1 for what is over neonates; empty for other tests."),
    "not_tested_because": named("Why there is no test."),
    "test": named("The test."),
    "region": named("The feature of the face, or a region that a person drew."),
    "participants": count("Participants that the figure is of."),
    "participant": named("The participant’s pseudonym."),
    "area": named("The feature of the face, or elsewhere where it lies in none."),
    "group": named("The observer group."),
    "because": named("Why."),
    "recording": named("The recording that the trial was cut from."),
    "x": pixels("Across, from the left; centres of pixels are whole numbers."),
    "y": pixels("Downwards, from the top; centres of pixels are whole numbers."),
    "kendall_tau": Column("", "−1 to 1", "Kendall’s τ-b of the two rankings of the features."),
}  # fmt: skip

OWN: dict[str, dict[str, Column]] = {
    "table5": {
        **of_class("pain"),
        **of_class("no_pain"),
        "chance_pain": measure("Chance level over the photographs of pain."),
        "chance_no_pain": measure("Chance level over the photographs of no pain."),
        "higher_in": named("The class in which the two agree more."),
        "test": named("Student’s t-test, or Mann and Whitney’s U where a class is not normal."),
        "shapiro_p_pain": probability("Shapiro and Wilk’s test of pain."),
        "shapiro_p_no_pain": probability("Shapiro and Wilk’s test of no pain."),
        "difference": measure("Mean over neonates of the excess in pain over no pain."),
        "difference_low": measure("Lower end of its 95 % interval over neonates."),
        "difference_high": measure("Upper end of its 95 % interval over neonates."),
        "difference_sd": Column("of the metric", TIMES, "Its standard deviation over neonates."),
        "difference_df": Column("", TIMES, "Degrees of freedom of that interval."),
        "paired_test": named("Paired t-test, or Wilcoxon’s where the differences are not normal."),
        "paired_statistic": Column("", ANY, "Its statistic."),
        "paired_df": Column("", TIMES, "Its degrees of freedom; empty for Wilcoxon’s test."),
        "neonates": count("Neonates with a value in both classes: the pairs."),
        "paired_p": probability("Its p, two-sided, before any correction."),
        "paired_p_holm": probability("Its p after Holm, within the family."),
        "paired_p_bh": probability("Its p after Benjamini and Hochberg."),
        "paired_family": named("The tests that paired_p was corrected with."),
        "shapiro_p_differences": Column("probability", SHARE,
                                        "Shapiro and Wilk’s test of the neonates’ differences."),
        "not_paired_because": named("Why there is no paired test."),
        **size("hedges_g", lambda said: Column("standard deviations", ANY, said),
                "Hedges’ g; above 0: more in pain."),
        **size("cliffs_delta", lambda said: Column("", "−1 to 1", said),
                "Cliff’s δ; above 0: more in pain."),
    },
    "baselines": {
        "value": measure("Mean agreement over all photographs, in the photographs’ pixels."),
        "above_chance": measure("Mean of each photograph’s value less its own chance level."),
        "above_chance_low": measure("Lower end of its 95 % interval over neonates."),
        "above_chance_high": measure("Upper end of its 95 % interval over neonates."),
        "above_chance_sd": Column("of the metric", TIMES, "Its standard deviation."),
        "chance_t": Column("", ANY, "Student’s t over neonates, of above_chance against 0."),
        "chance_df": Column("", TIMES, "Its degrees of freedom."),
        "chance_p": probability("Its p, two-sided."),
        "chance_p_holm": probability("Its p after Holm, within the family."),
        "chance_family": named("The tests that chance_p was corrected with."),
        "on_grid": measure("Mean agreement on the common grid over the face."),
        "shuffled": measure("Mean agreement on the grid with other neonates’ masks."),
        "mean_map": measure("Mean agreement on the grid with what the other model marks on faces "
                             "in general."),
        "on_grid_sd": Column("of the metric", TIMES, "Its standard deviation."),
        "shuffled_sd": Column("of the metric", TIMES, "Its standard deviation."),
        "mean_map_sd": Column("of the metric", TIMES, "Its standard deviation."),
        "above_shuffled": measure("on_grid less shuffled."),
        "p": probability("Two-sided, by exchange of neonates."),
    },
    "ceiling": {
        "bound": Column("", BOUNDS, "Who is compared with whom: the lower and the upper bound of "
                        "what a map can reach with the group, and with a single person."),
        "value": measure("Mean over photographs, and over participants where it is of single "
                          "ones."),
        "low": measure("Lower end of the 95 % interval over neonates; of single participants "
                        "over neonates and participants."),
        "high": measure("Upper end of the 95 % interval over neonates; of single participants "
                         "over neonates and participants."),
        "comparisons": count("Values in the mean."),
    },
    "ceiling_participants": {
        "participant": named("Who is compared; empty where halves of the group are."),
        "bound": Column("", BOUNDS, "Who is compared with whom."),
        "value": measure("Agreement of the two contour masks; of halves the mean over halvings."),
    },
    "best_partners": {
        "among": Column("", "all, classifiers", "Of which partners the best is: all other models, "
                        "or the maps of classifiers alone."),
        "best": named("The model that the row’s agrees with most."),
        "value": measure("Their mean agreement, on the photographs that all partners have."),
        "share": share("Bootstrap samples of neonates in which it is the best."),
        "second": named("The next best."),
        "lead": measure("By how much the best leads it, photograph by photograph."),
        "lead_low": measure("Lower end of its 95 % interval over neonates."),
        "lead_high": measure("Upper end of its 95 % interval over neonates."),
        "lead_sd": Column("of the metric", TIMES, "Its standard deviation over photographs."),
        "lead_df": Column("", TIMES, "Degrees of freedom of its interval."),
        "photographs": count("Photographs on which all partners have a value."),
        "photographs_of_some": count("Photographs on which any of them has a value."),
        "lacking": named("Partners without a value on some of these."),
        "undefined": named("Partners without any value, which take no part."),
        "because": named("Why there is no best partner."),
    },
    "baselines_photographs": {
        "on_grid": measure("Agreement of the two masks on the common grid over the face."),
        "shuffled": measure("Mean agreement on the grid with masks of other neonates’ photographs "
                             "of the same class."),
        "mean_map": measure("Agreement on the grid with what the other model marks on the faces "
                             "of other neonates."),
    },
    "regions": {
        "share": share("Mean of the relevance inside the region over all relevance in the face."),
        "density": Column("ratio", TIMES, "Mean of the share over the region’s share of the "
                          "face’s area; 1 is what an even map gives."),
        "coverage": share("Mean part of the region inside the contour mask."),
        "rank": Column("rank", "1, 2, …", "By density among the features, 1 is the highest; empty "
                       "for a region of one’s own."),
        "photographs": count("Photographs on which the region lies."),
        **{
            f"{of}_{which}": Column(unit, range_, said)
            for of, unit, range_ in (
                ("share", "share", SHARE), ("density", "ratio", TIMES),
                ("coverage", "share", SHARE),
            )
            for which, said in (
                ("low", "Lower end of its 95 % interval over neonates."),
                ("high", "Upper end of its 95 % interval over neonates."),
                ("sd", "Its standard deviation over photographs (divided by n less 1)."),
            )
        },
    },
    "regions_photographs": {
        "share": share("Relevance inside the region over all relevance in the face."),
        "density": Column("ratio", TIMES, "The share over the region’s share of the face’s area."),
        "coverage": share("Part of the region inside the contour mask."),
        "area": share("The region’s share of the face’s area, on the common grid."),
    },
    "region_agreement": {"iou": share("Mean over photographs of the IoU within the region.")},
    "region_agreement_photographs": {"iou": share("IoU of the two masks within the region.")},
    "region_ranks": {
        "kendall_tau": Column("", "−1 to 1", "Kendall’s τ-b of the mean densities."),
        "p": probability("p of Kendall’s τ, over the features."),
        "features": count("Features that were ranked."),
        "within": Column("", "−1 to 1", "Mean of τ within each photograph."),
        "low": Column("", "−1 to 1", "Lower end of its 95 % interval over neonates."),
        "high": Column("", "−1 to 1", "Upper end of its 95 % interval over neonates."),
        "sd": Column("", TIMES, "Its standard deviation (divided by n less 1)."),
    },
    "faces": {
        "width": Column("pixels", "1, 2, …", "Of the photograph."),
        "height": Column("pixels", "1, 2, …", "Of the photograph."),
        "left": pixels("The face box’ first column."),
        "top": pixels("The face box’ first row."),
        "right": pixels("The column after the face box’ last one."),
        "bottom": pixels("The row after the face box’ last one."),
        "source": named("Who said where the face is."),
        "score": share("The detector’s confidence; empty where there is none."),
        "chosen_by_person": yes("Whether a person picked it among several."),
    },
    "folds": {
        "classifier": named("The cross-validated classifier."),
        "folds": Column("numbers", "1, 2, …", "The folds whose networks explained it, apart by "
                        "spaces; the mean of several."),
        "of": count("How many folds the classifier has."),
        "explained_by": named("unseen: networks trained without the neonate; not in the training; "
                              "all seen: no test; others seen: the neonate’s photographs were of "
                              "several neonates."),
        "says": named("The same in a sentence."),
    },
    "outlines": {
        "placed_by": named("landmarks, face box, phantom or hand."),
        "outline": Column("number", "1, 2, …", "A region may have several outlines."),
        "point": Column("number", "1, 2, …", "Along the outline, which is closed."),
    },
    "exclusions": {"model": named("The extraction model; empty where it is all of them.")},
    "classifiers": {
        "classifier": named("The classifier."),
        "photographs": count("Labelled photographs with a score."),
        "true_pain": count("Photographs of pain that it calls pain (score 0.5 or more)."),
        "missed_pain": count("Photographs of pain that it calls no pain."),
        "false_alarm": count("Photographs of no pain that it calls pain."),
        "true_rest": count("Photographs of no pain that it calls no pain."),
        "accuracy": share("Photographs that it calls by their label."),
        "balanced_accuracy": share("Mean of the two classes’ shares that it calls right."),
        "precision": share("Of what it calls pain, what is pain."),
        "sensitivity": share("Of pain, what it calls pain."),
        "f1": share("Harmonic mean of precision and sensitivity."),
        "auc": share("Area under the receiver’s curve."),
        "seen_in_training": named("held out, chose the weights (preset paper), not in the "
                                  "training, others of its neonate trained on, trained on, "
                                  "untested (perhaps trained on), not on record."),
    },
    "scores": {
        "of": named("The extraction model whose classifier it is, or the group of people."),
        "classifier": named("The classifier; empty for people."),
        "pain": share("The classifier’s score of pain; empty for people."),
        "no_pain": share("The classifier’s score of no pain; empty for people."),
        "predicted": named("The class of its highest score."),
        "score": Column("points", "0 to 10", "Mean of the scores that the group’s participants "
                        "gave; empty for classifiers."),
        "participants": count("Participants who gave a score; 0 for classifiers."),
    },
    "relations": {
        "to": Column("", "correct, confidence, score of people", "What agreement is related to."),
        "of": named("The extraction model whose classifier it is, or the group of people."),
        "value": Column("", ANY, "Spearman’s coefficient; for correct the mean agreement "
                        "where the classifier is right less that where it is wrong."),
        "low": Column("", ANY, "Lower end of its 95 % interval over neonates."),
        "high": Column("", ANY, "Upper end of its 95 % interval over neonates."),
        "statistic": Column("", ANY, "Student’s t of value (of a correlation Fisher’s z) over "
                            "its jackknife error, each neonate left out in turn."),
        "p": probability("Its p, two-sided, over neonates."),
    },
    "maps": {
        "cc": Column("", "−1 to 1", "Pearson’s coefficient of the two maps over the face."),
        "sim": share("Histogram intersection of the two maps."),
        "kl_a_b": Column("nats", TIMES, "Kullback–Leibler divergence, model_a as what is true."),
        "kl_b_a": Column("nats", TIMES, "Kullback–Leibler divergence, model_b as what is true."),
        "emd": Column("share of the face’s diagonal", SHARE, "Earth mover’s distance."),
    },
    "fixations": {
        "nss": Column("standard deviations", ANY, "Normalised scanpath saliency."),
        "auc_judd": share("AUC of the map’s values at fixations against all cells."),
        "shuffled_auc": share("AUC against its fixations on other neonates’ photographs."),
        "information_gain": Column("bits a fixation", ANY, "Over the group’s fixations on other "
                                   "neonates’ photographs."),
        "fixations": count("Fixations of the group on the face."),
    },
    "gaze/fixations": {
        "start_ms": Column("ms", ANY, "Beginning, since the photograph appeared."),
        "duration_ms": ms("How long the fixation lasts."),
    },
    "gaze/regions": {
        "fixations": count("Fixations of the trial in the area."),
        "total_ms": ms("Their time together."),
        "mean_ms": ms("Their mean time; empty where there is none."),
        "time_share": share("Their time over that of all fixations of the trial."),
        "first_fixation_ms": ms("When the first one began, since the photograph appeared."),
        "first_duration_ms": ms("How long the first one lasted."),
    },
    "gaze/transitions": {
        "source": named("The area of a fixation."),
        "target": named("The area of the next one."),
        "count": count("How often."),
    },
    "gaze/quality": {
        "samples": count("Rows of the trial."),
        "expected": count("Samples that should be there, by clock and rate."),
        "valid_share": share("Of the expected samples, those with at least one eye found."),
        "studio_share": share("The same, one eye counting half a sample, as in Tobii Studio."),
        "lost_share": share("Of the expected samples, those without a row."),
        "precision_deg": degrees("Root mean square of the angles between successive samples of a "
                              "fixation; small is good."),
        "precision_px": Column("pixels of the screen", TIMES, "The same on the screen."),
    },
    "gaze/participants": {
        "trials": count("Photographs that the participant looked at."),
        "valid_share": share("Of the participant’s samples, the valid ones; empty where only "
                              "fixations are known."),
        "left_out_because": named("Why the participant is in no map; empty for those who are."),
    },
    NAME: {
        "file": named("The table’s file."),
        "column": named("The name at the head of the column."),
        "unit": named("What a 1 is; empty for text and for figures without a unit."),
        "range": named("The values that may occur; an empty cell is an undefined value."),
        "meaning": named("What they say."),
    },
}  # fmt: skip
OWN["drawn_regions"] = OWN["outlines"]
OWN["ratings"] = RATINGS
OWN |= INFERENCE
OWN |= AVERAGE_FACE

_FURTHER = {
    "metric": Column("", ", ".join(FURTHER), "The measure."),
    "unit": named("What a 1 of the metric is; empty for figures without a unit."),
}
OWN["further_measures"] = {
    **{name: one._replace(range=ANY) if one.unit == "of the metric" else one
       for name, one in OWN["table5"].items()},
    **_FURTHER,
    "better": Column("", "higher, lower", "Whether two agree more the higher the metric is, or the "
                     "lower, as by a distance."),
    "mean": Column("of the metric", ANY, "Mean over all photographs."),
    "mean_low": Column("of the metric", ANY, "Lower end of its 95 % interval over neonates."),
    "mean_high": Column("of the metric", ANY, "Upper end of its 95 % interval over neonates."),
    "mean_sd": Column("of the metric", TIMES, "Its standard deviation over photographs."),
    "mean_df": Column("", TIMES, "Degrees of freedom of that interval."),
}  # fmt: skip
OWN["further_measures_photographs"] = {
    **_FURTHER,
    "value": Column("of the metric", ANY, "Of the two contour masks over the face crop."),
}
OWN["raters"] = {
    "round": named("The round of raters."),
    "instrument": named("What was asked: label, score, regions, or scale: or landmarks: with an "
                        "id."),
    "item": named("The scale’s item or total, the region’s or the point’s name; empty for others, "
                  "and for all points of a set."),
    "is_total": yes("Whether item is what items come to."),
    "question": named("The question as pages name it."),
    "among": Column("", "all, without, pair, repeat", "Of all raters, of all but the one that is "
                    "named, of two, of one who saw photographs twice."),
    "raters": named("Who; with semicolons between."),
    "coefficient": named("Which: per_cent, cohen, cohen_quadratic, fleiss, alpha_ (Krippendorff, "
                         "with its level), ac1, brennan_prediger, icc_, kendall_w, bias with lower "
                         "and upper limit (Bland and Altman), dice, iou, hausdorff95, points_apart "
                         "(in distances between the eyes)."),
    "value": Column("of the coefficient", ANY, "The coefficient; empty where it is undefined."),
    "low": Column("of the coefficient", ANY, "Lower end of its 95 % interval over neonates."),
    "high": Column("of the coefficient", ANY, "Upper end of its 95 % interval over neonates."),
    "not_codable": count("Answers that say that nothing can be said; they count as gaps."),
    "samples_undefined": share("Bootstrap samples in which the coefficient was undefined."),
    "because": named("Why it is undefined, or has no interval."),
}  # fmt: skip
