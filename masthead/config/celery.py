"""The background engine; its settings stand in `settings/base.py`, its clockwork in `schedule.py`.

Started as `celery -A masthead.config.celery worker` with DJANGO_SETTINGS_MODULE set: this module is imported together
with the settings package itself and must not choose among them.
"""

from celery import Celery

app = Celery("masthead")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
