"""The form that the page of components shows, with each kind of field."""

from django import forms

from essaim.ui.words import gettext_lazy as _


class SpecimenForm(forms.Form):
    """One field of each kind; the page of components shows it filled with mistakes."""

    title = forms.CharField(label=_("Titre de la séance"), help_text=_("Comme vous le diriez à un collègue."))
    seats = forms.IntegerField(
        label=_("Nombre de places"),
        min_value=1,
        error_messages={"min_value": _("Il faut au moins une place.")},
    )
    day = forms.DateField(label=_("Jour"), widget=forms.DateInput(attrs={"type": "date"}))
    promise = forms.CharField(label=_("Ce que l’on saura en sortant"), required=False, widget=forms.Textarea)
    level = forms.MultipleChoiceField(
        label=_("Pour qui"),
        required=False,
        choices=[("start", _("Débuter")), ("more", _("Aller plus loin"))],
        widget=forms.CheckboxSelectMultiple,
    )
    room = forms.ChoiceField(
        label=_("Salle"), required=False, choices=[("", _("À choisir")), ("a", _("Médiathèque"))]
    )
    remote = forms.BooleanField(label=_("Aussi à distance"), required=False)
