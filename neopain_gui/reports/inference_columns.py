"""What stands in the columns of the tables of equivalence, mixed models and looks."""

from __future__ import annotations

from neopain_gui.reports.column_kinds import (
    ANY,
    TIMES,
    Column,
    count,
    measure,
    named,
    probability,
)

INFERENCE: dict[str, dict[str, Column]] = {
    "equivalence": {
        "between": Column("", "pain and no pain, two extraction models", "What is compared."),
        "partner": named("With whom both extraction models are compared; empty between classes."),
        "difference": measure("Mean over neonates of pain less no pain, or of the first extraction "
                               "model’s agreement less the second’s."),
        "low": measure("Lower end of its 90 % interval over neonates."),
        "high": measure("Upper end of its 90 % interval over neonates."),
        "margin": measure("Differences between − margin and margin count as equivalent."),
        "margin_source": named("Who chose the margin, and when; or which default it is."),
        "p": probability("Of two one-sided tests: small where the two are equivalent."),
        "p_difference": probability("Of the paired t test against no difference."),
        "bayes_factor": Column("ratio", TIMES, "How much better a difference (Cauchy prior, scale "
                               "0.7071) predicts the values than none."),
        "finding": Column("", "equivalent; different; different, yet equivalent; undecided",
                          "By both p-values after Holm, at 5 %."),
        "neonates": count("Neonates with both values."),
        "smallest_found": measure("Smallest difference that four of five studies of this size "
                                   "find, drawn from its own spread."),
        "neonates_needed": count("Neonates with which four of five studies find the observed "
                                 "difference; empty above 1,000."),
    },
    "mixed_models": {
        "model": named("What the model explains."),
        "formula": named("Fixed effects, and the random effect in brackets."),
        "kind": Column("", "effect, mean, contrast, deviation, note", "What the row is."),
        "name": named("Of the effect, the levels, the group that varies, or the note itself."),
        "value": Column("of the value", ANY, "The estimate; of a deviation a standard deviation."),
        "error": Column("of the value", TIMES, "Its standard error."),
        "df": Column("", TIMES, "Degrees of freedom by Satterthwaite."),
        "t": Column("", ANY, "Student’s t against 0."),
        "low": Column("of the value", ANY, "Lower end of the 95 % interval."),
        "high": Column("of the value", ANY, "Upper end of the 95 % interval."),
        "values": count("Values in the model."),
    },
    "looks_beyond_centre": {
        "model": named("The extraction model; empty for the centre alone."),
        "odds": Column("log odds", ANY, "Change of the log odds that a cell is fixated, for one "
                       "standard deviation of the map."),
        "odds_low": Column("log odds", ANY, "Lower end of its 95 % interval, over participants and "
                           "neonates."),
        "odds_high": Column("log odds", ANY, "Upper end of it."),
        "odds_p": probability("Its p against 0."),
        "odds_p_holm": probability("The same after Holm, within the family."),
        "bits": Column("bits a fixation", ANY, "Information gained over the centre alone, each "
                       "neonate told by what was learned of the others; without a model that of "
                       "the centre over an even spread."),
        "bits_low": Column("bits a fixation", ANY, "Lower end of its 95 % interval over "
                           "neonates."),
        "bits_high": Column("bits a fixation", ANY, "Upper end of it."),
        "fixations": count("Fixations of the group on the faces."),
        "why": named("Why a figure is missing."),
    },
}  # fmt: skip
