import socket
import urllib.request

import pytest


def connect():
    with socket.socket() as one:
        one.connect(("192.0.2.1", 80))


@pytest.mark.parametrize(
    "reach",
    [
        connect,
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=0.1),
        lambda: urllib.request.urlopen("http://example.invalid/"),
    ],
)
def test_the_network_is_out_of_reach(reach, network_attempts):
    with pytest.raises(AssertionError, match="reached for the network"):
        reach()
    assert len(network_attempts) == 1
    network_attempts.clear()
