"""Owns the `portal` command: what an operator runs."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="heimspiel")
def main() -> None:
    """Run and look after the Heimspiel marketing portal."""
