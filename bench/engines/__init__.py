"""Sets the same flyer with four engines side by side, each in processes of its own.

The others' libraries live in an environment of their own, so a worker's module imports nothing of
the project but `serving`; this one, too, imports late.
"""


def run() -> None:
    """Print what each engine takes, and how many times as much as ours."""
    from bench.engines.comparing import compare  # noqa: PLC0415 - workers import this package

    compare()
