"""How the row that a dialogue is at was rated, at all three levels: the figures of the results."""

from assessments.disclosure import figures, unit_figures
from assessments.models import Dialogue
from assessments.results.asked import AskedFactor, asked_by
from assessments.results.chain import Row
from assessments.results.overview import Overview
from assessments.results.unit import UnitResult
from factors.terms import OVERALL_ROW


def spread(dialogue: Dialogue, row: int | None) -> Row:
    """The row, or (None) the factor as a whole."""
    asked = asked_by(dialogue.round)
    factor = next(each for each in asked.factors if each.factor.pk == dialogue.factor_id)
    number = OVERALL_ROW if row is None else row
    told = [each for each in factor.ratable if each.row == number]
    if dialogue.unit:
        slug = dialogue.unit.slug
        place = UnitResult(asked, unit_figures(dialogue.round, slug, told), slug)
        return _row(place, factor, number)
    return _row(Overview(asked, figures(dialogue.round, told)), factor, number)


def _row(place: UnitResult | Overview, factor: AskedFactor, number: int) -> Row:
    result = place.view.factor(factor)
    return next(row for row in (result.overall, *result.rows) if row.number == number)
