"""What a request asks with and for: the data of a form, and the whole of a page or a part."""

from django.http import QueryDict

from portal.access import Request


def posted(request: Request) -> QueryDict | None:
    """What was posted, also when nothing was ticked."""
    return request.POST if request.method == "POST" else None


def found_in(request: Request, page: str) -> str:
    """The part of a list's page that a search replaces; going back in history wants it whole."""
    is_search = request.htmx and not request.htmx.history_restore_request
    return f"{page}#searched" if is_search else page
