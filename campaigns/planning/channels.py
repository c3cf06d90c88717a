"""Owns the channels in which formats end up."""

from collections.abc import Mapping

from sqlalchemy import select

from brand_assets.design_facts import Bilingual
from campaigns.planning.models import CampaignFormat, Channel
from campaigns.planning.rules import ChannelKind
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor, Permission


def define_channel(actor: Actor, key: str, name: Bilingual, kind: ChannelKind) -> Channel:
    """Add a channel, or change the one of that key."""
    actor.require(Permission.CAMPAIGN_PUBLISH)
    with transaction() as running:
        channel = running.get(Channel, key)
        if channel is None:
            channel = Channel(key=key)
            running.add(channel)
        channel.name_de, channel.name_en, channel.kind = name.de, name.en, kind
        running.flush()
        return channel


def get_channel(key: str) -> Channel:
    """Return a channel by key; raises NotFound."""
    with reading() as running:
        channel = running.get(Channel, key)
    if channel is None:
        raise NotFound(N_("There is no channel %(key)s."), key=key)
    return channel


def list_channels() -> tuple[Channel, ...]:
    """Return all channels by key."""
    with reading() as running:
        return tuple(running.scalars(select(Channel).order_by(Channel.key)))


def usual_channels() -> Mapping[str, str]:
    """Return the channel that each format had in the latest campaign with it, both by key."""
    statement = select(CampaignFormat.format_key, CampaignFormat.channel_key)
    with reading() as running:
        rows = running.execute(statement.order_by(CampaignFormat.id))
        return {row.format_key: row.channel_key for row in rows}
