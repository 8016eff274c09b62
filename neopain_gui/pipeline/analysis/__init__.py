"""What a study's agreement says: statistics, baselines, facial regions, people's own ceiling."""

from neopain_gui.pipeline.analysis.analyse import analyse
from neopain_gui.pipeline.analysis.cached import cached_analysis, study_analysis

__all__ = ["analyse", "cached_analysis", "study_analysis"]
