"""The kinds of mail that there are. A room adds its own when it is ready, in its AppConfig."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.addresses import absolute
from portal.invitations import DAYS, NO_TOKEN
from portal.models import Invitation, Letter, Organisation

# What a kind's templates say about a made-up person, for those who want to see it beforehand.
Example = Callable[[Organisation], dict[str, Any]]
# Whether a letter still says what is so, asked when it is about to leave.
Holds = Callable[[Letter], bool]


class Kind(NamedTuple):
    """Its templates are in templates/mail/<code>/: subject.txt, text.txt and html.html."""

    label: str | Promise
    example: Example
    holds: Holds


def _invitation_holds(letter: Letter) -> bool:
    """An invitation that is used or void is not sent, nor to another address than its own."""
    if letter.invitation is None:
        return True
    live = Invitation.objects.live().filter(email=letter.user.email)
    return live.filter(pk=letter.invitation.pk).exists()


def _invitation(organisation: Organisation) -> dict[str, Any]:
    return {
        "inviter": _("Elin Exempel"),
        "places": _("som rektor på Exempelskolan"),
        "link": absolute(reverse("portal:invitation_link", args=[NO_TOKEN])),
        "days": DAYS,
    }


KINDS = {
    "invitation": Kind(gettext_lazy("Inbjudan till Styrkedjan"), _invitation, _invitation_holds)
}


def register(code: str, label: str | Promise, example: Example, holds: Holds) -> None:
    KINDS[code] = Kind(label, example, holds)
