import socket
import urllib.request

import pytest

from tests.architecture.sources import trees
from tests.architecture.test_rules import imports

LOCAL = {"QLocalServer", "QLocalSocket"}
"""Of Qt's network what never leaves the computer: sockets in a folder, named pipes."""


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


def test_of_qts_network_only_local_sockets_are_used():
    used = {
        module.rpartition(".")[2]
        for tree in trees().values()
        for module, _ in imports(tree)
        if module.startswith("PySide6.QtNetwork.")
    }
    assert used == LOCAL
