"""The admin: Sandbox staff read everything they may see here, and change things only through verbs."""

from portal.admin.base import PortalAdmin, PortalAdminSite, ReadOnlyInline, site
from portal.admin.records import EventAdmin, LetterAdmin, PersonAdmin, RoleAdmin
from portal.admin.registration import AccountInvitationAdmin, EmailDomainAdmin, TransferAdmin
from portal.admin.timeline import EditionAdmin, ExtensionAdmin, PhaseAdmin

__all__ = [
    "AccountInvitationAdmin",
    "EditionAdmin",
    "EmailDomainAdmin",
    "EventAdmin",
    "ExtensionAdmin",
    "LetterAdmin",
    "PersonAdmin",
    "PhaseAdmin",
    "PortalAdmin",
    "PortalAdminSite",
    "ReadOnlyInline",
    "RoleAdmin",
    "TransferAdmin",
    "site",
]
