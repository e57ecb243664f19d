"""The tables of the floor."""

from portal.models.edition import Edition, Extension, Phase, PhaseKey, Theme
from portal.models.history import Anchor, Event, EventText
from portal.models.mail import Letter
from portal.models.mail_plan import (
    DeadAddress,
    MailChoice,
    MailHow,
    Mailing,
    MailRule,
    Subscription,
    Wording,
)
from portal.models.page import PageText
from portal.models.people import Capacity, Consent, ConsentKind, Entity, Person, PolicyDomain, Role, RoleKind
from portal.models.privacy import AuditCheck, RetentionPeriod, RetentionRun
from portal.models.registration import AccountInvitation, EmailDomain, Identity, Transfer
from portal.models.release import Release
from portal.models.running import ClockShift, Heartbeat
from portal.models.upload import Upload

__all__ = [
    "AccountInvitation",
    "Anchor",
    "AuditCheck",
    "Capacity",
    "ClockShift",
    "Consent",
    "ConsentKind",
    "DeadAddress",
    "Edition",
    "EmailDomain",
    "Entity",
    "Event",
    "EventText",
    "Extension",
    "Heartbeat",
    "Identity",
    "Letter",
    "MailChoice",
    "MailHow",
    "MailRule",
    "Mailing",
    "PageText",
    "Person",
    "Phase",
    "PhaseKey",
    "PolicyDomain",
    "Release",
    "RetentionPeriod",
    "RetentionRun",
    "Role",
    "RoleKind",
    "Subscription",
    "Theme",
    "Transfer",
    "Upload",
    "Wording",
]
