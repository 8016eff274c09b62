"""Published data, where they lie beside the project; tests that need them skip without."""

from pathlib import Path

import pandas as pd
import pytest

ORACLES = Path(__file__).parents[4] / "shared" / "data" / "oracles"


def published(name: str) -> pd.DataFrame:
    file = ORACLES / f"{name}.csv"
    if not file.exists():
        pytest.skip("the published data are not beside the project")
    return pd.read_csv(file)
