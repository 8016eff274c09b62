"""Statistics that reviewers ask for: mixed models, equivalence, clusters, classes of people."""

from neopain_gui.agreement.statistics.attributes import TwoAttributes, g_dina
from neopain_gui.agreement.statistics.clusters import ClusterTest, Statistic, cluster_permutation
from neopain_gui.agreement.statistics.contrasts import Family, contrasts, estimated_means
from neopain_gui.agreement.statistics.equivalence import (
    Equivalence,
    bayes_factor_paired_t,
    tost_paired,
)
from neopain_gui.agreement.statistics.logistic import (
    LogisticModel,
    clustered_logistic,
    logistic_mixed_model,
)
from neopain_gui.agreement.statistics.mixed_models import Estimate, MixedModel, mixed_model

__all__ = [
    "ClusterTest",
    "Equivalence",
    "Estimate",
    "Family",
    "LogisticModel",
    "MixedModel",
    "Statistic",
    "TwoAttributes",
    "bayes_factor_paired_t",
    "cluster_permutation",
    "clustered_logistic",
    "contrasts",
    "estimated_means",
    "g_dina",
    "logistic_mixed_model",
    "mixed_model",
    "tost_paired",
]
