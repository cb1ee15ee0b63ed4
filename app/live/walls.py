"""A wall: a part whose pieces are sent one by one, so that a card more costs each listener about a card."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.domain.kind import Piece
from app.live.hub import Drawing, Room, Told, as_told, frame, gone
from app.live.parts import Part
from app.scenes import Audience

_HANG = re.compile("<!--hang:(.*?)-->")


@dataclass(frozen=True)
class Hung:
    """A piece as it was last drawn; without html it is gone."""

    piece: Piece
    html: str
    tick: int


@dataclass(frozen=True)
class Wall(Drawing):
    """`html` is the part without its pieces, and has been so since the tick `born`; `tick` is the newest of all."""

    born: int
    boot: str
    hung: Mapping[str, Hung]
    _since: dict[int, Sequence[Told]] = field(default_factory=dict[int, Sequence[Told]], compare=False)

    def since(self, held: int) -> Sequence[Told]:
        """The whole for those who have not got this wall at all, else its newer pieces. Made once for all who ask."""
        held = max(held, self.born - 1)
        if self.tick > held and held not in self._since:
            self._since[held] = [self._whole] if held < self.born else self._newer(held)
        return self._since.get(held, [])

    @cached_property
    def _whole(self) -> Told:
        at: dict[str, list[str]] = {}
        for one in sorted(self.hung.values(), key=lambda one: one.piece.id):
            at.setdefault(one.piece.place, []).append(one.html)
        html = _HANG.sub(lambda found: "".join(at.get(found[1], [])), self.html)
        return self.tick, self.part, frame(self.part, html, version=f"{self.boot}.{self.tick}")

    def _newer(self, held: int) -> list[Told]:
        return [
            (one.tick, id_, self._frame(one))
            for id_, one in sorted(self.hung.items(), key=lambda item: item[1].tick)
            if one.tick > held
        ]

    def _frame(self, one: Hung) -> str:
        version = f"{self.boot}.{one.tick}"
        return (
            frame(one.piece.id, one.html, version=version, place=one.piece.place)
            if one.html
            else gone(one.piece.id, version)
        )


def rehang(
    room: Room, part: Part, view: Audience, html: str, pieces: Sequence[Piece], draw: Callable[[Piece], str]
) -> Wall:
    """The wall as it stands now: pieces that are what they were are not drawn again, and keep their tick."""
    before = room.drawings.get((part, view))
    old: dict[str, Hung] = {}
    if isinstance(before, Wall) and before.html == html:
        old, born = dict(before.hung), before.born
    else:
        born = room.next_tick(part.surface)
    hung: dict[str, Hung] = {}
    for piece in pieces:
        known = old.pop(piece.id, None)
        hung[piece.id] = known if known and known.html and known.piece == piece else _hang(room, part, piece, draw)
    for id_, one in old.items():
        hung[id_] = one if not one.html else Hung(one.piece, "", room.next_tick(part.surface))
    newest = max([born, *(one.tick for one in hung.values())])
    wall = Wall(part.name, html, newest, "", born, as_told(room.boot, view), hung)
    room.drawings[part, view] = wall
    return wall


def _hang(room: Room, part: Part, piece: Piece, draw: Callable[[Piece], str]) -> Hung:
    return Hung(piece, draw(piece), room.next_tick(part.surface))
