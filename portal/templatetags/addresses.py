from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail address that a narrow line may break after its @, and so nowhere else."""
    name, at, place = address.rpartition("@")
    return format_html("{}{}<wbr>{}", name, at, place)
