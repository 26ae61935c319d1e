"""Roles and verbs, and the one table that says which role may do what. It can be printed."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is appointed to, or what somebody without an account is."""

    DISTRICT_OFFICER = "district_officer"
    TOWN_CLERK = "town_clerk"
    SECRETARY = "secretary"
    TEAM_MEMBER = "team_member"
    DESIGNER = "designer"
    UTILITY = "utility"
    BODY_MEMBER = "body_member"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    HOUSEHOLD = "household"
    HELPER = "helper"
    PUBLIC = "public"
    SYSTEM = "system"


class Verb(StrEnum):
    """What can be done or seen."""

    ACCOUNT_MANAGE = "account.manage"
    UNIT_MANAGE = "unit.manage"
    MANDATE_GRANT = "mandate.grant"
    BODY_MANAGE = "body.manage"
    GRID_MANAGE = "grid.manage"
    ORGANISATION_SEE = "organisation.see"
    INVITATION_ISSUE = "invitation.issue"
    CONSENT_RECORD = "consent.record"
    CARD_SEE = "card.see"
    COMPOUND_SEE = "compound.see"
    COMPOUND_IMPORT = "compound.import"
    DWELLING_SEE = "dwelling.see"
    PARTY_SEE = "party.see"
    PARTY_MANAGE = "party.manage"
    PARTY_ERASE = "party.erase"
    CONDITION_RECORD = "condition.record"
    VISIT_RECORD = "visit.record"
    PROJECT_SEE = "project.see"
    PROJECT_OPEN = "project.open"
    ASSESSMENT_SEE = "assessment.see"
    ASSESSMENT_RECORD = "assessment.record"
    NOTICE_POST = "notice.post"
    POSTING_PROVE = "posting.prove"
    DECISION_SEE = "decision.see"
    DECISION_RUN = "decision.run"
    BALLOT_CAST = "ballot.cast"
    OBJECTION_RAISE = "objection.raise"
    FUNDING_SEE = "funding.see"
    FUNDING_RECORD = "funding.record"
    JOURNAL_SEE = "journal.see"


V = Verb
_ANYONE = frozenset({V.CARD_SEE})
_NEAR = _ANYONE | {V.COMPOUND_SEE, V.PROJECT_SEE, V.ASSESSMENT_SEE, V.FUNDING_SEE}
_VOTING = frozenset({V.DECISION_SEE, V.BALLOT_CAST, V.OBJECTION_RAISE})
_AT_HOME = _NEAR | _VOTING | {V.DWELLING_SEE, V.CONSENT_RECORD}
_TECHNICAL = _NEAR | {V.ORGANISATION_SEE}
_AT_THE_DOOR = (
    _TECHNICAL | _VOTING | {V.DWELLING_SEE, V.PARTY_SEE, V.CONDITION_RECORD, V.VISIT_RECORD, V.POSTING_PROVE}
)
_OFFICE = _AT_THE_DOOR | {
    V.DECISION_RUN, V.NOTICE_POST, V.FUNDING_RECORD,
    V.COMPOUND_IMPORT, V.PARTY_MANAGE, V.PARTY_ERASE, V.PROJECT_OPEN, V.ASSESSMENT_RECORD, V.JOURNAL_SEE,
    V.INVITATION_ISSUE, V.CONSENT_RECORD, V.BODY_MANAGE, V.GRID_MANAGE,
}  # fmt: skip

# Whoever gives out accounts and mandates reads no household; whoever reads everything changes nothing.
MAY: dict[Role, frozenset[Verb]] = {
    Role.DISTRICT_OFFICER: _TECHNICAL | {V.JOURNAL_SEE, V.UNIT_MANAGE, V.MANDATE_GRANT},
    Role.TOWN_CLERK: _OFFICE | {V.UNIT_MANAGE, V.MANDATE_GRANT},
    Role.SECRETARY: _OFFICE,
    Role.TEAM_MEMBER: _AT_THE_DOOR | {V.CONSENT_RECORD},
    Role.DESIGNER: _TECHNICAL | {V.ASSESSMENT_RECORD},
    Role.UTILITY: _TECHNICAL,
    Role.BODY_MEMBER: _TECHNICAL,
    Role.AUDITOR: _TECHNICAL | {V.DWELLING_SEE, V.DECISION_SEE, V.JOURNAL_SEE},
    Role.ADMINISTRATOR: frozenset(
        {V.ACCOUNT_MANAGE, V.UNIT_MANAGE, V.MANDATE_GRANT, V.ORGANISATION_SEE, V.JOURNAL_SEE}
    ),
    Role.HOUSEHOLD: _AT_HOME,
    Role.HELPER: _AT_HOME - {V.CONSENT_RECORD},
    Role.PUBLIC: _ANYONE,
    Role.SYSTEM: frozenset(Verb),
}

UNAPPOINTED = frozenset({Role.HOUSEHOLD, Role.HELPER, Role.PUBLIC, Role.SYSTEM})


def printed_table() -> str:
    """Print the table of roles and verbs as text, one line a verb."""
    head = f"{'':22}" + " ".join(f"{role[:10]:10}" for role in Role)
    rows = [
        f"{verb:22}" + " ".join(f"{'●' if verb in MAY[role] else '':10}" for role in Role) for verb in Verb
    ]
    return "\n".join([head, *rows])
