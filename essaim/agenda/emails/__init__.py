"""The wording of the agenda's letters, one file per subject."""

from essaim.agenda.emails.approvals import (
    approval_asked,
    approved,
    conflict,
    digest_line,
    pending,
    refusal_proposed,
    refused,
    team_digest,
)
from essaim.agenda.emails.changes import (
    changed,
    hosting,
    hosting_ended,
    leads_now,
    registered_by,
    unregistered,
)
from essaim.agenda.emails.nearing import host_brief, reminder
from essaim.agenda.emails.notes import note
from essaim.agenda.emails.partners import opened
from essaim.agenda.emails.seats import (
    another_date,
    cancelled,
    confirmed,
    moved_back,
    offer_ended,
    offered,
    waiting,
    withdrawn,
)
from essaim.agenda.emails.weekly import programme_week

__all__ = [
    "another_date",
    "approval_asked",
    "approved",
    "cancelled",
    "changed",
    "confirmed",
    "conflict",
    "digest_line",
    "host_brief",
    "hosting",
    "hosting_ended",
    "leads_now",
    "moved_back",
    "note",
    "offer_ended",
    "offered",
    "opened",
    "pending",
    "programme_week",
    "refusal_proposed",
    "refused",
    "registered_by",
    "reminder",
    "team_digest",
    "unregistered",
    "waiting",
    "withdrawn",
]
