"""The WSGI application, for a store that is already prepared."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
