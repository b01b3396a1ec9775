from portal.models.audit import AuditEvent
from portal.models.cache import CacheEntry
from portal.models.identity_providers import Identity, IdentityProvider, SignInDomain
from portal.models.imports import Import
from portal.models.invitations import Invitation
from portal.models.letters import Letter
from portal.models.memberships import Membership
from portal.models.organisations import Organisation, Team, Unit
from portal.models.retention import Removal, Removed, Retention
from portal.models.slips import Slip
from portal.models.users import User

__all__ = [
    "AuditEvent",
    "CacheEntry",
    "Identity",
    "IdentityProvider",
    "Import",
    "Invitation",
    "Letter",
    "Membership",
    "Organisation",
    "Removal",
    "Removed",
    "Retention",
    "SignInDomain",
    "Slip",
    "Team",
    "Unit",
    "User",
]
