"""The log as it is read: narrowed, and as rows of a sheet."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portal.cells import Row
from portal.models import AuditEvent
from portal.sorting import search_key
from portal.verbs import SUBJECTS, Verb

Events = QuerySet[AuditEvent]
BATCH = 2_000


def done_by(events: Events, name: str) -> Events:
    """By somebody with this in their name; "portalen" is what the timer did."""
    key = search_key(name)
    by_itself = Q(actor=None) if key and key in search_key(_("portalen")) else Q()
    return events.filter(Q(actor__search_key__contains=key) | by_itself)


def about(events: Events, text: str) -> Events:
    key = search_key(text)
    return events.filter(Q(search_key__contains=key) | Q(person__search_key__contains=key))


def of_subject(events: Events, subject: str) -> Events:
    _label, subjects = SUBJECTS[subject]
    return events.filter(verb__in=[verb for verb in Verb if verb.partition(".")[0] in subjects])


def rows(events: Events) -> Iterator[Row]:
    """A heading, and then the events a batch at a time, however many there are."""
    yield _("Tidpunkt"), _("Händelse"), _("Gäller"), _("Av")
    for event in events.select_related("actor", "person").iterator(BATCH):
        moment = formats.date_format(timezone.localtime(event.at), "Y-m-d H:i:s")
        yield moment, event.get_verb_display(), event.target, event.done_by
