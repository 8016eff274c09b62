"""The parts of the page of results, each a question with its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.train.results import curves, fold_words, more_words
from neopain_gui.gui.widgets.curve_plot import CurvePlot
from neopain_gui.gui.widgets.figures_part import Figures, Part
from neopain_gui.gui.widgets.segments import SegmentRow

if TYPE_CHECKING:
    from neopain_gui.pipeline.training.results import Results
    from neopain_gui.training.evaluation import FoldTable, RunEvaluation

_FOLDS_HOW = (
    "Each photograph is judged by the network of a fold in which its neonate was held out. "
    "The mean and the population standard deviation over folds are those of the dissertation's "
    "Tables 1 and 2, where balanced accuracy is printed as AUC. The interval is over neonates; the "
    "standard deviation is none, for folds share most of what they are trained on. TP and FN: "
    "photographs of the positive class, recognised and not; FP and TN: the others."
)
_ROC_HOW = (
    "How many pains are found, for how many false alarms. 100 % is perfect, 50 % is chance. The "
    "band holds 95 % of the draws of neonates."
)
_CALIBRATION_HOW = (
    "Were it perfect, a class score of 0.8 would mean pain in 80 of 100 photographs. A class score "
    "that is far from that only says which photographs look more like pain."
)
_DECISION_HOW = (
    "Net benefit: pains found for each photograph, less false alarms, weighed as the threshold "
    "says. Where the line of the classifier is the highest, acting on it is better than acting on "
    "every photograph, or on none."
)
_THRESHOLD_HOW = (
    "From which class score on a photograph counts as pain is chosen on inner validation, which "
    "is never what is tested, fold by fold."
)
_SUBGROUP_HOW = (
    "The same figures for some of the photographs. Subgroups are small: a difference may be "
    "chance, and so may its absence."
)
_PEOPLE_HOW = (
    "People who scored the same photographs, beside the classifier. Three points of ten and more "
    "count as pain."
)
_NOBODY = "Nobody has scored any of these photographs."
_NO_GROUPS = "Neither data set, sex nor stimulus of any photograph is on record."


class Parts(QObject):
    """All of them; what a person chooses in one changes no other.

    Attributes
    ----------
    every : tuple of Part
        In their order.
    positive : SegmentRow
        Which class Tables 1 and 2 take as the positive one.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._found: RunEvaluation | None = None
        self.positive = SegmentRow(
            {
                PainLabel.PAIN: ("Pain", "Precision, sensitivity and F1 are of pain"),
                PainLabel.NO_PAIN: (
                    "No pain",
                    "Precision, sensitivity and F1 are of no pain, as in the dissertation",
                ),
            },
            PainLabel.PAIN,
        )
        self.positive.setAccessibleName("Positive class")
        self.positive.chosen.connect(self._show_folds)
        self.folds = Part(
            "What is recognised, fold by fold?", _FOLDS_HOW, tables=(Figures("Tables 1 and 2"),)
        )
        self.roc_plot = CurvePlot("ROC curve", "false alarms", up="pains found")
        self.roc = Part("Are pain and no pain told apart?", _ROC_HOW, (self.roc_plot,))
        self.reliability = CurvePlot("Reliability", "class score of pain", up="share of pain")
        self.calibration = Part(
            "Is the class score how likely pain is?",
            _CALIBRATION_HOW,
            (self.reliability,),
            (Figures("Calibration"),),
        )
        self.benefit = CurvePlot("Decision curve", "threshold", up="net benefit")
        self.decision = Part("Is it worth acting on?", _DECISION_HOW, (self.benefit,))
        self.thresholds = Part(
            "From which class score on is it pain?", _THRESHOLD_HOW, tables=(Figures("Thresholds"),)
        )
        self.groups = Part(
            "Does it differ between photographs?",
            _SUBGROUP_HOW,
            tables=(Figures("Subgroups"),),
            nothing=_NO_GROUPS,
        )
        self.people = Part(
            "How do people judge the same photographs?",
            _PEOPLE_HOW,
            tables=(Figures("People and the classifier"),),
            nothing=_NOBODY,
        )
        self.every = (
            *(self.folds, self.roc, self.calibration, self.thresholds),
            *(self.decision, self.groups, self.people),
        )

    def show_results(self, results: Results) -> None:
        """Show what a training achieves."""
        self._found = found = results.evaluation
        self.positive.press(PainLabel.PAIN)
        self._show_folds(PainLabel.PAIN)
        self.roc_plot.set_lines(curves.roc_lines(found))
        self.roc.show_figures([], more_words.auc_words(found))
        self.reliability.set_lines(curves.reliability_lines(found))
        self.calibration.show_figures(
            [more_words.calibration_table(found)], more_words.temperature_words(found)
        )
        self.benefit.set_ends(up=curves.decision_ends(found))
        self.benefit.set_lines(curves.decision_lines(found))
        self.decision.show_figures([], "")
        chosen = "" if found.thresholds else more_words.NO_INNER
        self.thresholds.show_figures([more_words.threshold_table(found)], chosen)
        if found.subgroups:
            self.groups.show_figures([more_words.subgroup_table(found)], "")
        else:
            self.groups.show_nothing()
        if found.people:
            self.people.show_figures([more_words.people_table(found.people)], "")
        else:
            self.people.show_nothing()

    def _show_folds(self, positive: PainLabel) -> None:
        if self._found is None:
            return
        table = _table(self._found, positive)
        said = f"Precision, sensitivity and F1 are of {positive}."
        none = fold_words.without_interval(table)
        self.folds.show_figures([fold_words.fold_rows(table)], f"{said} {none}".rstrip())


def _table(found: RunEvaluation, positive: PainLabel) -> FoldTable:
    """Return Tables 1 and 2 for a positive class."""
    from neopain_gui.training.evaluation import drawn, fold_table

    if positive is found.table.positive:
        return found.table
    return fold_table(found.predictions, drawn(found.predictions), positive=positive)
