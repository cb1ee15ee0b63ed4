"""Broken and hostile series: each is refused with the place named and nothing kept, or accepted and then usable."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine
from sqlmodel import Session, select

from app import kinds, protocols
from app.db import writing_engine
from app.domain import meetings, overview, tables
from app.domain.activities import Activity, of_meeting
from app.domain.projects import Project
from app.domain.refusals import Refusal
from app.migrate import upgrade
from app.protocols import Broken

Path = tuple[str | int, ...]
Change = Callable[[Any], object]
JUNK: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**11, 10**30, -(10**15), "", " ", "x", "M1.1", "M9.9", "\x00", "\u202e", "x" * 500,
    "../../etc/passwd", "{{ 7 * 7 }}", "<script>", [], [[]], [None], {}, {"code": "x"}, {"en": "only"},
    {"from": "M4.12"},
]  # fmt: skip
SMALL = [code for code in protocols.shipped_ones() if code != protocols.USUAL]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all that is tried in this file: nothing of it may stay."""
    address = f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'groundwork.db'}"
    upgrade(address)
    engine = writing_engine(address)
    yield engine
    engine.dispose()


def rows(connection: Connection) -> int:
    """Everything the database holds."""
    return sum(connection.exec_driver_sql(f'SELECT count(*) FROM "{t}"').scalar_one() for t in tables.metadata.tables)


def taken(engine: Engine, raw: bytes) -> Refusal | None:
    """Bring a series as a file and make a project of it: the refusal; or nothing, and then the project was usable."""
    with engine.connect() as connection, Session(connection) as session:
        outer = session.begin_nested()
        try:
            protocol = protocols.parse(raw)
            project = protocols.into_project(session, protocol, slug="tried", owner=None, synthetic=False)
            agenda_can_be_drawn(session, project)
        except Refusal as refusal:
            assert rows(connection) == 0, "something half made was left"
            return refusal
        finally:
            if outer.is_active:
                outer.rollback()
            session.rollback()
        return None


def agenda_can_be_drawn(session: Session, project: Project) -> None:
    """Every meeting adds up, and every activity's kind reads its setup and shows it in its form."""
    series = meetings.of_project(session, project)
    assert series
    for meeting in series:
        agenda = of_meeting(session, meeting.id)
        assert overview.minutes_of(agenda) >= 0 and len(overview.run_of_show(agenda)) == len(agenda) > 0
    for activity in session.exec(select(Activity)):
        kind = kinds.kind_of(activity.kind)
        kind.setup_of(activity)
        kind.shows_results(kind.setup_of(activity))
        json.dumps(activity.setup)


def said(refusal: Refusal) -> str:
    return refusal.message % refusal.params


def as_file(value: Any) -> bytes:
    return json.dumps(value).encode()


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    steps: list[Any] = []
    if isinstance(value, dict):
        steps = [*cast("dict[str, Any]", value)]
    elif isinstance(value, list):
        steps = [*range(len(cast("list[Any]", value)))]
    for step in steps:
        yield from places(cast("Any", value)[step], (*path, step))


def parent(value: Any, path: Path) -> Any:
    for step in path[:-1]:
        value = value[step]
    return value


def block(protocol: Any, code: str) -> Any:
    return next(b for m in protocol["meetings"] for b in m["blocks"] if b["code"] == code)


def prompt(protocol: Any, code: str, at: int = 0) -> Any:
    return block(protocol, code)["prompts"][at]


# -- what a hand would get wrong: the place has to be the very one


def put(code: str, at: int, *path: Any, to: Any) -> Change:
    def change(protocol: Any) -> None:
        whole = prompt(protocol, code, at)
        parent(whole, path)[path[-1]] = to

    return change


def put_in_block(code: str, field: str, to: Any) -> Change:
    return lambda protocol: block(protocol, code).__setitem__(field, to)


def twice(code: str, at: int, field: str) -> Change:
    return lambda protocol: prompt(protocol, code, at)[field].append(prompt(protocol, code, at)[field][0])


def swapped(protocol: Any) -> None:
    blocks = protocol["meetings"][0]["blocks"]
    blocks[7], blocks[8] = blocks[8], blocks[7]


BY_HAND: dict[str, tuple[Change, str, str]] = {
    "unknown kind": (put_in_block("M1.2", "kind", "quiz"), "M1.2/kind", "“quiz” is not known"),
    "no French": (lambda p: prompt(p, "M1.2")["text"].pop("fr"), "M1.2/prompts/familiarity/text", "French is missing"),
    "blank French": (put("M1.2", 0, "text", "fr", to="  "), "familiarity/text", "French is missing"),
    "invisible French": (put("M1.2", 0, "text", "fr", to="\u200b"), "familiarity/text", "French is missing"),
    "empty French of an answer": (put("M1.2", 0, "options", 1, "label", "fr", to=""), "options/heard/label", "French"),
    "title in French alone": (lambda p: p["title"].pop("en"), "title", "English is missing"),
    "two meetings of one code": (lambda p: p["meetings"][1].update(code="M1"), "meetings/M1", "given twice"),
    "two blocks of one code": (put_in_block("M1.2", "code", "M1.1"), "meetings/M1/blocks/M1.1", "given twice"),
    "two prompts of one code": (put("M1.2", 1, "code", to="familiarity"), "prompts/familiarity", "given twice"),
    "two answers of one code": (twice("M1.2", 0, "options"), "familiarity/never", "given twice"),
    "two items of one code": (twice("M3.3", 0, "items"), "measures/fidelity", "given twice"),
    "two ways out of one code": (twice("M1.2", 0, "opt_out"), "opt_out/pna", "given twice"),
    "two sectors of one code": (lambda p: p["sectors"][1].update(code="ED"), "sectors/ED", "given twice"),
    "two roles of one code": (lambda p: p["roles"].append(p["roles"][0]), "roles/LE", "given twice"),
    "an answer that is also a way out": (put("M1.2", 0, "options", 0, "code", to="pna"), "opt_out/pna", "given twice"),
    "targets nothing": (put("M1.9", 0, "targets", "from", to="M9.9"), "dots/targets/from", "nothing called “M9.9”"),
    "targets itself": (put("M1.9", 0, "targets", "from", to="M1.9"), "dots/targets/from", "in a circle"),
    "targets what comes later": (put("M1.9", 0, "targets", "from", to="M2.7"), "dots/targets/from", "comes later"),
    "a vote before its groups": (swapped, "M1.9/prompts/dots/targets/from", "comes later"),
    "targets what makes no themes": (put("M1.9", 0, "targets", "from", to="M1.2"), "targets/from", "holds nothing"),
    "targets a column that is not there": (
        put("M1.9", 0, "targets", "column", to="x"),
        "targets/column",
        "holds nothing",
    ),
    "groups what comes later": (put("M1.8", 0, "ideas", "from", to="M2.6"), "groups/ideas/from", "comes later"),
    "shows itself": (put("M1.11", 0, "shows", 1, "from", to="M1.11"), "surprise/shows/1/from", "in a circle"),
    "shows a meeting that is not there": (put("M2.1", 1, "shows", 0, "from", to="M7"), "shows/0/from", "no meeting"),
    "shows its own meeting": (put("M2.1", 1, "shows", 0, "from", to="M2"), "shows/0/from", "comes later"),
    "options from what comes later": (
        put("M2.3", 0, "options", "from", to="M2.8"),
        "focus/options/from",
        "comes later",
    ),
    "items from nothing": (put("M3.10", 0, "items_from", "from", to="M0.1"), "items_from/from", "nothing called"),
    "about itself": (put("M3.9", 0, "about", "from", to="M3.9"), "strategies/about/from", "in a circle"),
    "follows nothing": (put_in_block("M4.5", "follows", "M9.9"), "M4.5/follows", "nothing called"),
    "follows itself": (put_in_block("M4.5", "follows", "M4.5"), "M4.5/follows", "in a circle"),
    "follows what comes later": (put_in_block("M4.0", "follows", "M4.5"), "M4.0/follows", "comes later"),
    "follows another kind": (put_in_block("M4.5", "follows", "M1.2"), "M4.5/follows", "another kind"),
    "repeated nowhere": (put("M1.2", 1, "repeat_in", 0, to="M9.1"), "confidence/repeat_in", "nothing called"),
    "repeated earlier": (put("M1.2", 1, "repeat_in", 0, to="M1.1"), "confidence/repeat_in", "comes earlier"),
    "repeats what comes later": (put("M1.2", 1, "repeat_of", to="M4.12"), "confidence/repeat_of", "comes later"),
    "repeats a question that is not there": (put("M4.12", 0, "repeat_of", to="M1.1"), "repeat_of", "holds nothing"),
    "a version of nothing": (put("M4.5", 0, "versions", 0, "version_of", to="C99"), "C08b/version_of", "no statement"),
    "opens after nothing": (lambda p: block(p, "M4.0")["window"].update(opens_after="M9"), "opens_after", "no meeting"),
    "closes before it opens": (
        lambda p: block(p, "M4.0")["window"].update(closes_before="M2"),
        "closes_before",
        "before it opens",
    ),
    "reminds too late": (
        lambda p: block(p, "M4.0")["window"].update(remind_on_day=9),
        "remind_on_day",
        "after the last day",
    ),
    "no such scale": (put("M1.2", 1, "scale", to="agree11"), "confidence/scale", "no scale “agree11”"),
    "no such scale of a dimension": (put("M3.3", 0, "dimensions", 1, "scale", to="x"), "feasibility/scale", "no scale"),
    "a scale taken away": (lambda p: p["scales"].pop("useful5"), "M1.10/prompts/expert_group/scale", "no scale"),
    "a scale with a hole": (lambda p: p["scales"]["agree5"]["points"].pop(2), "scales/agree5", "does not add up"),
    "a scale under another name": (
        lambda p: p["scales"]["agree5"].update(code="a"),
        "scales/agree5/code",
        "another name",
    ),
    "no such slides": (put("M1.3", 0, "slides", "en", to="../../settings.py"), "slides/slides/en", "no slides"),
    "more on one thing than dots": (put("M1.9", 0, "max_per_item", to=5), "dots/max_per_item", "5 dots on one thing"),
    "no minutes": (put_in_block("M1.2", "minutes", 0), "M1.2/minutes", "0 is out of range"),
    "minutes backwards": (put_in_block("M1.2", "minutes", -5), "M1.2/minutes", "-5 is out of range"),
    "minutes as text": (put_in_block("M1.2", "minutes", "5"), "M1.2/minutes", "a whole number"),
    "half a minute": (put_in_block("M1.2", "minutes", 2.5), "M1.2/minutes", "a whole number"),
    "a meeting without minutes": (lambda p: p["meetings"][0].update(minutes=0), "meetings/M1/minutes", "out of range"),
    "a thousand dots": (put("M1.9", 0, "dots", to=1000), "dots/dots", "out of range"),
    "a role of no group": (lambda p: p["reporting_groups"]["map"].update(LE="x"), "map/LE", "no reporting group"),
    "a group of no role": (lambda p: p["reporting_groups"]["map"].update(XX="lived"), "map/XX", "no role"),
    "items for no sector": (
        lambda p: prompt(p, "M3.3")["items_by_sector"].update(ZZ=[]),
        "items_by_sector/ZZ",
        "no sector",
    ),
    "prepared for no sector": (
        lambda p: prompt(p, "M2.3")["options"]["fallback"].update(ZZ=[]),
        "fallback/ZZ",
        "no sector",
    ),
    "no sector of its own": (lambda p: [s.update(pseudo=True) for s in p["sectors"]], "sectors", "sector of its own"),
    "an unknown rule": (put("M4.4", 0, "about", "where", to="whenever"), "about/where", "“whenever” is not known"),
    "two default presets": (
        lambda p: p["consensus_presets"][1].update(default=True),
        "consensus_presets",
        "the default",
    ),
    "a preset with a list in it": (
        lambda p: p["consensus_presets"][0]["out"].update(di_min=[]),
        "out/di_min",
        "a number",
    ),
    "checks of another shape": (lambda p: p["consensus_checks"].update(lived_check=3), "lived_check", "an object"),
    "feeds no section": (put_in_block("M1.2", "feeds", ["S77"]), "M1.2/feeds", "no section “S77”"),
    "no answers": (put("M1.2", 0, "options", to=[]), "familiarity/options", "at least 2"),
    "no prompts": (put_in_block("M1.10", "prompts", []), "M1.10/prompts", "needs a question"),
    "no blocks": (lambda p: p["meetings"][0].update(blocks=[]), "meetings/M1/blocks", "at least 1"),
    "no meetings": (lambda p: p.update(meetings=[]), "meetings", "at least 1"),
    "another version": (lambda p: p.update(version=3), "version", "should be 2"),
    "an unknown field": (put_in_block("M1.2", "colour", "red"), "M1.2", "“colour” is not known"),
    "a code with a slash": (put("M1.2", 0, "code", to="a/b"), "prompts/a/b/code", "cannot be a code"),
    "NUL in a text": (put("M1.2", 0, "text", "en", to="a\x00b"), "familiarity/text/en", "cannot be stored"),
    "half a character": (put("M1.2", 0, "text", "en", to="a\ud800b"), "familiarity/text/en", "cannot be stored"),
    "a text without end": (put("M1.2", 0, "text", "en", to="x" * 20_000), "familiarity/text/en", "too long"),
    "a number without end": (put_in_block("M1.2", "minutes", 10**30), "M1.2/minutes", "number that can be kept"),
    "too many meetings": (
        lambda p: p["sectors"].extend({**p["sectors"][0], "code": f"S{n}"} for n in range(20)),
        "sectors",
        "more than a series",
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_mistake_is_refused_with_its_place_and_nothing_is_kept(kept: Engine, name: str) -> None:
    spoil, place, words = BY_HAND[name]
    broken = copy.deepcopy(protocols.shipped())
    spoil(broken)

    refusal = taken(kept, as_file(broken))

    assert refusal is not None and place in str(refusal.params["place"]), refusal and said(refusal)
    assert words in said(refusal), said(refusal)


def test_all_mistakes_are_said_at_once_up_to_twenty(kept: Engine) -> None:
    broken = copy.deepcopy(protocols.shipped())
    for one in block(broken, "M1.10")["prompts"]:
        one["text"] = {}

    refusal = taken(kept, as_file(broken))

    assert isinstance(refusal, Broken) and len(refusal.problems) == 20
    assert [said(one) for one in refusal.problems[:2]] == [
        f"At meetings/M1/blocks/M1.10/prompts/expert_group/text: the {language} is missing. "
        "Everything people read is in both languages."
        for language in ("English", "French")
    ]


# -- what is no series at all


def nested(depth: int) -> bytes:
    return b'{"version": ' + b"[" * depth + b"]" * depth + b"}"


NO_SERIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not JSON"),
    "a word": (b"hello", "not JSON"),
    "half of it": (as_file(protocols.shipped())[:5000], "not JSON"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not text in UTF-8"),
    "UTF-16": ('{"version": 2}'.encode("utf-16"), "not text in UTF-8"),
    "not a number": (b'{"version": NaN}', "At version: this is not a number"),
    "infinity": (b'{"version": -Infinity}', "At version: this is not a number"),
    "a number beyond all": (b'{"version": 1e999}', "At version: this is not a number"),
    "a million digits": (b'{"version": ' + b"9" * 1_000_000 + b"}", "At version: this is not a number"),
    "the same name twice": (b'{"version": 2, "version": 2}', "“version” is given twice"),
    "twice, deep inside": (
        b'{"meetings": [{"code": "M1", "minutes": 1, "minutes": 2}]}',
        "meetings/M1: “minutes” is given",
    ),
    "forty brackets": (nested(40), "nested too deep"),
    "a hundred thousand brackets": (nested(100_000), "nested too deep"),
    "a list": (b"[]", "At protocol: this should be an object"),
    "nothing in it": (b"{}", "At protocol: “version” is missing"),
    "null": (b"null", "an object"),
    "a hundred thousand things": (as_file([0] * 100_000), "more than a series of meetings can"),
    "3 MB": (b" " * 3_000_000, "room for 2 MB"),
    "10 MB": (b"[" * 10_000_000, "room for 2 MB"),
}


@pytest.mark.parametrize("name", NO_SERIES)
def test_what_is_no_series_is_refused_in_a_sentence(kept: Engine, name: str) -> None:
    raw, words = NO_SERIES[name]

    refusal = taken(kept, raw)

    assert refusal is not None and words in said(refusal), refusal and said(refusal)
    assert len(said(refusal)) < 400


# -- what nobody thought of


def mutated(seed: int) -> bytes:
    """A shipped series with one to three changes at random places."""
    dice = random.Random(seed)
    broken = copy.deepcopy(protocols.shipped_ones()[dice.choice([protocols.USUAL, *SMALL])])
    for _ in range(dice.randint(1, 3)):
        path = dice.choice([*places(broken)])
        holder, step = parent(broken, path), path[-1]
        match dice.choice(["junk", "gone", "swap", "wrap", "double", "shuffle", "nudge", "part"]):
            case "junk":
                holder[step] = copy.deepcopy(dice.choice(JUNK))
            case "gone":
                del holder[step]
            case "swap":
                other = dice.choice([*places(broken)])
                holder[step] = copy.deepcopy(parent(broken, other)[other[-1]])
            case "shuffle":
                lists = [p for p in places(broken) if isinstance(parent(broken, p)[p[-1]], list)]
                chosen = dice.choice(lists)
                dice.shuffle(parent(broken, chosen)[chosen[-1]])
            case "nudge":
                numbers = [p for p in places(broken) if type(parent(broken, p)[p[-1]]) is int]
                chosen = dice.choice(numbers)
                parent(broken, chosen)[chosen[-1]] += dice.choice([-1, 1])
            case "part":
                parts = [p for p in places(broken) if isinstance(p[-1], int)]
                chosen = dice.choice(parts)
                del parent(broken, chosen)[chosen[-1]]
            case "wrap":
                holder[step] = [holder[step]]
            case _ if isinstance(step, int):
                holder.append(copy.deepcopy(holder[step]))
            case _:
                holder[f"{step}2"] = 1
    return as_file(broken)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=10**9))
@example(seed=1)
def test_any_change_is_refused_with_a_place_or_can_be_used(kept: Engine, seed: int) -> None:
    refusal = taken(kept, mutated(seed))

    if refusal is not None:
        assert refusal.status in {413, 422}
        assert refusal.params.get("place") or refusal.params.get("line") or "more than a series" in said(refusal)
        assert "\x00" not in said(refusal) and len(said(refusal)) < 600


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300) | st.text(alphabet='{}[]",:0123456789eE.-ntfu\\ \n', max_size=120).map(str.encode))
def test_any_bytes_are_refused(kept: Engine, raw: bytes) -> None:
    refusal = taken(kept, raw)

    assert refusal is not None and said(refusal)


@pytest.mark.parametrize("name", protocols.shipped_ones())
def test_every_series_that_ships_can_be_taken_away_and_brought_back(kept: Engine, name: str) -> None:
    series = protocols.shipped_ones()[name]

    again = protocols.parse(json.dumps(series, ensure_ascii=False, indent=1).encode())

    assert again == series
    assert taken(kept, as_file(series)) is None
