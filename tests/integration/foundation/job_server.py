"""The real server with one more job, for the test that kills it."""

from tests.integration.foundation import job_host_process
from wsgi import application

__all__ = ["application", "job_host_process"]
