"""One line per part of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("essaim.kernel.urls")),
    path("", include("essaim.ui.urls")),
    path("", include("essaim.people.urls")),
    path("", include("essaim.programmes.urls")),
    path("", include("essaim.catalogue.urls")),
    path("", include("essaim.letters.urls")),
    path("", include("essaim.agenda.urls")),
    path("", include("essaim.feedback.urls")),
    path("", include("essaim.recognition.urls")),
    path("", include("essaim.impact.urls")),
    path("", include("essaim.kiosk.urls")),
    path("", include("essaim.home.urls")),
]
handler400 = "essaim.ui.views.bad_request"
handler403 = "essaim.ui.views.forbidden"
handler404 = "essaim.ui.views.not_found"
handler500 = "essaim.ui.views.server_error"
