import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from portal.whole_bodies import WholeBody

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django = get_wsgi_application()

from django.db import connection  # noqa: E402 (needs what is set up above)

from portal.releases import refuse_if_left_behind  # noqa: E402

refuse_if_left_behind()
connection.close()


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    body = WholeBody(environ["wsgi.input"], environ.get("CONTENT_LENGTH", ""))
    answer: Iterable[bytes] = django(environ | {"wsgi.input": body}, start)
    body.finish()
    return answer
