"""Leads a tenant through its whole life, with a client that openapi-python-client made.

Usage: life.py API_URL ADMIN_KEY RECEIVER_URL

The receiver fails as many attempts of an event as its data's `failures` says. The last line of the output is "lived".
"""

import hashlib
import hmac
import json
import sys
import time

import httpx
from posthorn_client.api.audit_log import list_audit_entries
from posthorn_client.api.deliveries import cancel_delivery, get_delivery, list_attempts, list_deliveries, retry_delivery
from posthorn_client.api.endpoints import (
    change_endpoint,
    create_endpoint,
    delete_endpoint,
    disable_endpoint,
    enable_endpoint,
    get_endpoint,
    list_endpoints,
    recover_endpoint,
    rotate_secret,
    test_endpoint,
    test_filter,
)
from posthorn_client.api.event_types import create_event_type, delete_event_type, list_event_types
from posthorn_client.api.events import (
    get_event,
    list_deliveries_of_event,
    list_events,
    publish_event,
    publish_events,
    replay_event,
)
from posthorn_client.api.jobs import cancel_job, get_job, list_jobs
from posthorn_client.api.keys import create_key, delete_key, list_keys
from posthorn_client.api.service import get_health, get_readiness
from posthorn_client.api.sources import change_source, create_source, delete_source, list_requests, list_sources
from posthorn_client.api.statistics import get_endpoint_stats, get_stats
from posthorn_client.api.tenants import delete_tenant, get_tenant, list_tenants, put_tenant
from posthorn_client.client import AuthenticatedClient, Client
from posthorn_client.models import (
    BucketSize,
    DataSchema,
    DeliveryStatus,
    EndpointCreate,
    EndpointFilter,
    EndpointHeaders,
    EndpointUpdate,
    EventBatch,
    EventCreate,
    EventData,
    EventTypeCreate,
    FilterTest,
    JobStatus,
    KeyCreate,
    KeyRole,
    Metadata,
    Problem,
    ProblemCode,
    ProviderName,
    PublishedItem,
    Recovery,
    RefusedItem,
    Replay,
    RequestOutcome,
    SecretRotation,
    SignatureScheme,
    SourceCreate,
    SourceUpdate,
    TenantPut,
)

DEADLINE_SECONDS = 60
TENANT = "acme"
SECRET = "the-secret-of-the-source"

api_url, admin_key, receiver_url = sys.argv[1:]


def client_of(key):
    return AuthenticatedClient(
        base_url=api_url, token=key, raise_on_unexpected_status=True, timeout=httpx.Timeout(DEADLINE_SECONDS)
    )


def given(reply):
    """The reply, unless it is a problem."""
    if isinstance(reply, Problem):
        raise AssertionError(f"{reply.status} {reply.code}: {reply.detail} {reply.errors}")
    return reply


def wait_for(what, look):
    end = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.1)
    raise AssertionError(f"timed out after {DEADLINE_SECONDS} s waiting for {what}")


def delivery_of(event_id, status, client):
    """The delivery of an event, once it has this status."""

    def look():
        page = given(list_deliveries_of_event.sync(TENANT, event_id, client=client))
        return next((each for each in page.data if each.status == status), None)

    return wait_for(f"a delivery of {event_id} to be {status}", look)


def publish(client, data, **fields):
    body = EventCreate(type_="order.completed", data=EventData.from_dict(data), **fields)
    return given(publish_event.sync(TENANT, client=client, body=body))


def make_tenant(admin):
    body = TenantPut(name="Acme Ltd.", metadata=Metadata.from_dict({"plan": "pro"}))
    tenant = given(put_tenant.sync(TENANT, client=admin, body=body))
    assert (tenant.id, tenant.name, tenant.metadata["plan"]) == (TENANT, "Acme Ltd.", "pro"), tenant
    assert TENANT in [each.id for each in given(list_tenants.sync(client=admin)).data]

    schema = DataSchema.from_dict({"type": "object", "properties": {"amount": {"type": "integer"}}})
    given(create_event_type.sync(client=admin, body=EventTypeCreate(name="order.completed", schema=schema)))
    types = given(list_event_types.sync(client=admin, archived=False)).data
    assert [(each.name, each.schema.to_dict()) for each in types] == [("order.completed", schema.to_dict())], types

    key = given(create_key.sync(TENANT, client=admin, body=KeyCreate(role=KeyRole("manage"))))
    listed = given(list_keys.sync(TENANT, client=admin)).data
    assert [(each.id, each.expires_at) for each in listed] == [(key.id, None)], listed
    return key


def make_endpoint(client):
    body = EndpointCreate(
        url=receiver_url,
        event_types=["order.*", "github.push"],
        filter_=EndpointFilter.from_dict({"amount": {"$gte": 100}}),
        headers=EndpointHeaders.from_dict({"X-Shop": "one"}),
        retry_schedule=[],
        signatures=[SignatureScheme("standard"), SignatureScheme("sha256")],
    )
    endpoint = given(create_endpoint.sync(TENANT, client=client, body=body, idempotency_key="the-endpoint"))
    assert endpoint.secret.startswith("whsec_"), endpoint
    assert given(get_endpoint.sync(TENANT, endpoint.id, client=client)).disabled_reason is None
    assert [each.id for each in given(list_endpoints.sync(TENANT, client=client)).data] == [endpoint.id]

    data = {"amount": 99}
    result = given(test_filter.sync(TENANT, endpoint.id, client=client, body=FilterTest(data=data)))
    failed = [(each.path, each.operator, each.expected, each.actual) for each in result.failed]
    assert (result.matches, failed) == (False, [("amount", "$gte", 100, 99)]), result

    sent = given(test_endpoint.sync(TENANT, endpoint.id, client=client))
    delivery_of(sent.event_id, DeliveryStatus("succeeded"), client)
    return endpoint


def publish_and_read(client):
    event = publish(client, {"amount": 100}, id="order-1")
    assert publish(client, {"amount": 100}, id="order-1").duplicate is True
    batch = EventBatch(
        events=[
            EventCreate(type_="order.completed", data=EventData.from_dict({"amount": 1})),
            EventCreate(type_="order.completed", data=EventData.from_dict({"amount": "much"})),
        ]
    )
    stored, refused = given(publish_events.sync(TENANT, client=client, body=batch)).data
    assert isinstance(stored, PublishedItem) and (stored.status, stored.event.deliveries) == (202, 0), stored
    assert isinstance(refused, RefusedItem) and refused.error.code == ProblemCode("invalid_request"), refused
    assert refused.error.errors[0].path == "data.amount", refused

    delivery = delivery_of(event.id, DeliveryStatus("succeeded"), client)
    (attempt,) = given(list_attempts.sync(TENANT, delivery.id, client=client, limit=10)).data
    assert (attempt.number, attempt.status_code, attempt.result) == (1, 200, "succeeded"), attempt
    read = given(get_event.sync(TENANT, event.id, client=client))
    assert (read.external_id, read.source_id, read.data) == ("order-1", None, {"amount": 100}), read

    first = given(list_events.sync(TENANT, client=client, type_="order.completed", limit=1))
    second = given(list_events.sync(TENANT, client=client, type_="order.completed", limit=1, cursor=first.next_cursor))
    assert [each.id for each in first.data + second.data] == [stored.event.id, event.id], (first, second)
    assert second.next_cursor is None, second


def receive(client):
    body = SourceCreate(name="github", provider=ProviderName("github"), secrets=[SECRET])
    source = given(create_source.sync(TENANT, client=client, body=body))
    assert source.public_key is None, source
    given(change_source.sync(TENANT, source.id, client=client, body=SourceUpdate(tolerance_seconds=600)))
    assert [each.tolerance_seconds for each in given(list_sources.sync(TENANT, client=client)).data] == [600]

    content = json.dumps({"amount": 5000}).encode()
    signature = hmac.new(SECRET.encode(), content, hashlib.sha256).hexdigest()
    headers = {
        "content-type": "application/json",
        "x-github-event": "push",
        "x-github-delivery": "one",
        "x-hub-signature-256": f"sha256={signature}",
    }
    taken = httpx.post(source.ingest_url, content=content, headers=headers, timeout=DEADLINE_SECONDS)
    assert taken.status_code == 202, taken.text
    event_id = taken.json()["eventId"]
    (request,) = given(list_requests.sync(TENANT, source.id, client=client)).data
    assert (request.outcome, request.cause) == (RequestOutcome("accepted"), None), request
    assert request.event_id == event_id, request
    delivery_of(event_id, DeliveryStatus("succeeded"), client)
    return source


def send_again(client, endpoint):
    succeeded, failed = DeliveryStatus("succeeded"), DeliveryStatus("failed")
    event = publish(client, {"amount": 200, "failures": 1})
    lost = delivery_of(event.id, failed, client)
    given(retry_delivery.sync(TENANT, lost.id, client=client))
    delivery_of(event.id, succeeded, client)
    assert given(get_delivery.sync(TENANT, lost.id, client=client)).attempt_count == 2

    body = Replay(endpoint_ids=[endpoint.id])
    (replayed,) = given(replay_event.sync(TENANT, event.id, client=client, body=body)).data
    assert replayed.event_id == event.id, replayed
    wait_for(
        "the replay to be delivered",
        lambda: given(get_delivery.sync(TENANT, replayed.id, client=client)).status == succeeded,
    )
    assert given(list_deliveries.sync(TENANT, client=client, status=failed)).data == []

    event = publish(client, {"amount": 300, "failures": 1})
    delivery_of(event.id, failed, client)
    recovery = Recovery(since=endpoint.created_at)
    started = given(recover_endpoint.sync(TENANT, endpoint.id, client=client, body=recovery))
    assert started.job_id == started.id, started

    def look():
        job = given(get_job.sync(TENANT, started.job_id, client=client))
        return job if job.finished_at is not None else None

    job = wait_for("the job to be finished", look)
    assert (job.status, job.total, job.done, job.failed) == (JobStatus("succeeded"), 1, 1, 0), job
    delivery_of(event.id, succeeded, client)
    assert [each.id for each in given(list_jobs.sync(TENANT, client=client)).data] == [job.id]
    refused = cancel_job.sync(TENANT, job.id, client=client)
    assert isinstance(refused, Problem) and refused.code == ProblemCode("conflict"), refused


def change(client, endpoint):
    disabled = given(disable_endpoint.sync(TENANT, endpoint.id, client=client))
    assert (disabled.status, disabled.disabled_reason) == ("disabled", "manual"), disabled
    given(enable_endpoint.sync(TENANT, endpoint.id, client=client))
    update = EndpointUpdate(filter_=None, retry_schedule=[3600], rate_limit_per_second=100)
    changed = given(change_endpoint.sync(TENANT, endpoint.id, client=client, body=update))
    assert (changed.filter_, changed.rate_limit_per_second) == (None, 100), changed
    rotated = given(rotate_secret.sync(TENANT, endpoint.id, client=client, body=SecretRotation(grace_seconds=0)))
    assert rotated.secret != endpoint.secret, rotated

    event = publish(client, {"amount": 1, "failures": 9})
    pending = delivery_of(event.id, DeliveryStatus("pending"), client)
    cancelled = given(cancel_delivery.sync(TENANT, pending.id, client=client))
    assert cancelled.status == DeliveryStatus("cancelled"), cancelled


def look_back(client, endpoint):
    stats = given(get_stats.sync(TENANT, client=client, bucket=BucketSize("hour")))
    assert sum(bucket.events or 0 for bucket in stats.data) > 4, stats
    own = given(get_endpoint_stats.sync(TENANT, endpoint.id, client=client))
    assert own.attempts.by_status.field_2xx > 4 and own.deliveries.pending == 0, own
    audit = given(list_audit_entries.sync(TENANT, client=client, action="endpoint.created"))
    assert [each.object_ for each in audit.data] == [endpoint.id], audit


def delete(client, admin, endpoint, source, key):
    given(delete_source.sync(TENANT, source.id, client=client))
    given(delete_endpoint.sync(TENANT, endpoint.id, client=client))
    missing = get_endpoint.sync(TENANT, endpoint.id, client=client)
    assert isinstance(missing, Problem) and missing.code == ProblemCode("not_found"), missing
    given(delete_key.sync(TENANT, key.id, client=admin))
    given(delete_tenant.sync(TENANT, client=admin))
    given(delete_event_type.sync("order.completed", client=admin))
    assert isinstance(get_tenant.sync(TENANT, client=admin), Problem)


def main():
    anyone = Client(base_url=api_url, raise_on_unexpected_status=True)
    assert get_health.sync(client=anyone).status == "ok"
    assert get_readiness.sync(client=anyone).status == "ready"
    admin = client_of(admin_key)
    key = make_tenant(admin)
    client = client_of(key.key)
    endpoint = make_endpoint(client)
    publish_and_read(client)
    source = receive(client)
    send_again(client, endpoint)
    change(client, endpoint)
    look_back(client, endpoint)
    delete(client, admin, endpoint, source, key)
    print("lived")


main()
