from portal.models.audit import AuditEvent
from portal.models.memberships import Membership
from portal.models.organisations import Organisation, Team, Unit
from portal.models.users import User

__all__ = ["AuditEvent", "Membership", "Organisation", "Team", "Unit", "User"]
