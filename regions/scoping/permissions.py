"""Owns the vocabulary of rights: roles, permissions, and which role has which."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is, at a place in the tree or at a supplier."""

    ADMINISTRATOR = "administrator"
    BRAND_MANAGER = "brand_manager"
    CAMPAIGN_MANAGER = "campaign_manager"
    AGENCY = "agency"
    APPROVER = "approver"
    REGIONAL_MANAGER = "regional_manager"
    PARTNER_MANAGER = "partner_manager"
    PARTNER_STAFF = "partner_staff"
    SUPPLIER = "supplier"
    ANALYST = "analyst"


PARTNER_ROLES = frozenset({Role.PARTNER_MANAGER, Role.PARTNER_STAFF})


class Permission(StrEnum):
    """One thing that may be done."""

    KIT_READ = "kit.read"
    KIT_PUBLISH = "kit.publish"
    ASSET_READ = "asset.read"
    ASSET_UPLOAD = "asset.upload"
    ASSET_MANAGE = "asset.manage"
    TEMPLATE_READ = "template.read"
    TEMPLATE_DRAFT = "template.draft"
    TEMPLATE_PUBLISH = "template.publish"
    CAMPAIGN_READ = "campaign.read"
    CAMPAIGN_PLAN = "campaign.plan"
    CAMPAIGN_PUBLISH = "campaign.publish"
    LOCALISATION_READ = "localisation.read"
    LOCALISATION_EDIT = "localisation.edit"
    LOCALISATION_SUBMIT = "localisation.submit"
    SUBMISSION_READ = "submission.read"
    SUBMISSION_DECIDE = "submission.decide"
    BUDGET_READ = "budget.read"
    BUDGET_MANAGE = "budget.manage"
    ORDER_READ = "order.read"
    ORDER_PLACE = "order.place"
    ORDER_LINE_FULFIL = "order_line.fulfil"
    INSIGHT_READ = "insight.read"
    EXPORT_READ = "export.read"
    CHANNEL_REPORT_IMPORT = "channel_report.import"
    ACCOUNT_MANAGE = "account.manage"
    AUDIT_READ = "audit.read"
    REGION_MANAGE = "region.manage"
    PARTNER_READ = "partner.read"
    PARTNER_PROPOSE = "partner.propose"
    PARTNER_MANAGE = "partner.manage"
    SUPPLIER_READ = "supplier.read"
    SUPPLIER_MANAGE = "supplier.manage"
    PRICE_LIST_MANAGE = "price_list.manage"


P = Permission

_BRAND_READ = frozenset({P.KIT_READ, P.ASSET_READ, P.TEMPLATE_READ})
_MARKETING_READ = _BRAND_READ | {
    P.CAMPAIGN_READ,
    P.LOCALISATION_READ,
    P.SUBMISSION_READ,
    P.PARTNER_READ,
}
_LOCALISE = frozenset(
    {P.LOCALISATION_EDIT, P.LOCALISATION_SUBMIT, P.ASSET_UPLOAD, P.PARTNER_PROPOSE}
)
_BUSINESS_READ = frozenset({P.BUDGET_READ, P.ORDER_READ, P.INSIGHT_READ, P.SUPPLIER_READ})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _MARKETING_READ
    | _BUSINESS_READ
    | {
        P.ACCOUNT_MANAGE,
        P.AUDIT_READ,
        P.EXPORT_READ,
        P.REGION_MANAGE,
        P.PARTNER_MANAGE,
        P.PARTNER_PROPOSE,
        P.SUPPLIER_MANAGE,
        P.PRICE_LIST_MANAGE,
    },
    Role.BRAND_MANAGER: _MARKETING_READ
    | {
        P.KIT_PUBLISH,
        P.ASSET_UPLOAD,
        P.ASSET_MANAGE,
        P.TEMPLATE_DRAFT,
        P.TEMPLATE_PUBLISH,
        P.INSIGHT_READ,
    },
    Role.CAMPAIGN_MANAGER: _MARKETING_READ
    | _BUSINESS_READ
    | {
        P.CAMPAIGN_PLAN,
        P.CAMPAIGN_PUBLISH,
        P.ASSET_UPLOAD,
        P.BUDGET_MANAGE,
        P.EXPORT_READ,
        P.CHANNEL_REPORT_IMPORT,
        P.PRICE_LIST_MANAGE,
    },
    Role.AGENCY: _BRAND_READ | {P.ASSET_UPLOAD, P.TEMPLATE_DRAFT},
    Role.APPROVER: _MARKETING_READ | {P.SUBMISSION_DECIDE, P.ORDER_READ, P.INSIGHT_READ},
    Role.REGIONAL_MANAGER: _MARKETING_READ | _BUSINESS_READ | _LOCALISE | {P.EXPORT_READ},
    Role.PARTNER_MANAGER: _MARKETING_READ
    | _BUSINESS_READ
    | _LOCALISE
    | {P.ORDER_PLACE, P.ACCOUNT_MANAGE},
    Role.PARTNER_STAFF: _MARKETING_READ | _LOCALISE | {P.ORDER_READ, P.INSIGHT_READ},
    Role.SUPPLIER: frozenset({P.ORDER_LINE_FULFIL}),
    Role.ANALYST: frozenset(
        {P.CAMPAIGN_READ, P.TEMPLATE_READ, P.PARTNER_READ, P.INSIGHT_READ, P.EXPORT_READ}
    ),
}
