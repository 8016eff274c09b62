"""Which label counts: the data set's, or one that follows from what raters said."""

from neopain_gui.pipeline.labels.counted import CountedLabels
from neopain_gui.pipeline.labels.source import COUNTED_LABEL, LabelSource, label_source

__all__ = ["COUNTED_LABEL", "CountedLabels", "LabelSource", "label_source"]
