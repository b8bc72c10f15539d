"""Calls a running API with a client that openapi-generator made: smoke.py API_URL TENANT KEY"""

import sys

import openapi_client as posthorn
from openapi_client.exceptions import NotFoundException

url, tenant, key = sys.argv[1:]
client = posthorn.ApiClient(posthorn.Configuration(host=url, access_token=key))
endpoints, events = posthorn.EndpointsApi(client), posthorn.EventsApi(client)

create = posthorn.EndpointCreate(url="https://example.com/webhooks", retry_on=posthorn.RetryOn("any-failure"))
endpoint = endpoints.create_endpoint(tenant, create)
assert endpoint.secret and endpoint.disabled_reason is None, endpoint
page = endpoints.list_endpoints(tenant, limit=10)
assert [each.id for each in page.data] == [endpoint.id] and page.next_cursor is None, page

batch = events.publish_events(
    tenant,
    posthorn.EventBatch(
        events=[
            posthorn.EventCreate(type="order.completed", data={"amount": 1}),
            posthorn.EventCreate(type="posthorn.test", data={}),
        ]
    ),
)
stored, refused = (each.actual_instance for each in batch.data)
assert isinstance(stored, posthorn.PublishedItem) and stored.status == 202, stored
assert isinstance(refused, posthorn.RefusedItem) and refused.error.code == "invalid_request", refused

event = events.get_event(tenant, stored.event.id)
assert event.external_id is None and event.source_id is None and event.data == {"amount": 1}, event
try:
    events.get_event(tenant, "evt_1")
    raise AssertionError("there is no such event")
except NotFoundException:
    print("works")
