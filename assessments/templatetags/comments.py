from django import template

from assessments.results.comments import pieces

register = template.Library()
register.filter(pieces)
