"""Roles: what each person of a team may do, as named rights; a route or verb asks for the right, never for the role."""

from app.domain.refusals import N_

OWNER, FACILITATOR, CO_FACILITATOR, NOTE_TAKER = "owner", "facilitator", "co_facilitator", "note_taker"
SECTOR_LEAD, ANALYST, COORDINATOR, OBSERVER = "sector_lead", "analyst", "coordinator", "observer"

PLAN, SEE_PLAN = "plan", "see_plan"
RUN, RUN_ROOM = "run", "run_room"
SEE_CONSOLE, SEE_SCREEN = "see_console", "see_screen"
MODERATE, GROUP, GROUP_SECTOR = "moderate", "group", "group_sector"
BLUEPRINT, SEE_BLUEPRINT, BLUEPRINT_SECTOR = "blueprint", "see_blueprint", "blueprint_sector"
FINDINGS, SEE_FINDINGS, COMMENT = "findings", "see_findings", "comment"
LOCK_RULE, EXPORT, EXPORT_PUBLIC = "lock_rule", "export", "export_public"
INVITE, SEE_COUNTS, SEE_ROSTER = "invite", "see_counts", "see_roster"
RETENTION, SETTINGS = "retention", "settings"

_LEADS = frozenset({PLAN, SEE_PLAN, RUN, SEE_CONSOLE, SEE_SCREEN, MODERATE, GROUP, SEE_BLUEPRINT, SEE_FINDINGS})

RIGHTS: dict[str, frozenset[str]] = {
    OWNER: _LEADS
    | {BLUEPRINT, FINDINGS, COMMENT, LOCK_RULE, EXPORT, EXPORT_PUBLIC}
    | {INVITE, SEE_COUNTS, SEE_ROSTER, RETENTION, SETTINGS},
    FACILITATOR: _LEADS | {LOCK_RULE, INVITE, SEE_COUNTS},
    CO_FACILITATOR: _LEADS - {PLAN, SEE_PLAN} | {SEE_COUNTS},
    NOTE_TAKER: frozenset({SEE_CONSOLE, SEE_SCREEN, MODERATE, GROUP, SEE_FINDINGS}),
    SECTOR_LEAD: frozenset(
        {SEE_CONSOLE, SEE_SCREEN, RUN_ROOM, GROUP_SECTOR, BLUEPRINT_SECTOR, SEE_BLUEPRINT, SEE_FINDINGS, COMMENT}
    ),
    ANALYST: frozenset(
        {SEE_PLAN, SEE_CONSOLE, SEE_SCREEN, GROUP, BLUEPRINT, SEE_BLUEPRINT, FINDINGS, SEE_FINDINGS, COMMENT}
        | {LOCK_RULE, EXPORT, EXPORT_PUBLIC}
    ),
    COORDINATOR: frozenset({SEE_PLAN, INVITE, SEE_COUNTS, SEE_ROSTER}),
    OBSERVER: frozenset({SEE_SCREEN}),
}

TITLES = {
    OWNER: N_("owner"),
    FACILITATOR: N_("facilitator"),
    CO_FACILITATOR: N_("co-facilitator"),
    NOTE_TAKER: N_("note-taker"),
    SECTOR_LEAD: N_("sector lead"),
    ANALYST: N_("analyst"),
    COORDINATOR: N_("coordinator"),
    OBSERVER: N_("observer"),
}
GIVEN = tuple(role for role in TITLES if role != OWNER)  # what the owner may make somebody

MEANS = {
    FACILITATOR: N_("plans and runs the meetings, invites"),
    CO_FACILITATOR: N_("runs the meetings beside the facilitator"),
    NOTE_TAKER: N_("sees the console, hides and groups what people wrote"),
    SECTOR_LEAD: N_("leads the room of one sector"),
    ANALYST: N_("reads along, and takes the documents out"),
    COORDINATOR: N_("knows who is invited, and reads the plan"),
    OBSERVER: N_("sees the big screen, and nothing else"),
}


def may(role: str, right: str) -> bool:
    """Whether this role has this right; a role nobody knows has none."""
    return right in rights_of(role)


def rights_of(role: str) -> frozenset[str]:
    """Everything this role may do."""
    return RIGHTS.get(role, frozenset())


def alone(right: str) -> bool:
    """Whether the owner alone has this right."""
    return [role for role, rights in RIGHTS.items() if right in rights] == [OWNER]
