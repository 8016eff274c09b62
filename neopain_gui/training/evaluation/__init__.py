"""What classifiers achieve on neonates held out: figures, intervals, calibration, comparison.

Pure functions on :class:`Predictions`. Neonates are drawn, exchanged and counted, never
photographs.
"""

from neopain_gui.training.evaluation.beside_people import BesidePeople, Judgement
from neopain_gui.training.evaluation.bootstrap import Bounds, Drawn, drawn
from neopain_gui.training.evaluation.fold_table import FoldTable, fold_table, table_csv
from neopain_gui.training.evaluation.paired import Paired, compare
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.evaluation.predictions_file import read_csv, write_csv
from neopain_gui.training.evaluation.run_evaluation import RunEvaluation, evaluation_of

__all__ = [
    "BesidePeople",
    "Bounds",
    "Drawn",
    "FoldTable",
    "Judgement",
    "Paired",
    "Predictions",
    "RunEvaluation",
    "compare",
    "drawn",
    "evaluation_of",
    "fold_table",
    "read_csv",
    "table_csv",
    "write_csv",
]
