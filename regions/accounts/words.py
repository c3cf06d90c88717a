"""Owns what roles are called on a page, and what each may do in one line."""

from portal.foundation.errors import N_
from regions.accounts.rules import Place, Role

ROLE_NAMES: dict[Role, str] = {
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.BRAND_MANAGER: N_("Brand manager"),
    Role.CAMPAIGN_MANAGER: N_("Campaign manager"),
    Role.AGENCY: N_("Agency"),
    Role.APPROVER: N_("Approver"),
    Role.REGIONAL_MANAGER: N_("Regional manager"),
    Role.PARTNER_MANAGER: N_("Partner"),
    Role.PARTNER_STAFF: N_("Partner's staff"),
    Role.SUPPLIER: N_("Supplier"),
    Role.ANALYST: N_("Analyst"),
}

ROLE_DUTIES: dict[Role, str] = {
    Role.ADMINISTRATOR: N_("Sets up the portal and manages accounts."),
    Role.BRAND_MANAGER: N_("Publishes brand kits, rules, templates and pictures."),
    Role.CAMPAIGN_MANAGER: N_("Plans and publishes campaigns and their co-op fund."),
    Role.AGENCY: N_("Drafts templates and pictures; publishes nothing."),
    Role.APPROVER: N_("Decides on ads that wait for an approval."),
    Role.REGIONAL_MANAGER: N_("Sees the region and prepares ads for its partners."),
    Role.PARTNER_MANAGER: N_("Prepares and orders ads and invites own staff."),
    Role.PARTNER_STAFF: N_("Prepares ads and hands them in; does not order."),
    Role.SUPPLIER: N_("Sees and updates its own jobs."),
    Role.ANALYST: N_("Reads results and exports figures."),
}

PLACE_NAMES: dict[Place, str] = {
    Place.COMPANY: N_("company"),
    Place.REGION: N_("region"),
    Place.PARTNER: N_("partner"),
    Place.OUTLET: N_("outlet"),
    Place.SUPPLIER: N_("supplier"),
}
