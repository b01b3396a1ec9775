from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.forms.fields import AddressField
from portal.models import Membership, Organisation, Team, Unit, User
from portal.people import found_by, works_elsewhere
from portal.terms import HUVUDMAN_ROLES, Role

LEFT = "slutade"
NEW = "nya"
NO_ADDRESS = "utan-adress"


class PeopleFilterForm(forms.Form):
    """Which people; what can't be read narrows nothing, and says so."""

    q = forms.CharField(label=_("Namn eller adress"), max_length=150, required=False)
    unit = forms.ModelChoiceField(
        label=_("Enhet"),
        queryset=Unit.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Alla enheter"),
    )
    role = forms.ChoiceField(
        label=_("Roll"), choices=[("", _("Alla roller")), *Role.choices], required=False
    )
    which = forms.ChoiceField(
        label=_("Visa"),
        choices=[
            ("", _("Alla som arbetar här")),
            (NEW, _("De som inte har loggat in")),
            (NO_ADDRESS, _("De som saknar e-postadress")),
            (LEFT, _("De som har slutat")),
        ],
        required=False,
    )

    def __init__(self, organisation: Organisation, data: QueryDict) -> None:
        super().__init__(data, use_required_attribute=False)
        self.organisation = organisation
        self.fields["unit"].queryset = organisation.units.all()  # type: ignore[attr-defined]
        self.full_clean()  # leaves what could be read

    @property
    def shows_those_who_left(self) -> bool:
        return self.cleaned_data.get("which") == LEFT

    def narrowed(self, people: QuerySet[User]) -> QuerySet[User]:
        wanted = self.cleaned_data
        held = self.organisation.memberships.all()
        if not self.shows_those_who_left:
            held = held.current()
        places = {name: wanted[name] for name in ("unit", "role") if wanted.get(name)}
        if places:
            people = people.filter(pk__in=held.filter(**places).values("user"))
        if wanted.get("which") == NEW:
            people = people.filter(last_login=None)
        if wanted.get("which") == NO_ADDRESS:
            people = people.filter(email=None)
        return found_by(people, wanted.get("q", ""))


class MembershipForm(forms.ModelForm):
    """What somebody does, and where; a role at huvudman level has no unit."""

    field_order = ["role", "unit", "team"]

    class Meta:
        model = Membership
        fields = ("role", "unit", "team")
        labels = {"role": _("Roll"), "unit": _("Enhet")}
        error_messages = {"role": {"required": _("Välj en roll.")}}

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        self.fields["role"].choices = [("", _("Välj en roll")), *Role.choices]  # type: ignore[attr-defined]
        units = organisation.units.filter(closed_on=None)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("Ingen: hela huvudmannen")  # type: ignore[attr-defined]
        self.fields["unit"].help_text = _("Behövs för rektor och undervisning.")
        teams = Team.objects.filter(unit__in=units).select_related("unit")
        self.fields["team"] = TeamField(teams.order_by("unit__sort_key", "sort_key"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        role, unit, team = found.get("role"), found.get("unit"), found.get("team")
        if role in HUVUDMAN_ROLES and unit:
            self.add_error("unit", _("Den rollen gäller hela huvudmannen. Välj ingen enhet."))
        elif role and role not in HUVUDMAN_ROLES and not unit and "unit" not in self.errors:
            self.add_error("unit", _("Välj den enhet där personen är det."))
        if team and team.unit != unit:
            self.add_error("team", _("Arbetslaget hör till en annan enhet. Välj ett på enheten."))
        return found


class TeamField(forms.ModelChoiceField):
    def __init__(self, teams: QuerySet[Team]) -> None:
        super().__init__(
            teams, label=_("Arbetslag"), required=False, empty_label=_("Inget arbetslag")
        )

    def label_from_instance(self, team: Any) -> str:
        return f"{team.unit}: {team}"


class NewPersonForm(MembershipForm):
    """Somebody new here, with the first thing that they do."""

    name = forms.CharField(
        label=_("Namn"), max_length=150, error_messages={"required": _("Skriv personens namn.")}
    )
    email = AddressField(
        label=_("E-postadress"),
        required=False,
        help_text=_("Den som saknar adress på jobbet loggar in med en kod på en lapp i stället."),
    )

    field_order = ["name", "email", "role", "unit", "team"]


class PersonForm(forms.ModelForm):
    """Name and address. `seen` is the address that stood when somebody began to write."""

    email = AddressField(label=_("E-postadress"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ("name", "email")

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.address = self.instance.email
        self.initial["seen"] = self.address or ""
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Skriv personens namn.")

    def clean_email(self) -> str | None:
        email = self.cleaned_data["email"]
        held = self.instance.memberships.current()
        if not email and held.filter(role=Role.ADMIN).exists():
            raise forms.ValidationError(
                _("En administratör behöver en adress. Avsluta det uppdraget först.")
            )
        if email and User.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(
                _("Adressen används av någon annan i portalen. Kontrollera stavningen.")
            )
        return email

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("seen") != (self.address or ""):
            self.data = {**self.data, "seen": self.address or ""}
            text = _("Någon annan har just ändrat adressen till %(now)s. Spara igen om din gäller.")
            nothing = _("ingen alls")
            self.add_error(
                "email", forms.ValidationError(text, params={"now": self.address or nothing})
            )
        return found

    @property
    def has_new_address(self) -> bool:
        return self.instance.email != self.address

    @property
    def may_change(self) -> bool:
        """Nobody changes who has no name here, nor alone who is somebody elsewhere too."""
        person = self.instance
        nameless = person.is_protected or person.pseudonymised_on
        return not (nameless or works_elsewhere(person, self.organisation))
