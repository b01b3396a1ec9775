"""The frame around every page, and how fields are dressed."""

from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.models import User


def rendered(template: str, **context: object) -> str:
    return render_to_string(template, {"csrf_token": "token", **context}, RequestFactory().get("/"))


class RoundForm(forms.Form):
    title = forms.CharField(label="Rubrik", help_text="Högst 120 tecken.")
    levels = forms.MultipleChoiceField(
        label="Nivåer", choices=[("rektor", "Rektor")], widget=forms.CheckboxSelectMultiple
    )
    form = forms.ChoiceField(label="Skolform", choices=[("GR", "Grundskola")])
    note = forms.CharField(label="Anteckning", required=False)


def test_a_field_tells_its_help_and_its_error_to_those_who_hear_it():
    html = RoundForm({"title": ""})["title"].as_field_group()
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert '<div class="helptext" id="id_title_helptext">Högst 120 tecken.</div>' in html
    assert '<ul class="errorlist" id="id_title_error">' in html
    assert 'aria-invalid="true"' in html


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = RoundForm()["levels"].as_field_group()
    assert '<fieldset class="field">' in html
    assert "<legend>Nivåer</legend>" in html
    assert html.count('class="ds-input"') == 1


def test_controls_are_dressed_but_options_are_not():
    html = str(RoundForm()["form"])
    assert '<select name="form" class="ds-input" id="id_form">' in html
    assert '<option value="GR">' in html


def test_only_what_may_be_left_out_says_so():
    html = str(RoundForm())
    assert html.count("(frivilligt)") == 1


def test_the_page_offers_a_way_past_the_menu_and_marks_where_one_is():
    here = SimpleNamespace(url="/har/", label="Översikt", current=True)
    there = SimpleNamespace(url="/dar/", label="Omgångar", current=False)
    html = rendered("base.html", navigation=[here, there], user=User(name="Agnes"))
    assert '<a class="skip" href="#main">' in html
    assert '<a href="/har/" aria-current="page">Översikt</a>' in html
    assert '<a href="/dar/">Omgångar</a>' in html
    assert "Logga ut" in html


def test_an_example_organisation_is_said_to_be_made_up():
    demo = SimpleNamespace(name="Exempelkommun", is_demo=True)
    real = SimpleNamespace(name="Ekby kommun", is_demo=False)
    assert "Exempelkommun är påhittad" in rendered("base.html", organisation=demo)
    assert "påhittad" not in rendered("base.html", organisation=real)


@pytest.mark.parametrize("page", ["500.html", "503.html"])
def test_pages_for_a_broken_portal_need_neither_context_nor_database(page):
    html = render_to_string(page)
    assert "Det du har fått bekräftat som sparat finns kvar." in html
    assert "<script" not in html
