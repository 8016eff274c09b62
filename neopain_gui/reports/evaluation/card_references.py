"""What every card cites."""

from __future__ import annotations

REFERENCES = (
    "Collins GS et al. (2024). TRIPOD+AI statement. BMJ 385, e078378. doi:10.1136/bmj-2023-078378",
    "DeLong ER, DeLong DM, Clarke-Pearson DL (1988). Comparing the areas under two or more "
    "correlated receiver operating characteristic curves. Biometrics 44, 837–845. "
    "doi:10.2307/2531595",
    "Guo C et al. (2017). On calibration of modern neural networks. ICML, PMLR 70, 1321–1330. "
    "doi:10.48550/arXiv.1706.04599",
    "Hesterberg TC (2015). What teachers should know about the bootstrap. The American "
    "Statistician 69, 371–386. doi:10.1080/00031305.2015.1089789",
    "Mitchell M et al. (2019). Model cards for model reporting. FAT*, 220–229. "
    "doi:10.1145/3287560.3287596",
    "Murphy AH (1973). A new vector partition of the probability score. Journal of Applied "
    "Meteorology 12, 595–600. doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2",
    "Obuchowski NA (1997). Nonparametric analysis of clustered ROC curve data. Biometrics 53, "
    "567–578. doi:10.2307/2533958",
    "Tejani AS et al. (2024). Checklist for Artificial Intelligence in Medical Imaging (CLAIM): "
    "2024 update. Radiology: Artificial Intelligence 6, e240300. doi:10.1148/ryai.240300",
    "Vickers AJ, Elkin EB (2006). Decision curve analysis. Medical Decision Making 26, 565–574. "
    "doi:10.1177/0272989X06295361",
)
