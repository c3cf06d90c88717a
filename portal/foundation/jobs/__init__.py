"""Work that outlives a request: jobs by name, and pure functions in processes of their own."""

from portal.foundation.jobs.processes import run_in_background, run_in_process
from portal.foundation.jobs.queue import JobView, enqueue, find_job
from portal.foundation.jobs.registry import Handler, job
from portal.foundation.jobs.runner import run_due_jobs
from portal.foundation.jobs.running import LeaseLost, RunningJob

__all__ = [
    "Handler",
    "JobView",
    "LeaseLost",
    "RunningJob",
    "enqueue",
    "find_job",
    "job",
    "run_due_jobs",
    "run_in_background",
    "run_in_process",
]
