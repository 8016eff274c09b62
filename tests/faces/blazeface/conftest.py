import pytest
import skimage.data


@pytest.fixture(scope="session")
def astronaut():
    return skimage.data.astronaut()
