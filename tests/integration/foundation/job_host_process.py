"""A job host, or a worker where there is a broker, in a process of its own that tests kill."""

import os
import sys
import time

from sqlalchemy import text

from portal.foundation.config import read_settings
from portal.foundation.database import transaction
from portal.foundation.jobs import RunningJob, enqueue, job
from portal.foundation.jobs.host import run_worker, start_job_host
from portal.foundation.services import start_services

STEPS = 20


@job("test.steps")
def work(running: RunningJob) -> dict[str, int]:
    """Take twenty steps, each recorded once, in a unit of work that only the holder commits."""
    for number in range(STEPS):
        with running.transaction() as session:
            insert = "INSERT INTO step (job, number, pid) VALUES (:job, :number, :pid)"
            values = {"job": running.id.hex, "number": number, "pid": os.getpid()}
            session.execute(text(f"{insert} ON CONFLICT DO NOTHING"), values)
        running.report(number + 1, STEPS)
        time.sleep(0.05)
    return {"steps": STEPS}


def main() -> None:
    settings = read_settings(os.environ)
    start_services(settings)
    if not settings.is_embedded:
        run_worker()
        return
    start_job_host()
    for key in sys.argv[1:]:
        with transaction():
            enqueue("test.steps", {}, key=key)
    time.sleep(120)


if __name__ == "__main__":
    main()
