"""The server's environment variables, built from nothing.

Label Studio takes any bare HOST, PORT, DEBUG, CI... from its surroundings as a setting, writes into the
home folder even for `--help`, and would otherwise report to Sentry, count its users and ask the package
index for a newer version.
"""

from pathlib import Path

# Nothing listens on the discard port of loopback: whatever in the server still tries to leave the
# machine through the usual libraries is refused at once.
_NOWHERE = "http://127.0.0.1:9"


def server_environment(*, home: Path, data: Path) -> dict[str, str]:
    """What a Label Studio with `data` as its data folder runs with; it sees nothing else."""
    prefix = "LABEL_STUDIO_"
    settings = {
        "BASE_DATA_DIR": str(data),
        "DISABLE_SIGNUP_WITHOUT_LINK": "true",
        # Counts only when the organisation is first made, so it must be there from the first start.
        "ENABLE_LEGACY_API_TOKEN": "true",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
    }
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_STATE_HOME": str(home / ".local" / "state"),
        "http_proxy": _NOWHERE,
        "https_proxy": _NOWHERE,
        "all_proxy": _NOWHERE,
        "HTTP_PROXY": _NOWHERE,
        "HTTPS_PROXY": _NOWHERE,
        "ALL_PROXY": _NOWHERE,
        "no_proxy": "127.0.0.1,localhost",
        "NO_PROXY": "127.0.0.1,localhost",
        **{prefix + name: value for name, value in settings.items()},
    }
