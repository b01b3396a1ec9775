import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402 (needs what is set up above)

from portal.releases import refuse_if_left_behind  # noqa: E402

refuse_if_left_behind()
connection.close()
