from django import template

from portal import slips
from portal.models import Organisation, User

register = template.Library()


@register.simple_tag
def slip_holder(person: User, organisation: Organisation) -> User | None:
    """The person with the slip that they have, if they may have one."""
    return slips.told(slips.allowed(organisation).filter(pk=person.pk), organisation).first()
