from django.http import HttpRequest, JsonResponse
from django.urls import include, path

from portal.access import organisation_of


def one_read(request: HttpRequest, organisation: str) -> JsonResponse:
    """A signed-in page that does nothing but one read: session, person, organisation."""
    return JsonResponse({"name": organisation_of(request, organisation).name})


urlpatterns = [
    path("<slug:organisation>/matt/", one_read, name="one_read"),
    path("", include("portal.urls")),
]
