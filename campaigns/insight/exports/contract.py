"""Owns the tables of the export contract: every column, declared once and in one place."""

import hashlib

from campaigns.insight.exports.rules import Column, Kind, Table

T, K, W, N, M, D, F = (
    Kind.TEXT,
    Kind.KEY,
    Kind.INTEGER,
    Kind.NUMBER,
    Kind.MOMENT,
    Kind.DAY,
    Kind.FLAG,
)

_PLACE = (
    Column("outlet_key", K, "Outlet, under the contract's pseudonym; joins dim_outlet", True),
    Column("partner_key", K, "Partner, under the contract's pseudonym", True),
    Column("region_path", T, "Region in the tree as it was then, without partner and outlet", True),
)
_WHAT = (
    Column("campaign_id", K, "Campaign; joins dim_campaign", True),
    Column("format", T, "Format; joins dim_format", True),
    Column("channel", T, "Channel; joins dim_channel", True),
)

FACT_USAGE = Table(
    "fact_usage",
    "one usage event: what people and the system did, append-only",
    (
        Column("event_key", K, "Identity of the event; the same event never appears twice"),
        Column("occurred_at", M, "When it happened, UTC"),
        Column("kind", T, "Kind of event; see “Kinds of usage events”"),
        Column("actor_key", K, "Who did it, under the contract's pseudonym; empty: system", True),
        Column("actor_role", T, "Role in which it was done", True),
        *_PLACE,
        *_WHAT,
        Column("template_id", K, "Ad template; with its version joins dim_template_version", True),
        Column("template_version", W, "Version of the ad template", True),
        Column("localisation_key", K, "Localisation, under the contract's pseudonym", True),
        Column("proof_key", K, "Proof, under the contract's pseudonym", True),
        Column("order_line_key", K, "Order line, under the contract's pseudonym", True),
        Column("value", N, "Figure of the event; its unit depends on the kind", True),
        Column("attributes", T, "Further attributes of the kind, as JSON"),
    ),
    by_month=True,
)
FACT_CHANNEL = Table(
    "fact_channel",
    "one ad's day as one source tells it: our own short links, or a channel's report",
    (
        Column("day", D, "Day; joins dim_date"),
        Column(
            "source", T, "own_link for our own short links, else the key of the report's source"
        ),
        Column("ad_key", K, "Ad (a localisation in a format), under the contract's pseudonym"),
        *_PLACE,
        *_WHAT,
        Column("visits", W, "Visitors of the day by our own short link", True),
        Column("not_counted", W, "Requests of robots, previews and prefetches", True),
        Column("pieces", W, "Pieces delivered", True),
        Column("impressions", W, "Views", True),
        Column("clicks", W, "Clicks as the channel counts them", True),
        Column("replies", W, "Replies: coupons, mails, calls", True),
        Column("spend_cents", W, "Net costs in cents (EUR)", True),
        Column("sales_cents", W, "Net sales in cents (EUR)", True),
    ),
    by_month=True,
)
FACT_ORDER_LINE = Table(
    "fact_order_line",
    "one order line as it stands now",
    (
        Column("order_line_key", K, "Order line, under the contract's pseudonym"),
        Column("order_key", K, "Order, under the contract's pseudonym"),
        Column("ordered_at", M, "When it was ordered, UTC"),
        Column("ad_key", K, "Ad (a localisation in a format), under the contract's pseudonym"),
        *_PLACE,
        *_WHAT,
        Column("supplier", T, "Key of the supplier; empty where none is needed", True),
        Column("quantity", W, "Pieces ordered; 1 for a channel file"),
        Column("spot", F, "Whether the brand's spot colour is printed as its own ink"),
        Column("net_cents", W, "Net price in cents (EUR)"),
        Column("coop_cents", W, "Head office's share of it in cents"),
        Column("own_cents", W, "The partner's share of it in cents"),
        Column(
            "status",
            T,
            "awaiting_decision, ordered, in_production, shipped, delivered, cancelled or rejected",
        ),
        Column("status_at", M, "When it came to this status, UTC"),
    ),
    by_month=True,
)
DIM_OUTLET = Table(
    "dim_outlet",
    "one state of an outlet's master data (slowly changing, type 2)",
    (
        Column("outlet_key", K, "Outlet, under the contract's pseudonym"),
        Column("version", W, "Number of the state, from 1"),
        Column("valid_from", M, "From when it holds, UTC; empty: from the beginning", True),
        Column("valid_until", M, "Until when it holds, UTC; empty: still", True),
        Column("is_current", F, "Whether it is the present state"),
        Column("partner_key", K, "Partner, under the contract's pseudonym"),
        Column("region_path", T, "Region in the tree, without partner and outlet"),
        Column("region_name_de", T, "Name of the region in German"),
        Column("region_name_en", T, "Name of the region in English"),
        Column("postcode_area", T, "First digit of the postcode", True),
        Column("size_class", T, "Sales area: unknown, small, medium or large"),
        Column("tags", T, "Tags, parted by commas"),
        Column("open", F, "Whether the outlet is open"),
    ),
)
DIM_CAMPAIGN = Table(
    "dim_campaign",
    "one campaign",
    (
        Column("campaign_id", K, "Campaign"),
        Column("slug", T, "Short name"),
        Column("name_de", T, "Name in German"),
        Column("name_en", T, "Name in English"),
        Column("kpi", T, "What it is measured by"),
        Column("target_value", N, "Value to reach"),
        Column("target_date", D, "Day by which to reach it"),
        Column("order_from", D, "First day of ordering"),
        Column("order_until", D, "Last day of ordering"),
        Column("runs_from", D, "First day of the campaign"),
        Column("runs_until", D, "Last day of the campaign"),
        Column("status", T, "draft, published or closed"),
        Column("coop_percent", W, "Head office's share in percent"),
        Column("generated", F, "Whether it is made-up history of the demonstration"),
    ),
)
DIM_TEMPLATE_VERSION = Table(
    "dim_template_version",
    "one version of an ad template",
    (
        Column("template_id", K, "Ad template"),
        Column("template_version", W, "Number of the version"),
        Column("template", T, "Key of the ad template"),
        Column("name_de", T, "Name in German"),
        Column("name_en", T, "Name in English"),
        Column("format", T, "Format; joins dim_format"),
        Column("status", T, "draft, published or withdrawn"),
        Column("published_at", M, "When it was published, UTC", True),
        Column("sha256", T, "Hash of the document"),
    ),
)
DIM_FORMAT = Table(
    "dim_format",
    "one format",
    (
        Column("format", T, "Key of the format"),
        Column("name_de", T, "Name in German"),
        Column("name_en", T, "Name in English"),
        Column("medium", T, "print, newspaper, poster or screen"),
        Column("unit", T, "mm or px"),
        Column("width", N, "Width in the unit"),
        Column("height", N, "Height in the unit"),
        Column("pages", W, "Number of pages"),
    ),
)
DIM_CHANNEL = Table(
    "dim_channel",
    "one channel",
    (
        Column("channel", T, "Key of the channel"),
        Column("name_de", T, "Name in German"),
        Column("name_en", T, "Name in English"),
        Column("kind", T, "print, newspaper, shop, social, web or mail"),
    ),
)
DIM_DATE = Table(
    "dim_date",
    "one day of the calendar, over all facts",
    (
        Column("day", D, "Day"),
        Column("year", W, "Year"),
        Column("quarter", W, "Quarter, 1 to 4"),
        Column("month", W, "Month, 1 to 12"),
        Column("iso_year", W, "Year of the ISO week"),
        Column("iso_week", W, "ISO week"),
        Column("weekday", W, "Day of the week, 1 is Monday"),
    ),
)
FACTS = (FACT_USAGE, FACT_CHANNEL, FACT_ORDER_LINE)
DIMENSIONS = (
    DIM_OUTLET,
    DIM_CAMPAIGN,
    DIM_TEMPLATE_VERSION,
    DIM_FORMAT,
    DIM_CHANNEL,
    DIM_DATE,
)
TABLES = (*FACTS, *DIMENSIONS)


def contract_digest() -> str:
    """Return a hash over all tables and columns, which changes with the contract."""
    text = repr([(t.name, [(c.name, c.kind.value, c.optional) for c in t.columns]) for t in TABLES])
    return hashlib.sha256(text.encode()).hexdigest()
