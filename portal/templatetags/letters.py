from django import template

from portal.mail.kinds import KINDS

register = template.Library()


@register.filter
def kind_label(code: str) -> str:
    return str(KINDS[code].label) if code in KINDS else code
