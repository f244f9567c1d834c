"""What a browser may send about people: one file per subject."""

from essaim.people.forms.consent import DirectoryConsentForm
from essaim.people.forms.directory import DirectoryForm
from essaim.people.forms.exports import ExportForm
from essaim.people.forms.imports import ApplyForm, ImportForm
from essaim.people.forms.sign_in import LinkForm, SignInForm

__all__ = [
    "ApplyForm",
    "DirectoryConsentForm",
    "DirectoryForm",
    "ExportForm",
    "ImportForm",
    "LinkForm",
    "SignInForm",
]
