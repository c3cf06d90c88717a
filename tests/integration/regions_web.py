"""Signs accounts of a test in to the portal and sends forms with their token."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regions.accounts.links import demo_link
from regions.accounts.models import Account


def sign_in(web: Flask, account: Account) -> FlaskClient:
    """Return a client that an account is signed in with."""
    client = web.test_client()
    answer = client.get(demo_link(account.id).removeprefix("http://127.0.0.1:8000"))
    assert answer.status_code == 302
    return client


def csrf_token(client: FlaskClient, page: str = "/account") -> str:
    """Return the token of this session, from a page's form."""
    answer = client.get(page)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def send(client: FlaskClient, path: str, values: Mapping[str, Any]) -> TestResponse:
    """Post a form with its token."""
    return client.post(path, data={"csrf_token": csrf_token(client)} | dict(values))
