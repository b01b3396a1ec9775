"""Response rates as they are told while a round is open: rounded, so that no person is told."""

from django.utils.translation import gettext as _

from assessments.terms import RATE_FLOOR

HALF = 50


def rounded(asked: int, answered: int) -> int | None:
    """The response rate of at least ten asked, in whole steps; otherwise nothing."""
    if asked < RATE_FLOOR:
        return None
    step = _step(asked)
    percent = (200 * answered + step * asked) // (2 * step * asked) * step
    return min(max(percent, step), 100 - step)


def _step(asked: int) -> int:
    return 10 if asked >= 2 * RATE_FLOOR else 20


def rate_in_words(asked: int, percent: int | None) -> str:
    """A rounded rate; its ends tell neither that all have answered nor that none has."""
    if percent is None:
        return ""
    if percent == _step(asked):
        return _("ungefär %(percent)d %% eller mindre") % {"percent": percent}
    if percent == 100 - _step(asked):
        return _("ungefär %(percent)d %% eller mer") % {"percent": percent}
    return _("ungefär %(percent)d %%") % {"percent": percent}
