"""The server's surroundings hold what we put there and nothing of ours."""

from pathlib import Path

import pytest

from annotation.server.environment import server_environment


def test_nothing_of_the_outer_environment_gets_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "HOST",
        "PORT",
        "DEBUG",
        "CI",
        "SECRET_KEY",
        "LABEL_STUDIO_API_KEY",
        "HF_TOKEN",
        "http_proxy",
    ):
        monkeypatch.setenv(name, "from-outside")
    environment = server_environment(home=tmp_path / "home", data=tmp_path / "data")
    assert "from-outside" not in environment.values()
    for name in ("HOST", "PORT", "DEBUG", "CI", "SECRET_KEY", "HF_TOKEN"):
        assert name not in environment
    for name in ("SENTRY_DSN", "FRONTEND_SENTRY_DSN"):
        assert environment[f"LABEL_STUDIO_{name}"] == ""
    for name in ("COLLECT_ANALYTICS", "LATEST_VERSION_CHECK"):
        assert environment[f"LABEL_STUDIO_{name}"] == "false"
