"""One word a person, kept on the ballot."""

from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session

from app.domain import ballots
from app.domain.activities import Activity
from app.domain.ballots import Given
from app.domain.kind import Answer, Kind, Viewer
from app.domain.refusals import N_
from app.domain.seats import Seat
from app.domain.text import clean
from app.evidence.small_groups import Tier


class Word(Answer):
    """The word."""

    word: str


class OneWord(Kind):
    """A word for how it went."""

    name = "one_word"
    title = N_("One word")
    Answer = Word

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Word) -> None:
        ballots.put(session, activity, seat, "word", [Given(clean(answer.word, limit=20, control="word"))])

    def mine(self, session: Session, activity: Activity, seat: Seat) -> list[str]:
        return [given.value for given in ballots.mine(session, activity, seat).get("word", [])]

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> Sequence[tuple[str, int]] | None:
        words: Counter[str] = Counter()
        for count in ballots.count(session, activity, "word").values():
            words.update(count.counts)
        return words.most_common() if words.total() >= Tier.LIVE.least else None


KIND = OneWord()
