import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """For an attribute, since our content security policy has no inline scripts to hold it."""
    return json.dumps(value, cls=DjangoJSONEncoder)
