"""Owns the entry point for WSGI servers: `gunicorn wsgi:application`."""

import os

from portal.app import create_app
from portal.foundation.config import read_settings
from portal.foundation.services import start_services

settings = read_settings(os.environ)
start_services(settings)
application = create_app(settings)
