from django import template

from portal import newcomers
from portal.models import Organisation, User

register = template.Library()


@register.simple_tag
def newcomer(person: User, organisation: Organisation) -> User | None:
    """The person with the state of their invitation, while they can be invited."""
    here = newcomers.newcomers(organisation).filter(pk=person.pk)
    return newcomers.told(here, organisation).first()
