"""A polite no: a sentence for a person, in their language, and where it belongs on the page."""


def N_(message: str) -> str:
    """Mark a sentence for the catalogues; it is translated when it is shown."""
    return message


class Refusal(Exception):
    """Something that may not be, said so that a person knows what to do.

    `message` is an English msgid; `params` fill its placeholders; `control` names the form field it stands
    beside; `status` is the HTTP status a page answers with.
    """

    status = 409

    def __init__(self, message: str, *, control: str = "", status: int | None = None, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.control = control
        self.params = params
        if status is not None:
            self.status = status


class NotFound(Refusal):
    """It is not there, or not for you: the two look the same."""

    status = 404

    def __init__(self, message: str = N_("There is nothing at this address. Check the link, or ask for a new one.")):
        super().__init__(message)


class NotAllowed(Refusal):
    """You are known, but this is not yours to do."""

    status = 403
