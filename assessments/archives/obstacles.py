"""What must end before an archive can be whole."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.models import Dialogue
from assessments.terms import DialogueStep
from portal.models import Organisation


def obstacles(organisation: Organisation) -> Iterator[str]:
    """Answers of an open round are nobody's but those who gave them: an archive without them
    would lose what was acknowledged, and one with them would take them where they are not asked.
    """
    for round in organisation.rounds.open().order_by("closes_on", "pk"):
        yield _("Omgången %(round)s pågår. Stäng den först: svaren i den följer inte med.") % {
            "round": round
        }
    ended = (DialogueStep.PLANNED, DialogueStep.ENDED)
    held = Dialogue.objects.filter(round__organisation=organisation).exclude(step__in=ended)
    for dialogue in held.select_related("factor", "unit", "round__organisation").order_by("pk"):
        yield _("Samtalet %(dialogue)s pågår. Avsluta det först.") % {"dialogue": dialogue}
