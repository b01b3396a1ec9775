"""The drawings and Swedish numbers, for templates."""

from django import template

from assessments import drawings, trend_drawing
from assessments.cycle.drawing import year_drawing
from assessments.reading import listed
from assessments.terms import Step

register = template.Library()

register.simple_tag(drawings.distribution)
register.simple_tag(drawings.distribution_bar)
register.simple_tag(drawings.distribution_caption)
register.simple_tag(drawings.chain_drawing)
register.simple_tag(drawings.logo)
register.simple_tag(trend_drawing.trend_drawing)
register.simple_tag(trend_drawing.trend_mark)
register.simple_tag(year_drawing)
register.filter(drawings.decimal_comma)
register.filter(drawings.nearest_step)
register.simple_tag(drawings.percent)
register.filter(listed)


@register.simple_tag
def scale() -> list[tuple[str, Step]]:
    """The steps with the names of their colours, "Kan inte bedöma" last."""
    return list(zip(drawings.STEP_NAMES, drawings.SCALE, strict=True))
