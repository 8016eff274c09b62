"""What a training achieves, as files: tables, figures, the model card."""

from neopain_gui.reports.evaluation.evaluate import evaluate_run

__all__ = ["evaluate_run"]
