from django import template
from django.urls import reverse

from factors.models import Edition

register = template.Library()


@register.simple_tag
def edition_url(edition: Edition, name: str, **arguments: object) -> str:
    """An address of the edition among its keeper's pages: the nation's or the organisation's."""
    return reverse(f"factors:{name}", kwargs=edition.place | arguments)
