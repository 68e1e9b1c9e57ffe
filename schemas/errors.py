"""The errors tinbai raises on purpose. Anything else is a fault of ours.

    TinbaiError
    ├── DataError           exit 1   the data failed: validation, offsets that do not hold
    ├── UsageError          exit 2   what was asked cannot be done as asked
    │   ├── ConfigError              tinbai.toml or an environment variable
    │   └── ContractError            a contract that contradicts itself
    └── ServiceError        exit 3   a service or the machine failed us
        ├── ServerError              Label Studio or the Hub
        └── StorageError             the disk

Each is one line for a person: what, where, and what to do about it.
"""


class TinbaiError(Exception):
    """`str(error)` is one line: what happened and where; `hint` says what to do next."""

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else self.message


class DataError(TinbaiError):
    exit_code = 1


class UsageError(TinbaiError):
    exit_code = 2


class ConfigError(UsageError):
    pass


class ContractError(UsageError):
    pass


class ServiceError(TinbaiError):
    exit_code = 3


class ServerError(ServiceError):
    pass


class StorageError(ServiceError):
    pass
