"""What the shipped series promises, and how a broken one is refused."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from sqlmodel import Session, select

from app import content, kinds, protocols
from app.domain import activities, meetings, projects
from app.domain.activities import CUT, KEPT, Activity
from app.domain.projects import Project
from app.domain.prompts import Setup
from app.domain.refusals import Refusal


@pytest.fixture
def project(session: Session) -> Project:
    return protocols.into_project(session, protocols.shipped(), slug="four", owner=None, synthetic=False)


def at(session: Session, project: Project, block: str) -> Activity:
    found = activities.at_block(session, project.id, block)
    assert found is not None
    return found


def texts(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict):
        if value.keys() & {"en", "fr"}:
            yield place, value
        for name, inner in value.items():
            yield from texts(inner, f"{place}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{place}/{number}")


def test_the_shipped_series_has_four_meetings_and_every_one_of_their_49_activities(session: Session, project: Project):
    series = meetings.of_project(session, project)

    agendas = [activities.of_meeting(session, meeting.id) for meeting in series]

    assert [meeting.code for meeting in series] == ["M1", "M2", "M3", "M4"]
    assert [len(agenda) for agenda in agendas] == [12, 12, 12, 13]
    assert [activity.block for activity in agendas[3]] == [f"M4.{number}" for number in range(13)]


def test_every_prompt_of_every_activity_can_be_read_by_its_kind(session: Session, project: Project):
    for activity in session.exec(select(Activity)):
        setup = Setup.model_validate(activity.setup)
        kinds.kind_of(activity.kind).setup_of(activity)

        codes = [prompt.code for prompt in setup.prompts]
        assert len(codes) == len(set(codes)), activity.block


def test_everything_people_read_is_there_in_both_languages(session: Session, project: Project):
    shown = [(f"definition{place}", text) for place, text in texts(project.definition)]
    for activity in session.exec(select(Activity)):
        seen = {"title": activity.title, "note": activity.note, "setup": activity.setup}
        shown += [(f"{activity.block}{place}", text) for place, text in texts(seen)]

    missing = [place for place, text in shown if not (text.get("en", "").strip() and text.get("fr", "").strip())]

    assert len(shown) > 500
    assert missing == []


def test_an_activity_stands_alone_its_scales_sectors_and_slides_written_out(session: Session, project: Project):
    consent, poll, briefing = (at(session, project, block).setup["prompts"] for block in ("M1.1", "M1.2", "M1.3"))

    assert [option["code"] for option in consent[3]["options"]] == ["ED", "EPI", "HF", "X"]
    assert [point["value"] for point in poll[1]["scale"]["points"]] == [1, 2, 3, 4, 5]
    assert briefing[0]["slides"]["en"].startswith("# What a learning collaborative is")
    assert briefing[0]["slides"]["fr"].startswith("# ")


def test_a_question_on_earlier_results_has_its_prepared_answers_until_they_are_chosen(
    session: Session, project: Project
):
    focus = at(session, project, "M2.3").setup["prompts"][0]

    prompt = Setup.model_validate({"prompts": [focus]}).prompts[0]

    assert {"ed_access", "epi_contact", "hf_keep"} <= {option.code for option in prompt.choices}
    assert {option["sector"] for option in focus["options"]} == {"ED", "EPI", "HF"}
    assert focus["options_from"]["from"] == "M1.9"


def test_blocks_with_a_sensitive_question_are_cut_from_the_start(session: Session, project: Project):
    cut = {activity.block for activity in session.exec(select(Activity)) if activity.secrecy == CUT}

    assert cut == {"M3.11", "M4.10", "M4.12"}
    assert at(session, project, "M1.2").secrecy == KEPT


def test_rooms_rounds_windows_and_what_follows_what_are_kept(session: Session, project: Project):
    window, second = at(session, project, "M4.0"), at(session, project, "M4.5")

    assert (second.follows_id, second.round) == (window.id, 2)
    assert window.setup["window"]["days"] == 7
    assert at(session, project, "M1.7").rooms == "by_sector"


def test_sectors_and_what_is_done_beforehand_come_along(session: Session, project: Project):
    last = projects.sectors_of(session, project)[-1]

    assert (last.code, last.pseudo, last.chooses_room) == ("X", True, True)
    assert len(project.definition["meetings"]["M1"]["prework"]) == 4
    assert "notice" not in project.definition


def test_what_ships_matches_its_own_schemas():
    pairs = {"protocol.json": "protocol.schema.json", "demo.json": "recording.schema.json"}

    for name, schema in pairs.items():
        jsonschema.validate(json.loads((content.FOLDER / name).read_text()), content.read(schema))


def wrong_language(protocol: Any) -> None:
    del protocol["meetings"][0]["blocks"][6]["prompts"][1]["text"]["fr"]


def unknown_kind(protocol: Any) -> None:
    protocol["meetings"][1]["blocks"][2]["kind"] = "quiz"


def unknown_scale(protocol: Any) -> None:
    protocol["meetings"][0]["blocks"][1]["prompts"][1]["scale"] = "agree11"


def follows_nothing(protocol: Any) -> None:
    protocol["meetings"][3]["blocks"][5]["follows"] = "M9.9"


def given_twice(protocol: Any) -> None:
    protocol["meetings"][0]["blocks"][1]["code"] = "M1.1"


def slides_elsewhere(protocol: Any) -> None:
    protocol["meetings"][0]["blocks"][2]["prompts"][0]["slides"]["en"] = "../../settings.py"


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (wrong_language, "meetings/M1/blocks/M1.7/prompts/gaps/text"),
        (unknown_kind, "meetings/M2/blocks/M2.3/kind"),
        (unknown_scale, "meetings/M1/blocks/M1.2/prompts/confidence/scale"),
        (follows_nothing, "meetings/M4/blocks/M4.5/follows"),
        (given_twice, "meetings/M1/blocks/M1.1"),
        (slides_elsewhere, "meetings/M1/blocks/M1.3/prompts/slides/slides/en"),
    ],
)
def test_a_broken_series_is_refused_with_the_place(session: Session, spoil: Any, place: str):
    broken = copy.deepcopy(protocols.shipped())
    spoil(broken)

    with pytest.raises(Refusal) as refused:
        protocols.into_project(session, broken, slug="broken", owner=None, synthetic=False)

    assert refused.value.params["place"] == place
    assert session.exec(select(Project)).first() is None


def test_something_that_is_no_series_at_all_is_refused(session: Session):
    with pytest.raises(Refusal) as refused:
        protocols.into_project(session, {}, slug="nothing", owner=None, synthetic=False)

    assert refused.value.params["place"] == "protocol"


def test_a_project_from_nothing_has_a_meeting_its_sectors_and_the_scales(session: Session):
    sectors = {"N": {"en": "North", "fr": "Nord"}, "S": {"en": "South", "fr": "Sud"}}

    project = protocols.blank(session, slug="own", title={"en": "Our own"}, owner=None, sectors=sectors)

    (meeting,) = meetings.of_project(session, project)
    assert activities.of_meeting(session, meeting.id) == []
    assert [sector.code for sector in projects.sectors_of(session, project)] == ["N", "S"]
    assert {"agree5", "agree9"} <= project.definition["scales"].keys()
