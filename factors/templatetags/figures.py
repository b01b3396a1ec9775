from django import template

from factors.figures.newest import newest

register = template.Library()
register.filter(newest)
