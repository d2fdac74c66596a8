"""What the web server loads: `granian --interface wsgi masthead.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "masthead.config.settings.prod")

application = get_wsgi_application()
