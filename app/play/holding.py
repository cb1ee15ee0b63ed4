"""One recorded block: what it builds on, what everybody hands in, and what the team makes of it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from app import kinds
from app.domain import carrying, ideas, passages, responses, rewordings, themes
from app.domain.activities import Activity
from app.domain.ideas import Idea
from app.domain.kind import Kind
from app.domain.passages import QUESTION
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.sheet import Sheet
from app.play.recording import Deed, Recorded, Recording, agreement


@dataclass
class Room:
    """Who is here, by the recording's codes, and what the things it names are called here."""

    seats: dict[str, Seat] = field(default_factory=dict[str, Seat])
    here: list[str] = field(default_factory=list[str])
    questions: dict[str, str] = field(default_factory=dict[str, str])
    ideas: dict[str, str] = field(default_factory=dict[str, str])
    sent: int = 0


def carry(session: Session, activity: Activity, kind: Kind, recorded: Recorded) -> None:
    """Choose what the block carries over as the team did, before it opens."""
    carried = recorded.get("carried")
    prompt = kind.setup_of(activity).prompt(carried["prompt"]) if carried else None
    if carried and prompt is not None:
        choice = {name: value for name, value in carried.items() if name not in {"prompt", "from"}}
        carrying.choose(session, activity, prompt, choice)


def answer(
    session: Session, activity: Activity, kind: Kind, room: Room, recording: Recording, order: Sequence[str]
) -> None:
    """Everybody hands in what they did, in this order; then they back each other's questions.

    Errors: Refusal when the activity refuses one: a recording that cannot be played is not half played.
    """
    asked = _asked(session, activity, kind)
    said = {who: list(_said(kind, activity, who, recording, asked)) for who in order}
    for who in order:
        for deed in said[who]:
            if not deed.backs:
                _hand_in(session, activity, room, who, deed)
    if not any(deed.backs for deeds in said.values() for deed in deeds):
        return
    passages.release(session, activity, all_of_them=True)
    for who in order:
        for deed in said[who]:
            if deed.backs:
                body = deed.body | {"what": room.questions[deed.backs]}
                _hand_in(session, activity, room, who, Deed(body))


def work(session: Session, activity: Activity, room: Room, recorded: Recorded) -> None:
    """What the team makes of it while it is open: groups of ideas, and statements in other words."""
    for theme in recorded.get("themes", []):
        found = [room.ideas[code] for code in theme["ideas"] if code in room.ideas]
        held = [session.get_one(Idea, one) for one in found]
        shape = {name: theme.get(name) or "" for name in ("column", "mark", "tag", "code")}
        themes.begin(session, activity, name=theme["name"], ideas=held, sector=theme["sector"], **shape)
    for version in recorded.get("versions", []):
        made = {"version_of": version["version_of"], "text": version["text"], "code": version["code"]}
        rewordings.make(session, activity, **made)


def _said(kind: Kind, activity: Activity, who: str, recording: Recording, asked: Collection[str]) -> Iterator[Deed]:
    """What somebody hands in here, as far as this kind of activity asks for it; consent where it is asked."""
    if not kind.takes_answers:
        return
    boxes = [prompt for prompt in kind.setup_of(activity).prompts if prompt.type == "consent"]
    deeds = recording.deeds(who, activity.block)
    if boxes and not any(deed.agrees for deed in deeds):
        yield agreement({prompt.code: prompt.required for prompt in boxes})
    yield from (deed for deed in deeds if deed.agrees or deed.body.get("prompt") in asked)


def _asked(session: Session, activity: Activity, kind: Kind) -> set[str]:
    """The prompts that this kind of activity takes answers to; a recording may know more."""
    if isinstance(kind, Sheet):
        return {prompt.code for prompt, _ in kind.ways(session, activity)}
    return {prompt.code for prompt in kind.setup_of(activity).prompts if prompt.type in kind.prompt_types}


def _hand_in(session: Session, activity: Activity, room: Room, who: str, deed: Deed) -> None:
    seat = room.seats[who]
    room.sent += 1
    try:
        responses.receive(session, kinds.kind_of, seat, activity.id, f"played-{room.sent:08}", deed.body)
    except Refusal as refusal:
        said = refusal.message % refusal.params
        message = N_("This recording cannot be played. In %(block)s, an answer of %(who)s was refused: %(said)s")
        raise Refusal(message, status=422, block=activity.block, who=who, said=said) from refusal
    if deed.recorded:
        _keep_name(session, activity, room, seat, deed)


def _keep_name(session: Session, activity: Activity, room: Room, seat: Seat, deed: Deed) -> None:
    """Remember what the recording calls something, so that what follows can be built on it."""
    for idea in ideas.mine(session, activity, seat):
        if not idea.code and idea.id not in room.ideas.values():
            idea.code = deed.recorded
            session.add(idea)
            session.flush()
            room.ideas[deed.recorded] = idea.id
            return
    known = set(room.questions.values())
    for passage in passages.mine(session, activity, seat):
        if passage.kind == QUESTION and passage.id not in known:
            room.questions[deed.recorded] = passage.id
            return
