"""One line per part of the product."""

from essaim.kernel.routes import part

urlpatterns = [
    part("essaim.kernel.urls"),
    part("essaim.ui.urls"),
    part("essaim.people.urls"),
    part("essaim.programmes.urls"),
    part("essaim.catalogue.urls"),
    part("essaim.letters.urls"),
    part("essaim.agenda.urls"),
    part("essaim.feedback.urls"),
    part("essaim.ties.urls"),
    part("essaim.recognition.urls"),
    part("essaim.impact.urls"),
    part("essaim.kiosk.urls"),
    part("essaim.home.urls"),
]
handler400 = "essaim.ui.views.bad_request"
handler403 = "essaim.ui.views.forbidden"
handler404 = "essaim.ui.views.not_found"
handler500 = "essaim.ui.views.server_error"
