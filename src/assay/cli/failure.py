"""What a command raises to end with a sentence."""

FINDINGS = 1
UNUSABLE = 2


class Failure(Exception):  # noqa: N818 - it says what is wrong, not that we failed
    """Ends the command: `message` and `help` are shown, `status` is the exit status (2: usage or input)."""

    def __init__(self, message: str, help: str | None = None, status: int = UNUSABLE) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.status = status
