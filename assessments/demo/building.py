"""Builds the demo organisation in the order that things happened, telling each step."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from assessments.demo.actions import develop
from assessments.demo.analyses import analyse
from assessments.demo.cycle import set_phases
from assessments.demo.dialogues import talk
from assessments.demo.figures import show_figures
from assessments.demo.hiring import come_in, hire, let_go, lose_addresses
from assessments.demo.neighbours import NEIGHBOURS, compare
from assessments.demo.occasions import WEEK, Occasion, occasions
from assessments.demo.people import posts_of
from assessments.demo.plan import Plan
from assessments.demo.rounds import hold
from assessments.demo.sub_goals import link_sub_goals
from assessments.models import Participation, Round
from portal.days import today
from portal.models import Organisation

# Three of its staff have no mail at work.
PRESCHOOL = "kottens-forskola"


def build(organisation: Organisation, plan: Plan) -> Iterator[str]:
    first, newest, now = occasions(today())
    posts = posts_of(plan)
    hire(organisation, [post for post in posts if not post.came], first.opens_on - WEEK)
    yield _told(hold(organisation, first, plan), first)
    _count_rows()
    let_go(organisation, [post for post in posts if post.left], newest.opens_on - WEEK)
    hire(organisation, [post for post in posts if post.came], newest.opens_on - WEEK)
    talked_about = hold(organisation, newest, plan)
    yield _told(talked_about, newest)
    yield _told(hold(organisation, now, plan), now)
    come_in(organisation, newest.closes_on)
    for unit in organisation.units.filter(slug=PRESCHOOL):
        lose_addresses(unit, 3)
    show_figures(organisation)
    yield "Statistik: påhittade siffror, kopplade till några delmål."
    if settings.DEMO:  # elsewhere it would be the comparison of those who are real
        compare(organisation, first)
        yield f"Jämförelse: {len(NEIGHBOURS)} små huvudmän till."
    talk(organisation, talked_about)
    develop(organisation, talked_about)
    yield "Samtal och insatser: ett hållet samtal, ett planerat, och vad de ledde till."
    analyse(organisation, talked_about)
    yield "Analyser: en delad, en låst och huvudmannens påbörjad."
    link_sub_goals(organisation)
    yield "Delmål: några är kopplade till framgångsfaktorer och rader."
    set_phases(organisation)
    yield "Årshjul: läsårets fyra delar."


def _count_rows() -> None:
    """PostgreSQL plans by what it has counted, and rows that have just come in it has not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _told(round: Round, occasion: Occasion) -> str:
    asked = Participation.objects.filter(assessment__round=round).count()
    state = "stängd" if occasion.closed else "öppen"
    return f"{round.title}: {asked} tillfrågade, {state}."
