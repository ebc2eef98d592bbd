"""The road to a service over HTTP: what an adapter needs of it.

`VendorClient` and `VendorBackend` are what adapters begin with.

The way of a call: `client` lets it through or not, `caller` keeps the budget and tries reads again,
`exchange` sends it, `meanings` says what came of it. httpx is loaded with the first call.
"""

from punchcard.backends.http.addresses import checked_address
from punchcard.backends.http.answers import Answer, fail, refused
from punchcard.backends.http.call_budget import Budget
from punchcard.backends.http.client import HttpClient
from punchcard.backends.http.service import Service
from punchcard.backends.http.vendor_backend import VendorBackend
from punchcard.backends.http.vendor_client import OpensHttp, Params, VendorClient
from punchcard.backends.http.write_policy import Route

__all__ = [
    "Answer",
    "Budget",
    "HttpClient",
    "OpensHttp",
    "Params",
    "Route",
    "Service",
    "VendorBackend",
    "VendorClient",
    "checked_address",
    "fail",
    "refused",
]
