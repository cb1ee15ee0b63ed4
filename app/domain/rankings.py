"""Rankings: several things in order, best first, as far as somebody wants to order them; and where a room puts them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import ballots
from app.domain.activities import Activity
from app.domain.ballots import Given
from app.domain.prompts import Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat

UP, DOWN, ON, OFF = "up", "down", "spend", "take_back"


@dataclass(frozen=True)
class Ranked:
    """One person's own list, best first, and the way out they took instead."""

    codes: Sequence[str]
    out: str


def mine(session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Ranked:
    """This person's own list. What has left the question since has left the list."""
    given = ballots.mine(session, activity, seat).get(prompt.code, [])
    there = {option.code for option in prompt.for_room(seat.room).options}
    placed = sorted((one for one in given if not one.opt_out and one.item in there), key=lambda g: int(g.value or 0))
    return Ranked([one.item for one in placed], next((one.value or "" for one in given if one.opt_out), ""))


def put(session: Session, activity: Activity, prompt: Prompt, seat: Seat, codes: Sequence[str]) -> None:
    """Keep a list, best first, in place of the one before. An empty one takes the answer back."""
    there = {option.code for option in prompt.for_room(seat.room).options}
    if not there.issuperset(codes) or len(set(codes)) != len(codes):
        message = N_("This list does not fit the question. Reload the page, then put it in order again.")
        raise Refusal(message, control=prompt.code, status=422)
    if codes and not prompt.partial and len(codes) < len(there):
        raise Refusal(N_("Every one has to have a place here. Put the others on the list too."), control=prompt.code)
    given = [Given(str(place), item=code) for place, code in enumerate(codes, start=1)]
    ballots.put(session, activity, seat, prompt.code, given)


def move(session: Session, activity: Activity, prompt: Prompt, seat: Seat, do: str, item: str) -> None:
    """One step: a place up or down, on the list at its end, or off it. At either end, or twice, nothing happens."""
    there = [option.code for option in prompt.for_room(seat.room).options]
    if item not in there:
        message = N_("This is not one of the things to rank. Reload the page.")
        raise Refusal(message, control=prompt.code, status=422)
    if do == OFF and not prompt.partial:
        raise Refusal(N_("Every one has to have a place here. Move it down instead."), control=item)
    codes = moved(mine(session, activity, prompt, seat).codes, do, item)
    if do == ON and not prompt.partial:
        codes += [code for code in there if code not in codes]
    put(session, activity, prompt, seat, codes)


def moved(codes: Sequence[str], do: str, item: str) -> list[str]:
    """The list after one step."""
    left = [code for code in codes if code != item]
    if do == OFF:
        return left
    if item not in codes:
        return [*codes, item] if do == ON else list(codes)
    place = codes.index(item) + {UP: -1, DOWN: 1}.get(do, 0)
    left.insert(max(place, 0), item)
    return left
