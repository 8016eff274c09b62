"""What stands in the columns of the tables of average faces."""

from __future__ import annotations

from neopain_gui.reports.column_kinds import ANY, SHARE, TIMES, Column, count, named, share, yes

NAME, FIT = "average_face", "average_face_fit"
"""Of the tables."""
AVERAGE_FACE: dict[str, dict[str, Column]] = {
    NAME: {
        "model": named("The extraction model."),
        "less": named("What is subtracted: no pain from pain, or another extraction model."),
        "p": Column("probability", SHARE, "The smallest p of all places, corrected for them: that "
                    "of “somewhere they differ”."),
        "p_holm": Column("probability", SHARE, "p after Holm within the tests of classes, or those "
                         "of pairs of extraction models."),
        "statistic": named("What is compared with that of permutations."),
        "permutations": count("Permutations that were compared, the observed one among them."),
        "exact": yes("Whether these are all that there are."),
        "higher_in": named("Features in which a significant cluster of higher values lies, and "
                           "how much of each."),
        "lower_in": named("The same of lower values."),
        "largest_t": Column("", ANY, "Student’s t that is furthest from 0."),
        "because": named("Why there is no test."),
    },
    FIT: {
        "placed_by": named("landmarks of raters, landmarks, or face box."),
        "anchors": count("Points by which the face is bent; 0 where there is the face box alone."),
        "drawn": named("Features that were drawn by hand and are anchors, too."),
        "off_before": Column("distances between the eyes", TIMES, "Mean distance of anchors from "
                             "their places before the face is bent."),
        "left_out_off": Column("distances between the eyes", TIMES, "How far from its place an "
                               "anchor comes to lie that is left out; empty with fewer than four."),
        "iou": share("Mean intersection over union of drawn features with the neutral ones."),
        "bent_less": yes("Whether the face is bent less than the anchors ask: it would fold."),
    },
}  # fmt: skip
