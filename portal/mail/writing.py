"""Letters are written when there is a reason for them, and sent by the timer."""

from collections.abc import Iterable
from typing import Any

from django.template import Context, Engine
from django.urls import reverse

from portal.addresses import absolute
from portal.languages import in_language
from portal.models import Letter, Organisation, User

BATCH = 500


def compose(
    kind: str, organisation: Organisation, user: User, context: dict[str, Any], **fields: Any
) -> Letter:
    """A letter that is not yet queued; `fields` are the model's: is_blind, not_before.

    It is in the language of who gets it. Its templates get the context, and `organisation`,
    `user` and the portal's `portal_url`.
    """
    told = context | {
        "organisation": organisation,
        "user": user,
        "portal_url": absolute(reverse("assessments:start")),
    }
    with in_language(user.language):
        return Letter(
            kind=kind,
            organisation=organisation,
            user=user,
            subject=one_line(_rendered(f"mail/{kind}/subject.txt", told))[:200],
            text=_rendered(f"mail/{kind}/text.txt", told).strip() + "\n",
            html=_rendered(f"mail/{kind}/html.html", told).strip(),
            **fields,
        )


def queue(letters: Iterable[Letter]) -> int:
    """Put letters in the outbox; answers with how many."""
    return len(Letter.objects.bulk_create(letters, BATCH))


def one_line(text: str) -> str:
    """What stands in a mail's head: a line break there would begin a header of its own."""
    return " ".join(text.split())


def _rendered(template: str, context: dict[str, Any]) -> str:
    escapes = template.endswith(".html")
    return Engine.get_default().get_template(template).render(Context(context, autoescape=escapes))
