"""Owns the entry point for WSGI servers: `gunicorn wsgi:application`."""

import os

from campaigns.insight.readings.jobs import schedule_nightly
from campaigns.proofs.viewing.jobs import schedule_forgetting
from campaigns.rollout.rights.jobs import schedule_rights
from migrations.history import require_current
from portal.app import create_app
from portal.foundation.config import read_settings
from portal.foundation.jobs.host import start_job_host
from portal.foundation.services import start_services
from portal.foundation.slices import import_modules

settings = read_settings(os.environ)
start_services(settings)
require_current(settings.database_url)
application = create_app(settings)
import_modules("jobs")
schedule_nightly()
schedule_rights()
schedule_forgetting()
start_job_host()
