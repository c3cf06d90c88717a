"""Owns the web application: what it is made of, and the route table of the whole product."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Flask, g, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import brand_assets.kit.editing.version_views as kit_versions
import brand_assets.kit.editing.views as kit_editing
import brand_assets.kit.editing.word_views as kit_words
import brand_assets.kit.exchange.views as kit_exchange
import brand_assets.kit.files.views as kit_files
import brand_assets.kit.views as kit
import brand_assets.library.arranging.views as arranging
import brand_assets.library.incoming.received_views as received
import brand_assets.library.incoming.views as uploads
import brand_assets.library.keeping.views as library_rights
import brand_assets.library.views as library
import campaigns.ad_templates.views as ad_templates
import campaigns.approval.views as approval
import campaigns.delivery.views as delivery
import campaigns.insight.exports.views as exports
import campaigns.insight.links.views as links
import campaigns.insight.readings.views as insight
import campaigns.insight.reports.views as reports
import campaigns.localisation.views as localisation
import campaigns.orders.basket_views as basket
import campaigns.orders.several_views as several
import campaigns.orders.views as orders
import campaigns.planning.views as planning
import campaigns.proofs.across.views as across
import campaigns.proofs.earlier.views as earlier
import campaigns.proofs.history_views as value_history
import campaigns.proofs.presence.views as presence
import campaigns.proofs.report_views as proof_reports
import campaigns.proofs.viewing.views as viewing
import campaigns.proofs.viewing.visit_views as visits
import campaigns.proofs.views as proofs
import campaigns.rollout.everyone.decision_views as everyone_decisions
import campaigns.rollout.everyone.look_views as everyone_look
import campaigns.rollout.everyone.views as everyone
import campaigns.rollout.expiry.views as expiry
import campaigns.rollout.rights.views as picture_rights
import campaigns.rollout.versions.template_views as template_pages
import campaigns.rollout.versions.views as versions
import campaigns.rollout.views as rollout
import regions.accounts.views as accounts
import regions.partners.import_views as outlet_import
import regions.partners.views as outlets
import regions.suppliers.views as suppliers
from portal.foundation.config import Settings
from portal.foundation.rate_limits import limiter, rate_limit_config
from portal.pages import account, health, home, pdf_check, sign_in
from portal.pages.errors import register_error_handlers
from portal.pages.navigation import navigate
from portal.pages.requests import register_request_frame
from portal.pages.security_headers import register_security_headers
from portal.pages.texts import language, register_texts
from regions.accounts.guard import find_actor
from regions.accounts.login import register_login
from regions.hierarchy.service import company_name

#: Every blueprint with its prefix: the product's table of contents.
ROUTES: tuple[tuple[str, Blueprint], ...] = (
    ("/", health.blueprint),
    ("/", sign_in.blueprint),
    ("/", account.blueprint),
    ("/", home.blueprint),
    ("/pdf-check", pdf_check.blueprint),
    ("/brand", kit.blueprint),
    ("/brand", kit_versions.blueprint),
    ("/brand", kit_editing.blueprint),
    ("/brand", kit_words.blueprint),
    ("/brand", kit_files.blueprint),
    ("/brand", kit_exchange.blueprint),
    ("/assets", uploads.blueprint),
    ("/assets", received.blueprint),
    ("/assets", library.blueprint),
    ("/assets", arranging.blueprint),
    ("/assets", library_rights.blueprint),
    ("/assets", picture_rights.blueprint),
    ("/templates", ad_templates.blueprint),
    ("/templates", template_pages.blueprint),
    ("/campaigns", planning.blueprint),
    ("/localisations", localisation.blueprint),
    ("/localisations", proofs.blueprint),
    ("/localisations", value_history.blueprint),
    ("/localisations", presence.blueprint),
    ("/localisations", proof_reports.blueprint),
    ("/localisations", viewing.blueprint),
    ("/localisations", across.blueprint),
    ("/localisations", earlier.blueprint),
    ("/view", visits.blueprint),
    ("/approvals", approval.blueprint),
    ("/basket", basket.blueprint),
    ("/basket", several.blueprint),
    ("/orders", orders.blueprint),
    ("/fulfilment", delivery.blueprint),
    ("/rollout", rollout.blueprint),
    ("/rollout/everyone", everyone.blueprint),
    ("/rollout/everyone", everyone_decisions.blueprint),
    ("/rollout/everyone", everyone_look.blueprint),
    ("/rollout", versions.blueprint),
    ("/rollout/expiry", expiry.blueprint),
    ("/outlets", outlets.blueprint),
    ("/outlets/import", outlet_import.blueprint),
    ("/suppliers", suppliers.blueprint),
    ("/accounts", accounts.blueprint),
    ("/", links.blueprint),
    ("/insight", insight.blueprint),
    ("/insight/reports", reports.blueprint),
    ("/insight/exports", exports.blueprint),
)  # fmt: skip

#: Blueprints with templates and no routes of their own.
PAGES = Blueprint("pages", "portal.pages", template_folder="templates")


def create_app(settings: Settings) -> Flask:
    """Return the application; the process's services are started before (`start_services`)."""
    app = Flask("portal")
    app.config.from_mapping(_flask_config(settings))
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count)  # type: ignore[method-assign] # Flask's own way
    register_request_frame(app)
    # Who holds a view link writes without a session: its signed token is the whole right.
    CSRFProtect(app).exempt(visits.blueprint)
    register_login(app)
    limiter.init_app(app)
    register_texts(app)
    register_error_handlers(app)
    register_security_headers(app, settings)
    app.context_processor(_page_context)
    app.register_blueprint(PAGES)
    for prefix, blueprint in ROUTES:
        app.register_blueprint(blueprint, url_prefix=prefix)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    secure = settings.is_https or not settings.demo
    ours = (settings.base_url, settings.short_link_base)
    hosts = [*{str(urlsplit(url).hostname) for url in ours}, "localhost", "127.0.0.1"]
    return {
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": hosts,
        "SESSION_COOKIE_NAME": "__Host-heimspiel" if secure else "heimspiel",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=settings.session_idle_minutes),
        "MAX_CONTENT_LENGTH": settings.max_upload_bytes,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SEND_FILE_MAX_AGE_DEFAULT": 300,
        "WTF_CSRF_TIME_LIMIT": None,
        **rate_limit_config(settings),
    }


def _page_context() -> dict[str, object]:
    """Return what every template may use."""
    actor = find_actor()
    return {
        "actor": actor,
        "language": language(),
        "company_name": company_name(language()) if actor else "",
        "navigation": lambda: navigate(actor, request.path),
        "request_id": g.get("request_id"),
    }
