"""What the methods part of a report cites: whatever it used, with the paper's DOI."""

from __future__ import annotations

from collections.abc import Iterator

from neopain_gui.findings.analysis import Analysis
from neopain_gui.reports.how_made import FROM_RECORDINGS
from neopain_gui.reports.inference_sentences import inference_references
from neopain_gui.reports.methods_text import StudyFacts

_ATTRIBUTION = {
    "grad_cam": "Selvaraju RR et al. (2017). Grad-CAM: Visual explanations from deep networks via "
    "gradient-based localization. ICCV, 618–626. doi:10.1109/ICCV.2017.74",
    "grad_cam_pp": "Chattopadhay A et al. (2018). Grad-CAM++: Generalized gradient-based visual "
    "explanations for deep convolutional networks. WACV, 839–847. doi:10.1109/WACV.2018.00097",
    "hires_cam": "Draelos RL, Carin L (2020). Use HiResCAM instead of Grad-CAM for faithful "
    "explanations of convolutional neural networks. doi:10.48550/arXiv.2011.08891",
    "integrated_gradients": "Sundararajan M, Taly A, Yan Q (2017). Axiomatic attribution for deep "
    "networks. ICML, PMLR 70, 3319–3328. doi:10.48550/arXiv.1703.01365",
    "smooth_grad": "Smilkov D et al. (2017). SmoothGrad: removing noise by adding noise. "
    "doi:10.48550/arXiv.1706.03825",
    "expected_gradients": "Erion G et al. (2021). Improving performance of deep learning models "
    "with axiomatic attribution priors and expected gradients. Nature Machine Intelligence 3, "
    "620–631. doi:10.1038/s42256-021-00343-w",
    "occlusion": "Zeiler MD, Fergus R (2014). Visualizing and understanding convolutional "
    "networks. ECCV, LNCS 8689, 818–833. doi:10.1007/978-3-319-10590-1_53",
    "rise": "Petsiuk V, Das A, Saenko K (2018). RISE: Randomized input sampling for explanation of "
    "black-box models. BMVC. doi:10.48550/arXiv.1806.07421",
    "sanity": "Adebayo J et al. (2018). Sanity checks for saliency maps. NeurIPS 31. "
    "doi:10.48550/arXiv.1810.03292",
}
_CITES = {
    "smooth_integrated_gradients": ("integrated_gradients", "smooth_grad"),
    "edges": ("sanity",),
    "random_weights": ("sanity",),
}
"""Methods that cite others' papers."""
_SALVUCCI = (
    "Salvucci DD, Goldberg JH (2000). Identifying fixations and saccades in eye-tracking "
    "protocols. ETRA, 71–78. doi:10.1145/355017.355028"
)
_AGREEMENT = (
    "Spearman C (1904). The proof and measurement of association between two things. American "
    "Journal of Psychology 15, 72–101. doi:10.2307/1412159",
    "Cohen J (1960). A coefficient of agreement for nominal scales. Educational and Psychological "
    "Measurement 20, 37–46. doi:10.1177/001316446002000104",
    "Jaccard P (1912). The distribution of the flora in the alpine zone. New Phytologist 11, "
    "37–50. doi:10.1111/j.1469-8137.1912.tb05611.x",
    "Dice LR (1945). Measures of the amount of ecologic association between species. Ecology 26, "
    "297–302. doi:10.2307/1932409",
)
_TESTS = (
    "Student (1908). The probable error of a mean. Biometrika 6, 1–25. doi:10.1093/biomet/6.1.1",
    "Shapiro SS, Wilk MB (1965). An analysis of variance test for normality (complete samples). "
    "Biometrika 52, 591–611. doi:10.1093/biomet/52.3-4.591",
    "Mann HB, Whitney DR (1947). On a test of whether one of two random variables is "
    "stochastically larger than the other. Annals of Mathematical Statistics 18, 50–60. "
    "doi:10.1214/aoms/1177730491",
    "Wilcoxon F (1945). Individual comparisons by ranking methods. Biometrics Bulletin 1, 80–83. "
    "doi:10.2307/3001968",
    "Holm S (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal "
    "of Statistics 6, 65–70 (no DOI; JSTOR 4615733).",
    "Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate: a practical and "
    "powerful approach to multiple testing. Journal of the Royal Statistical Society B 57, "
    "289–300. doi:10.1111/j.2517-6161.1995.tb02031.x",
    "Hedges LV (1981). Distribution theory for Glass’s estimator of effect size and related "
    "estimators. Journal of Educational Statistics 6, 107–128. doi:10.3102/10769986006002107",
    "Cliff N (1993). Dominance statistics: ordinal analyses to answer ordinal questions. "
    "Psychological Bulletin 114, 494–509. doi:10.1037/0033-2909.114.3.494",
)
_FEATURES = (
    "Kendall MG (1938). A new measure of rank correlation. Biometrika 30, 81–93. "
    "doi:10.1093/biomet/30.1-2.81"
)
_PEOPLE = (
    "Nili H et al. (2014). A toolbox for representational similarity analysis. PLoS Computational "
    "Biology 10, e1003553. doi:10.1371/journal.pcbi.1003553",
    "Cameron AC, Gelbach JB, Miller DL (2011). Robust inference with multiway clustering. Journal "
    "of Business and Economic Statistics 29, 238–249. doi:10.1198/jbes.2010.07136",
)


def references(findings: Analysis, facts: StudyFacts) -> list[str]:
    """Return the papers behind what a report used, in alphabetical order."""
    return sorted(_used(findings, facts), key=str.casefold)


def _used(findings: Analysis, facts: StudyFacts) -> Iterator[str]:
    stages = {way.stage for model in facts.models for way in model.ways}
    methods = {stage.removeprefix("attribution.") for stage in stages}
    cited = {key for method in methods for key in _CITES.get(method, (method,))}
    yield from (text for key, text in _ATTRIBUTION.items() if key in cited)
    if FROM_RECORDINGS in stages:
        yield _SALVUCCI
    yield from _AGREEMENT
    yield from _TESTS
    yield from inference_references(findings)
    if findings.regions:
        yield _FEATURES
    if findings.ceilings:
        yield from _PEOPLE
