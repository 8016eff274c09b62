"""What a study's agreement says: statistics, baselines, facial regions, people's own ceiling."""

from neopain_gui.pipeline.analysis.analyse import Analysis, analyse
from neopain_gui.pipeline.analysis.cached import cached_analysis, study_analysis
from neopain_gui.pipeline.analysis.pairs import PairSummary
from neopain_gui.pipeline.analysis.regions import RegionRow

__all__ = ["Analysis", "PairSummary", "RegionRow", "analyse", "cached_analysis", "study_analysis"]
