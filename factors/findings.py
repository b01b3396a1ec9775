"""What a check can say of an edition: how grave it is, where it stands, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from factors.places import Place


class Severity(StrEnum):
    """An error hinders publishing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    severity: Severity
    place: Place
    message: str


def hinders(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
