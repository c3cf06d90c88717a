"""The `portal` command: what an operator runs."""

from portal.cli.audit import audit
from portal.cli.command import Portal
from portal.cli.demo.command import demonstrate
from portal.cli.doctor import doctor
from portal.cli.export import export
from portal.cli.kit import kit
from portal.cli.preflight import preflight
from portal.cli.proof import proof
from portal.cli.rules import rules
from portal.cli.serve import migrate, serve, worker
from portal.cli.template import template
from portal.cli.typeset import typeset

main = Portal(
    "portal",
    help="Run and look after the Heimspiel marketing portal.",
    commands=[
        demonstrate,
        serve,
        worker,
        migrate,
        doctor,
        audit,
        proof,
        preflight,
        rules,
        typeset,
        export,
        kit,
        template,
    ],
)

__all__ = ["main"]
