"""distributed forgets the connections of a killed worker without closing them, and Python tells of it at any later time."""

import pytest

FORGOTTEN = pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
