"""Making a project out of a protocol, or out of nothing but a title and some sectors."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.domain import activities, meetings, projects
from app.domain.accounts import Account
from app.domain.activities import CUT, KEPT, Activity
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.text import Text
from app.protocols.reading import Protocol, check, shipped
from app.protocols.settling import setup_of

KEPT_WORDS = (
    "roles", "reporting_groups", "scales", "consent_texts", "support", "microcopy", "glossary",
    "consensus_presets", "consensus_checks",
)  # fmt: skip


def into_project(
    session: Session,
    protocol: Protocol,
    *,
    slug: str,
    owner: Account | None,
    synthetic: bool,
    notice: Text | None = None,
) -> Project:
    """A project with everything the protocol says, standing alone from then on. `notice` is the synthetic banner."""
    check(protocol)
    project = projects.create(session, slug=slug, title=protocol["title"], owner=owner, synthetic=synthetic)
    project.definition = _definition(protocol) | _preparation(protocol) | ({"notice": notice} if notice else {})
    for sector in protocol["sectors"]:
        pseudo, chooses = sector["pseudo"], sector.get("chooses_room", False)
        projects.add_sector(session, project, sector["code"], sector["label"], pseudo=pseudo, chooses_room=chooses)
    made: dict[str, Activity] = {}
    for written in protocol["meetings"]:
        kept = {"code": written["code"], "minutes": written["minutes"], "purpose": written["purpose"]}
        meeting = meetings.add(session, project, written["title"], **kept)
        for block in written["blocks"]:
            made[block["code"]] = _activity(session, protocol, meeting, block, made)
    return project


def blank(session: Session, *, slug: str, title: Text, owner: Account | None, sectors: Mapping[str, Text]) -> Project:
    """A project from nothing: the sectors given (label by code), one meeting, no activities.

    It has the shipped scales, roles and wording, so that questions with scales can be added at once.
    """
    project = projects.create(session, slug=slug, title=title, owner=owner)
    project.definition = _definition(shipped())
    for code, label in sectors.items():
        projects.add_sector(session, project, code, label)
    meetings.add(session, project, {"en": "Meeting 1", "fr": "Rencontre 1"})
    return project


def _definition(protocol: Protocol) -> dict[str, Any]:
    return {name: protocol[name] for name in KEPT_WORDS}


def _preparation(protocol: Protocol) -> dict[str, Any]:
    """What is known of meetings and sectors beyond their tables: who is invited, what is done beforehand, notes."""
    before = {m["code"]: {"participants": m["participants"], "prework": m["prework"]} for m in protocol["meetings"]}
    notes = {s["code"]: s["note"] for s in protocol["sectors"] if "note" in s}
    return {"meetings": before, "sector_notes": notes}


def _activity(
    session: Session, protocol: Protocol, meeting: Meeting, block: dict[str, Any], made: dict[str, Activity]
) -> Activity:
    sensitive = any(prompt["sensitive"] for prompt in block["prompts"])
    followed = made.get(block.get("follows", ""))
    return activities.add(
        session, meeting, kind=block["kind"], title=block["title"], block=block["code"], note=block["note"],
        minutes=block["minutes"], core=block["core"], feeds=block["feeds"], rooms=block.get("rooms", "plenary"),
        round=block.get("round", 1), follows_id=followed.id if followed else None,
        secrecy=CUT if sensitive else KEPT, setup=setup_of(protocol, block),
    )  # fmt: skip
