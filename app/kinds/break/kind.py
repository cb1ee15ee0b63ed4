"""A break keeps the contract by leaving people alone."""

from app.domain.kind import Kind
from app.domain.refusals import N_


class Break(Kind):
    """Time off the screen."""

    name = "break"
    title = N_("Break")
    icon = "coffee"
    takes_answers = False


KIND = Break()
