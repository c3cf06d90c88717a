"""Owns `portal template`: versions of ad templates are listed, drafted, published and retired."""

import json
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import select

from brand_assets.kit.service import published_kit_version
from campaigns.ad_templates.draft_content import DraftUnsound, read_content
from campaigns.ad_templates.drafting import (
    add_template,
    begin_draft,
    content_hash,
    find_draft,
    save_draft,
    versions_of,
)
from campaigns.ad_templates.models import AdTemplate, AdTemplateVersion
from campaigns.rollout.versions.kinds import VersionPolicy
from campaigns.rollout.versions.publishing import VersionChoice, publish_version
from campaigns.rollout.versions.service import plan_rebase
from campaigns.rollout.versions.using import retire, retire_template, uses_of
from portal.cli.command import start
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor
from regions.accounts.service import get_actor

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_as = click.option("--as", "email", required=True, help="Account that does it.")


@click.group()
def template() -> None:
    """Look after ad templates and their versions."""


@template.command("list")
@click.argument("key", required=False)
def list_templates(key: str | None) -> None:
    """List templates, or the versions of one and what uses them."""
    start()
    for one in _templates() if key is None else [_template(key)]:
        versions = versions_of(one.id)
        states = ", ".join(f"{v.number} {v.status}" for v in reversed(versions))
        click.echo(f"{one.key}  ({one.format_key}): {states}")
        if key is not None:
            for use in uses_of([v.id for v in versions]):
                number = next(v.number for v in versions if v.id == use.version_id)
                click.echo(f"  {number}: {use.campaign.slug} {use.kind}")


@template.command()
@click.argument("key")
@click.argument("number", type=int)
def export(key: str, number: int) -> None:
    """Write a version's document and fields as JSON to standard output."""
    start()
    version = _version(key, number)
    data = {"document": version.document, "fields": version.fields}
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


@template.command()
@click.argument("file", type=_FILE)
@_as
def draft(file: Path, email: str) -> None:
    """Save FILE (a document, or what export wrote) as the draft of its template's next version."""
    start()
    actor, source = get_actor(email), file.read_bytes()
    try:
        version = _drafted(actor, source)
    except DraftUnsound as unsound:
        for problem in unsound.problems:
            click.echo(f"{problem.path}: {problem.message % dict(problem.params)}", err=True)
        raise click.exceptions.Exit(1) from unsound
    click.echo(f"Draft of version {version.number} saved.")


@template.command()
@click.argument("key")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the old version.")
@_as
def publish(key: str, until: datetime | None, email: str) -> None:
    """Publish the draft of KEY, whose trial and checks are complete; open ads go over at once."""
    start()
    actor, found = get_actor(email), find_draft(_template(key).id)
    if found is None:
        raise NotFound(N_("This template has no draft."))
    choice = VersionChoice(VersionPolicy.AT_ONCE)
    if until is not None:
        choice = VersionChoice(VersionPolicy.UNTIL, until.date())
    trial = plan_rebase(actor, found.id).trial
    version = publish_version(actor, found.id, choice, trial.id if trial else None)
    click.echo(f"Version {version.number} published.")


@template.command("retire")
@click.argument("key")
@click.option("--number", type=int, help="This version alone.")
@_as
def retire_versions(key: str, number: int | None, email: str) -> None:
    """Retire KEY, or one version of it; refused while campaigns use it."""
    start()
    actor = get_actor(email)
    if number is None:
        retired = retire_template(actor, _template(key).id)
    else:
        retired = retire(actor, [_version(key, number).id])
    click.echo("Retired: " + ", ".join(str(version.number) for version in retired))


def _drafted(actor: Actor, source: bytes) -> AdTemplateVersion:
    known = _find(read_content(source).title.key)
    if known is None:
        return add_template(actor, source, published_kit_version().id)
    begun = begin_draft(actor, known.id)
    return save_draft(actor, begun.id, source, content_hash(begun))


def _templates() -> list[AdTemplate]:
    with reading() as running:
        return list(running.scalars(select(AdTemplate).order_by(AdTemplate.key)))


def _find(key: str) -> AdTemplate | None:
    with reading() as running:
        return running.scalar(select(AdTemplate).where(AdTemplate.key == key))


def _template(key: str) -> AdTemplate:
    found = _find(key)
    if found is None:
        raise NotFound(N_("There is no template %(key)s."), key=key)
    return found


def _version(key: str, number: int) -> AdTemplateVersion:
    for version in versions_of(_template(key).id):
        if version.number == number:
            return version
    raise NotFound(N_("This template version does not exist."))
