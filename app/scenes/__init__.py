"""What one audience may see right now, and nothing more: the censor of pages, sockets and exports alike."""

from app.scenes.audience import FACILITATOR, PARTICIPANT, SCREEN, Audience, at_console, at_seat
from app.scenes.earlier import Earlier, earlier
from app.scenes.looking import narrowed, shown_question
from app.scenes.moment import Moment, agreed, as_seen, moment
from app.scenes.people import People, SectorTurnout, Turnout, here, people, turnout
from app.scenes.side_rooms import side_by_side
from app.scenes.stage import Clock, Stage, clock, held_back, line, pen, question, results, ruler, run_of_show, stage

__all__ = [
    "FACILITATOR",
    "PARTICIPANT",
    "SCREEN",
    "Audience",
    "Clock",
    "Earlier",
    "Moment",
    "People",
    "SectorTurnout",
    "Stage",
    "Turnout",
    "agreed",
    "as_seen",
    "at_console",
    "at_seat",
    "clock",
    "earlier",
    "held_back",
    "here",
    "line",
    "moment",
    "narrowed",
    "pen",
    "people",
    "question",
    "results",
    "ruler",
    "run_of_show",
    "shown_question",
    "side_by_side",
    "stage",
    "turnout",
]  # fmt: skip
