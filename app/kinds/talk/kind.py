"""Talk keeps the contract by doing nothing."""

from app.domain.kind import Kind
from app.domain.refusals import N_


class Talk(Kind):
    """Something said aloud."""

    name = "talk"
    title = N_("Talk")
    icon = "users"
    takes_answers = False


KIND = Talk()
