// Made from docs/openapi.json by `npm run openapi`: change the routes, not this file.

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Does the process live?
         * @description Open to anyone.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description In the text format of Prometheus. docs/metrics.md lists them.
         *
         *     Open to anyone.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the OpenAPI document
         * @description Open to anyone.
         */
        get: operations["getOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can the service do its work?
         * @description If not, `checks` names the dependency that is down: it does not answer, or it does not store what it is given. The result may be a second old.
         *
         *     Open to anyone.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log of all tenants
         * @description Includes deleted tenants and entries without a tenant.
         *
         *     For the admin key.
         */
        get: operations["listAllAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List event types
         * @description For any key.
         */
        get: operations["listEventTypes"];
        put?: never;
        /**
         * Create an event type
         * @description The catalogue is the same for all tenants.
         *
         *     For the admin key.
         */
        post: operations["createEventType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-types/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an event type
         * @description For any key.
         */
        get: operations["getEventType"];
        /**
         * Create or update an event type
         * @description Omitted fields become empty. A change applies to every event accepted after its reply.
         *
         *     For the admin key.
         */
        put: operations["putEventType"];
        post?: never;
        /**
         * Delete an event type
         * @description Keeps its events. To refuse new ones, archive it instead.
         *
         *     For the admin key.
         */
        delete: operations["deleteEventType"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/meta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read version, features and the caller
         * @description For any key.
         */
        get: operations["getMeta"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portal-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a portal link
         * @description Exchanges the secret of a link for a token, which sees only the tenant of the link. The page of the portal calls it.
         *
         *     Open to anyone: the body has the secret.
         */
        post: operations["createPortalSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the providers that a source can have
         * @description All of them, on one page.
         *
         *     For any key.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the state of the queue
         * @description For the admin key.
         */
        get: operations["getQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queue/shards/{shard}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Drain a shard of the queue
         * @description Removes up to 20 jobs; repeat the request until `waiting` and `delayed` are 0. Nothing is lost: the sweepers of the workers find the deliveries of removed jobs when they are due. Also drains a shard that `QUEUE_SHARDS` no longer has.
         *
         *     For the admin key.
         */
        post: operations["drainShard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description Those of the key of the request; with the admin key, all.
         *
         *     For any key.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Sign a browser in
         * @description Exchanges a key for a session, in a cookie that scripts cannot read. Without a body, the key is that of the Authorization header. The session lasts for 7 days and ends after 8 hours without use, or with its key. At most 30 failures a minute from one address.
         *
         *     Open to anyone: the body has the secret.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a session
         * @description For any key.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /**
         * End a session
         * @description Signs the browser out: the session is refused from the next request on.
         *
         *     For any key.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tenants
         * @description For the admin key.
         */
        get: operations["listTenants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a tenant
         * @description For any key of the tenant, and the admin key.
         */
        get: operations["getTenant"];
        /**
         * Create or update a tenant
         * @description Omitted fields become empty. Replies 409 while the data of a deleted tenant with this id is still being deleted.
         *
         *     For the admin key.
         */
        put: operations["putTenant"];
        post?: never;
        /**
         * Delete a tenant
         * @description Deletes everything that it owns. The tenant returns 404 from then on; large amounts of data are deleted in parts after the reply.
         *
         *     For the admin key.
         */
        delete: operations["deleteTenant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List attempts
         * @description The attempts of all deliveries by when they started, newest first. An attempt is listed when it has ended. A page may end early, even without items: continue with `nextCursor` until it is null. The admin key also sees the `address` that was dialled.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listTenantAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log
         * @description Who changed what and when: one entry for each write except publishing.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries
         * @description Newest first. With `finishedFrom` or `finishedTo`: only finished deliveries, the last finished first. A cursor keeps the order of the page that returned it. A page may end early, even without items: continue with `nextCursor` until it is null.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry or cancel deliveries in bulk
         * @description With `dryRun`: counts the deliveries that the filter selects, by cause (200). Otherwise: starts a job that processes each of them once (202). `status` of the filter defaults to `failed` for a retry, where `pending` and `cancelled` are possible, too; it is `pending` for a cancel. Deliveries that are created later are not processed. Retries are sent within the limits of their endpoints and do not delay new events; those of a disabled or deleted endpoint count as failed.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["bulkDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery
         * @description For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the attempts of a delivery
         * @description Each with the request, secrets masked, and the response. The admin key also sees the `address` that was dialled.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a delivery
         * @description Makes no further attempt. An attempt in flight completes and is recorded.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["cancelDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a delivery
         * @description Makes one more attempt now. The schedule of a pending delivery does not change, and a delivery that has succeeded stays so, whatever the result.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List endpoints
         * @description For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listEndpoints"];
        put?: never;
        /**
         * Create an endpoint
         * @description Only this reply shows the signing secret.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["createEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an endpoint
         * @description For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["getEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete an endpoint
         * @description Cancels its pending deliveries.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        delete: operations["deleteEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint
         * @description Omitted fields do not change. A change applies to every event accepted after its reply. When the origin of `url` changes, `headers` that are not sent with the change are removed: their values were for the old origin.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        patch: operations["changeEndpoint"];
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable an endpoint
         * @description New events create no deliveries, and pending deliveries wait.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["disableEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable an endpoint
         * @description Waiting deliveries are sent. To retry failed deliveries, recover the endpoint.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["enableEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/filter/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a filter
         * @description Tests whether data matches the endpoint's filter, or the filter in the body, and which conditions fail. Changes nothing and sends nothing.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["testFilter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Recover an endpoint
         * @description Starts a job that retries the deliveries that failed in a period, the latest first. Each starts its schedule from the beginning. They are sent within the limits of the endpoint and do not delay new events.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["recoverEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the secret of an endpoint
         * @description Old and new secrets sign until the grace period ends. Only this reply shows the new secret.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the statistics of an endpoint
         * @description Totals of its deliveries and attempts in a window, by default the last 24 hours.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["getEndpointStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to an endpoint
         * @description Sends a `posthorn.test` event to this endpoint only, regardless of its subscription. It makes one attempt at once, ignoring the rate limit and an open circuit.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["testEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description Newest first. A page may end early, even without items: continue with `nextCursor` until it is null.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Publish an event
         * @description 202 means that the event and its deliveries are durably stored. An `id` that was published before is a duplicate: the reply is 200 with the first event, and nothing is sent. When you publish because of a webhook from Posthorn, pass its header `x-posthorn-hops` on: more than 5 hops are a loop and are refused with 508.
         *
         *     For keys with the role `publish` or `manage`, and the admin key.
         */
        post: operations["publishEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish a batch of events
         * @description Each item is validated separately and has its own result, in the same order. 202 means that all valid events and their deliveries are durably stored, in one transaction.
         *
         *     For keys with the role `publish` or `manage`, and the admin key.
         */
        post: operations["publishEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search the data of events
         * @description Starts a job that applies a filter to the data of the events in a window of time, newest first. It ends after 1,000 hits, 1,000,000 events or 10 minutes; `limitReached` says so. The job and its hits are deleted after a day.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        post: operations["searchEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an event
         * @description With its data, byte for byte as published or received. Without it when `expired` is true: the content was removed.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove the content of an event
         * @description Removes its data, and the headers and bodies recorded for its attempts, and keeps the records. Pending deliveries are cancelled. An attempt in flight completes and is recorded: repeat the request to remove that, too.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        delete: operations["removeEventContent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries of an event
         * @description One for each endpoint, and one more for each replay.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listDeliveriesOfEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/{id}/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain who received an event
         * @description Every endpoint of the tenant, deleted ones too, and why it received the event or did not. Event types, filters and `enabled` are those of the endpoint now; `changedSince` says whether they may have been different. A page ends early when its filters take long.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listEventMatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/events/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay an event
         * @description Creates new deliveries with the same `webhook-id`: a receiver that deduplicates by it ignores them. Existing deliveries do not change.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["replayEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what fails
         * @description Failed attempts of a window by endpoint and cause, the latest first, by default of the last 24 hours. A failure that occurs again moves to the front: pass `to` for pages that do not change.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listFailures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List jobs
         * @description For keys with the role `manage`, and the admin key.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a job
         * @description Its progress: of `total` deliveries, `done` are processed.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a job
         * @description Processes no more deliveries, or events. Deliveries that are scheduled already continue; cancel them one by one, or in bulk.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/jobs/{id}/hits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the events that a search has found
         * @description Newest first. While the search runs, later hits are added at the end of the list. Jobs of other kinds have none.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listSearchHits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/jobs/{id}/hits/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream the events that a search finds
         * @description One JSON object a line: `event` for each hit, newest first, as soon as it is found; `job` in the first and the last line. The stream ends when the search has finished, and at the latest after a minute: while the `job` has no `finishedAt`, call it again with the last event as `after`.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["streamSearchHits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List keys
         * @description For keys with the role `manage`, and the admin key.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Create a key
         * @description Only this reply shows the key. A key with a higher rate limit or a later expiry than the creating key is refused with 403. Omitted fields are copied from the creating key.
         *
         *     For keys with the role `manage`, and the admin key. Not for sessions of portal links.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a key
         * @description The key is refused from the next request on.
         *
         *     For keys with the role `manage`, and the admin key. Not for sessions of portal links.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch what happens in a tenant
         * @description Server-sent events without end. `ready` is the first: what follows is complete. `changed` has hints as `data`: ids of objects that were created or have changed, which have to be read. `resync`: hints may have been lost, so read again what is shown. Hints may be missing, and name objects that have not changed. To resume, send the `id` of the last event as `Last-Event-ID`. A comment follows every 15 seconds. The stream ends within seconds when its key, session or portal link ends.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["watchTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/portal-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List portal links
         * @description Those that may be opened, or whose sessions may still last.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        get: operations["listPortalLinks"];
        put?: never;
        /**
         * Create a portal link
         * @description A URL that opens the dashboard of this tenant only, for a user of yours. Only this reply shows it. Deleting the key that creates it, or its expiry, ends the link and its sessions.
         *
         *     For keys with the role `manage`, and the admin key. Not for sessions of portal links.
         */
        post: operations["createPortalLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/portal-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a portal link
         * @description It cannot be opened, and its sessions are refused from the next request on.
         *
         *     For keys with the role `manage`, and the admin key. Not for sessions of portal links.
         */
        delete: operations["deletePortalLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what sources reject
         * @description Rejected requests of a window by source and cause, the latest first, by default of the last 24 hours. Of the newest 100 sources, on one page.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listRejections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/relays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List relays
         * @description All relays of the tenant, by name, with the listeners that are connected and what waits for them.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        get: operations["listRelays"];
        put?: never;
        /**
         * Create or find a relay
         * @description A relay is an endpoint without a URL: a listener fetches its deliveries. 201 for a new one, whose `secret` only this reply shows; 200 for the one with this name, which gets the `eventTypes` and the `filter` of the request, if it has any.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["createRelay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/relays/{id}/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Poll a relay
         * @description For networks that buffer streams: the same content, at once if there is any, otherwise after up to 25 seconds. The first request connects the listener, and the next ones repeat the `connectionId` of its reply.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["pollRelay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/relays/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Return results of a relay
         * @description Records the attempts of up to 25 deliveries. A result that comes twice, or after its delivery was sent again, is ignored and counted, so that a request without a reply can be repeated.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["returnRelayResults"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/relays/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen to a relay
         * @description Server-sent events without end. `ready` is the first, with the `connectionId` and what waits. `delivery` has a request to make; return its result before `expiresAt`. `superseded` is the last one when another listener takes over. A comment is sent at once and whenever nothing was sent for 15 seconds. 409 `relay_busy` names the listener that is connected.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        get: operations["streamRelay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a request
         * @description Headers and body of a rejected request are kept for a week at most. Those of an accepted one are in its event.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["getRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/requests/{id}/reprocess": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Process a request again
         * @description A rejected request is verified by its current source, with the time at which it arrived, and becomes an event. After the `dedupeWindowSeconds` of its source the reply is 409: an accepted copy could be sent a second time. If it was accepted already, by this call or because the provider sent it again, the reply is 200 with that event. The event of an accepted request is sent again to the endpoints that are subscribed now.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["reprocessRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find an object by any of its names
         * @description Resolves an id, an external id, a trace id or an Idempotency-Key to objects of the tenant. An Idempotency-Key finds what its request created. Sources and keys are found by keys with the role `manage`. Nothing found is an empty list.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sources
         * @description For keys with the role `manage`, and the admin key.
         */
        get: operations["listSources"];
        put?: never;
        /**
         * Create a source
         * @description For keys with the role `manage`, and the admin key.
         */
        post: operations["createSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/sources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a source
         * @description For keys with the role `manage`, and the admin key.
         */
        get: operations["getSource"];
        put?: never;
        post?: never;
        /**
         * Delete a source
         * @description For keys with the role `manage`, and the admin key.
         */
        delete: operations["deleteSource"];
        options?: never;
        head?: never;
        /**
         * Change a source
         * @description Omitted fields do not change. `secrets` replaces all secrets, `config` the whole config.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        patch: operations["changeSource"];
        trace?: never;
    };
    "/v1/tenants/{tenant}/sources/{id}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the requests of a source
         * @description Accepted, duplicate and rejected requests, with the cause. A page of accepted requests may be short although more follow.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["listRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/sources/{id}/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a sample webhook
         * @description Makes a webhook as the provider sends it, signs it with a secret of the source, and sends it to the ingest service. It becomes an event and is delivered like any other. 409 `signing_impossible` for providers that sign with a private key.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["sendSample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/sources/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify a request
         * @description Reports whether the source would accept a request with these headers and this body, and why not: the signed bytes, the difference of the clocks, the secret that matches, and common mistakes. Nothing is stored or sent. The reply has no secret, and no signature.
         *
         *     For keys with the role `manage`, and the admin key.
         */
        post: operations["verifyRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a time series
         * @description Events, deliveries and attempts of each minute, hour or day, counted as they happen. Includes every bucket of the window, the oldest first. All times are UTC.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain what is waiting
         * @description The endpoints of the tenant, and why their pending deliveries are pending.
         *
         *     For keys with the role `read` or `manage`, and the admin key.
         */
        get: operations["explainWaiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tenants with their pending deliveries
         * @description For the admin key.
         */
        get: operations["listWaiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{sourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive a webhook from a provider
         * @description Authenticated by the provider's signature, in the provider's own headers. The body is stored byte for byte. A duplicate gets 200 and the first event.
         */
        post: operations["receiveWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    event: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive an event
         * @description Sent to the URL of every subscribed endpoint, at least once and in no guaranteed order. Duplicates have the same `webhook-id`. Verify a signature before you trust the body.
         */
        post: operations["receiveEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Attempt: {
            /** @example att_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @example dlv_01h455vb4pex5vsknk084sn02q */
            deliveryId: string;
            /** @example ep_01h455vb4pex5vsknk084sn02q */
            endpointId: string;
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            eventId: string;
            /** @example order.completed */
            eventType: string;
            number: number;
            trigger: components["schemas"]["AttemptTrigger"];
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            startedAt: string;
            durationMs: number;
            /** @description How the request was made; null when it is unknown */
            via?: components["schemas"]["Transport"] | null;
            /**
             * @description The URL that the request was sent to; null when it is unknown
             * @example https://example.com/webhooks
             */
            url: string | null;
            /**
             * @description For the admin key only: the IP address of the connection, or those that were dialled in vain
             * @example 203.0.113.7
             */
            address?: string | null;
            phases: components["schemas"]["AttemptPhases"];
            requestHeaders: components["schemas"]["HeaderMap"];
            statusCode: number | null;
            responseHeaders: components["schemas"]["HeaderMap"] | null;
            /** @description First 16 KiB, as text */
            responseBody: string | null;
            responseBodyTruncated: boolean;
            errorCode: string | null;
            /**
             * @description `errorCode` in plain language, at most 300 characters
             * @example The certificate of example.com has expired.
             */
            errorDetail: string | null;
            result: components["schemas"]["AttemptResult"];
            /** @description Whether its headers and body were removed and the record kept */
            expired: boolean;
        };
        AttemptCounts: {
            /** @example 120 */
            total: number;
            byStatus: components["schemas"]["AttemptsByStatus"];
        };
        AttemptPage: {
            data: components["schemas"]["Attempt"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        /** @description Null for a phase that did not happen, as with a reused connection, or did not end */
        AttemptPhases: {
            /**
             * @description Lookup of the host name
             * @example 4
             */
            dnsMs: number | null;
            /**
             * @description TCP connection
             * @example 21
             */
            connectMs: number | null;
            /**
             * @description TLS handshake
             * @example 24
             */
            tlsMs: number | null;
            /**
             * @description From the request to the first byte of the reply
             * @example 38
             */
            firstByteMs: number | null;
            /**
             * @description The whole attempt, as `durationMs`
             * @example 90
             */
            totalMs: number;
        };
        /** @enum {string} */
        AttemptResult: "succeeded" | "failed";
        /**
         * @description `schedule`: the first attempt, and those of the retry schedule. `manual`: a retry of one delivery. `recover`: a job retried the delivery, which is a recovery or a bulk retry. `test`: a test event
         * @enum {string}
         */
        AttemptTrigger: "schedule" | "manual" | "recover" | "test";
        /** @description By status class; `none`: without a reply, for example after a timeout */
        AttemptsByStatus: {
            /** @example 120 */
            "2xx": number;
            /** @example 120 */
            "3xx": number;
            /** @example 120 */
            "4xx": number;
            /** @example 120 */
            "5xx": number;
            /** @example 120 */
            none: number;
        };
        AuditEntry: {
            /** @example aud_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description Id of the key, `admin`, `portal:`, the id of a portal link and `/` with the id of its actor, or `system` for a change by Posthorn itself
             * @example key_01h455vb4pex5vsknk084sn02q
             */
            actor: string;
            /**
             * @description The write that was made
             * @example endpoint.updated
             */
            action: string;
            /**
             * @description Id or name of the object
             * @example ep_01h455vb4pex5vsknk084sn02q
             */
            object?: string | null;
            /**
             * @description Names of the fields that the request set or changed, never their values
             * @example [
             *       "url",
             *       "description"
             *     ]
             */
            fields: string[];
            /**
             * @description Number of objects, if the entry is about several; otherwise null
             * @example null
             */
            count?: number | null;
            /** @description `X-Request-Id` of the request; empty for `system` */
            requestId: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
        };
        AuditEntryPage: {
            data: components["schemas"]["AuditEntry"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        BatchResult: components["schemas"]["PublishedItem"] | components["schemas"]["RefusedItem"];
        /** @enum {string} */
        BucketSize: "minute" | "hour" | "day";
        /**
         * @description `retry`: a failed or cancelled delivery is pending again, with its schedule from the beginning; a pending one is due now. `cancel`: no further attempt is made
         * @enum {string}
         */
        BulkAction: "retry" | "cancel";
        BulkCause: {
            status: components["schemas"]["DeliveryStatus"];
            /**
             * @description Of the last attempt
             * @example 503
             */
            statusCode: number | null;
            /**
             * @description Of the last attempt
             * @example null
             */
            errorCode: string | null;
            count: number;
        };
        BulkFilter: {
            /**
             * @example [
             *       "failed"
             *     ]
             */
            status: components["schemas"]["DeliveryStatus"][];
            endpointId?: string[];
            /**
             * @example [
             *       "order.completed"
             *     ]
             */
            eventType?: string[];
            /**
             * @example [
             *       "5xx"
             *     ]
             */
            statusCode?: string[];
            /**
             * @example [
             *       "timeout"
             *     ]
             */
            errorCode?: components["schemas"]["DeliveryErrorCode"][];
            /**
             * @example [
             *       "schedule"
             *     ]
             */
            trigger?: components["schemas"]["AttemptTrigger"][];
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            from?: string;
            /**
             * Format: date-time
             * @description At the latest when the job was created
             * @example 2026-11-21T20:24:50.123Z
             */
            to: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            finishedFrom?: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            finishedTo?: string;
        };
        BulkPreview: {
            /** @description At most 100,000 deliveries are counted, for 2 seconds */
            count: number;
            /** @description Whether there are more */
            atLeast: boolean;
            /** @description The 100 most frequent, the most frequent first */
            causes: components["schemas"]["BulkCause"][];
            /** @description The oldest counted delivery; missing if there is none */
            oldest?: components["schemas"]["Delivery"];
            /** @description The newest counted delivery; missing if there is none */
            newest?: components["schemas"]["Delivery"];
        };
        /**
         * @example {
         *       "action": "retry",
         *       "filter": {
         *         "statusCode": [
         *           "5xx"
         *         ],
         *         "from": "2026-11-20T00:00:00Z"
         *       },
         *       "dryRun": true
         *     }
         */
        BulkRequest: {
            action: components["schemas"]["BulkAction"];
            filter: components["schemas"]["DeliveryFilter"];
            /** @description Only count the deliveries. Default: false */
            dryRun?: boolean;
        };
        Caller: {
            /** @description `operator`: has the admin key; `tenant`: has a key of a tenant; `portal`: has opened a portal link */
            kind: components["schemas"]["CallerKind"];
            role: components["schemas"]["SessionRole"];
            /** @description The only tenant that it sees; null for the operator */
            tenantId: string | null;
            /** @description The key of a tenant that it has, or has signed in with */
            keyId: string | null;
            /** @description Null for a request with a key */
            sessionId: string | null;
            portalLinkId: string | null;
            /** @description The user of the tenant that the portal link was created for */
            actor: components["schemas"]["PortalActor"] | null;
        };
        /** @enum {string} */
        CallerKind: "operator" | "tenant" | "portal";
        /** @enum {string} */
        CircuitState: "closed" | "open";
        /** @description JSON Schema (2020-12) of the `config` of a source */
        ConfigSchema: {
            [key: string]: unknown;
        };
        CreatedKey: components["schemas"]["Key"] & {
            key: string;
        };
        CreatedPortalLink: components["schemas"]["PortalLink"] & {
            /**
             * @description Give it to the user: the secret is in the fragment, which no server and no log gets
             * @example https://hooks.example.com/portal/plk_01h455vb4pex5vsknk084sn02q#t=pls_…
             */
            url: string;
        };
        /**
         * @description A JSON Schema (2020-12). Data that does not match it cannot be published. References must stay inside the schema. Known formats are checked, unknown keywords ignored
         * @example {
         *       "type": "object",
         *       "required": [
         *         "orderId"
         *       ],
         *       "properties": {
         *         "orderId": {
         *           "type": "string"
         *         },
         *         "amount": {
         *           "type": "integer",
         *           "minimum": 0
         *         }
         *       }
         *     }
         */
        DataSchema: {
            [key: string]: unknown;
        };
        /**
         * @description What makes a request a duplicate: the provider's `id`, or with `id-or-body` also a body seen under another id. `id-or-body` stops replays where the provider does not sign its id, and drops genuine events with equal bodies. For a provider without ids, duplicates are always found by body
         * @enum {string}
         */
        DedupeBy: "id" | "id-or-body";
        Delivery: {
            /** @example dlv_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            eventId: string;
            eventType: string;
            /** @example ep_01h455vb4pex5vsknk084sn02q */
            endpointId: string;
            status: components["schemas"]["DeliveryStatus"];
            /** @description Of its last attempt; before the first one, of the attempt to be made */
            trigger: components["schemas"]["AttemptTrigger"];
            /** @description Why it failed or was cancelled, or what it waits for; null when it succeeded, is in flight or about to be sent */
            reason?: components["schemas"]["DeliveryReason"] | null;
            attemptCount: number;
            /**
             * @description Status of the reply to its last attempt; null without a reply, and before the first attempt
             * @example 503
             */
            lastStatusCode: number | null;
            /**
             * @description Why its last attempt has no reply; null with one, and before the first attempt
             * @example timeout
             */
            lastErrorCode: string | null;
            nextAttemptAt: string | null;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
            finishedAt: string | null;
        };
        DeliveryCounts: {
            /** @example 120 */
            succeeded: number;
            /** @example 120 */
            failed: number;
            /** @example 120 */
            cancelled: number;
        };
        /** @enum {string} */
        DeliveryErrorCode: "timeout" | "dns_failure" | "connection_refused" | "connection_reset" | "connection_failed" | "tls_failure" | "invalid_response" | "response_too_large" | "blocked_destination" | "worker_lost";
        /**
         * @example {
         *       "statusCode": [
         *         "5xx"
         *       ]
         *     }
         */
        DeliveryFilter: {
            /**
             * @example [
             *       "cancelled"
             *     ]
             */
            status?: components["schemas"]["DeliveryStatus"][];
            /**
             * @example [
             *       "ep_01h455vb4pex5vsknk084sn02q"
             *     ]
             */
            endpointId?: string[];
            /**
             * @example [
             *       "order.completed"
             *     ]
             */
            eventType?: string[];
            /**
             * @description Status of the last attempt: a code, a class, or `none` for an attempt without a reply
             * @example [
             *       "5xx"
             *     ]
             */
            statusCode?: string[];
            /**
             * @description Error code of the last attempt
             * @example [
             *       "worker_lost"
             *     ]
             */
            errorCode?: components["schemas"]["DeliveryErrorCode"][];
            /**
             * @description Trigger of the last attempt; before the first one, of the attempt to be made
             * @example [
             *       "test"
             *     ]
             */
            trigger?: components["schemas"]["AttemptTrigger"][];
            /**
             * Format: date-time
             * @description Created at this time or later
             * @example 2026-11-21T20:24:50Z
             */
            from?: string;
            /**
             * Format: date-time
             * @description Created before this time
             * @example 2026-11-21T20:24:50Z
             */
            to?: string;
            /**
             * Format: date-time
             * @description Succeeded, failed or cancelled at this time or later
             * @example 2026-11-21T20:24:50Z
             */
            finishedFrom?: string;
            /**
             * Format: date-time
             * @description Succeeded, failed or cancelled before this time
             * @example 2026-11-21T20:24:50Z
             */
            finishedTo?: string;
        };
        DeliveryPage: {
            data: components["schemas"]["Delivery"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        /** @enum {string} */
        DeliveryReason: "schedule_exhausted" | "not_retried" | "endpoint_gone" | "destination_blocked" | "cancelled_by_request" | "endpoint_deleted" | "expired" | "content_removed" | "relay_expired" | "endpoint_disabled" | "no_listener" | "circuit_open" | "in_flight_limit" | "rate_limited" | "scheduled" | "retrying";
        /** @enum {string} */
        DeliveryStatus: "pending" | "succeeded" | "failed" | "cancelled";
        /** @enum {string} */
        DependencyState: "up" | "down";
        DependencyStates: {
            [key: string]: components["schemas"]["DependencyState"];
        };
        /**
         * @description `manual`: by a request. `gone`: after a 410 reply. `failing`: it failed for too long. `secret_unreadable`: a stored secret or header cannot be decrypted
         * @enum {string}
         */
        DisabledReason: "manual" | "gone" | "failing" | "secret_unreadable";
        DrainedShard: components["schemas"]["QueueShard"] & {
            /**
             * @description Jobs that this request has removed
             * @example 20
             */
            removed: number;
            /**
             * @description Deliveries that the removed jobs named
             * @example 840
             */
            deliveries: number;
        };
        /**
         * @description By the provider's id, which its signature covers or not, or by body. Consider `dedupeBy: id-or-body` with `unsigned-id`
         * @enum {string}
         */
        DuplicateDetection: "signed-id" | "unsigned-id" | "body";
        Endpoint: {
            /** @example ep_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description Null for a relay
             * @example https://example.com/webhooks
             */
            url?: string | null;
            description: string;
            eventTypes: string[];
            filter?: components["schemas"]["EndpointFilter"] | null;
            enabled: boolean;
            headers: components["schemas"]["MaskedHeaders"];
            timeoutSeconds: number;
            retrySchedule: number[];
            retryOn: components["schemas"]["RetryOn"];
            rateLimitPerSecond?: number | null;
            maxInFlight: number;
            payloadFormat: components["schemas"]["PayloadFormat"];
            signatures: components["schemas"]["SignatureScheme"][];
            metadata: components["schemas"]["Metadata"];
            transport: components["schemas"]["Transport"];
            /**
             * @description Of a relay; otherwise null
             * @example null
             */
            relayName?: string | null;
            status: components["schemas"]["EndpointStatus"];
            disabledReason?: components["schemas"]["DisabledReason"] | null;
            health: components["schemas"]["EndpointHealth"];
            /** @description Ed25519 public keys that verify `v1a` signatures, newest first. Empty unless `signatures` includes `ed25519` */
            publicKeys: string[];
            /** @description End of the grace period of a rotation: until then, previous secrets sign as well. Null without any */
            previousSecretsExpireAt?: string | null;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            updatedAt: string;
        };
        /**
         * @example {
         *       "url": "https://example.com/webhooks",
         *       "eventTypes": [
         *         "order.*"
         *       ]
         *     }
         */
        EndpointCreate: {
            /**
             * @description At most 2,048 characters after normalisation
             * @example https://example.com/webhooks
             */
            url: string;
            /** @description Default: `""` */
            description?: string;
            /** @description Default: `["*"]` */
            eventTypes?: string[];
            /** @description Default: `null` */
            filter?: components["schemas"]["EndpointFilter"] | null;
            /** @description Default: `true` */
            enabled?: boolean;
            /** @description Custom request headers, in addition to Posthorn's. Default: none */
            headers?: components["schemas"]["EndpointHeaders"];
            /** @description Default: `10` */
            timeoutSeconds?: number;
            /** @description Default: `[1,5,30,300,1800,7200,18000,36000,50400,72000,86400]` */
            retrySchedule?: number[];
            /** @description Default: `"server-errors"` */
            retryOn?: components["schemas"]["RetryOn"];
            /** @description Default: `null` */
            rateLimitPerSecond?: number | null;
            /** @description Default: `20` */
            maxInFlight?: number;
            /** @description Default: `"envelope"` */
            payloadFormat?: components["schemas"]["PayloadFormat"];
            /** @description Default: `["standard"]` */
            signatures?: components["schemas"]["SignatureScheme"][];
            /** @description Default: `{}` */
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description Deliveries that finished in the window */
        EndpointDeliveryCounts: components["schemas"]["DeliveryCounts"] & {
            /**
             * @description Pending now, regardless of the window. Counted up to 10,000
             * @example 120
             */
            pending: number;
        };
        /**
         * @description Conditions on the `data` of an event; all of them must hold. docs/filters.md lists the operators.
         * @example {
         *       "amount": {
         *         "$gte": 100
         *       },
         *       "customer.country": {
         *         "$in": [
         *           "DE",
         *           "AT"
         *         ]
         *       }
         *     }
         */
        EndpointFilter: {
            [key: string]: unknown;
        };
        /**
         * @description Custom request headers, in addition to Posthorn's. An update replaces all of them; the value `********` keeps the stored value
         * @example {
         *       "Authorization": "Bearer of-your-gateway"
         *     }
         */
        EndpointHeaders: {
            [key: string]: string;
        };
        EndpointHealth: {
            circuit: components["schemas"]["CircuitState"];
            /** @description Why the circuit is open */
            reason: string | null;
            openedAt: string | null;
            /** @description When one delivery is attempted to probe the endpoint */
            nextProbeAt: string | null;
            lastSuccessAt: string | null;
            /** @description The first failure after the last success */
            failingSince: string | null;
        };
        /** @enum {string} */
        EndpointHealthState: "healthy" | "failing" | "open";
        EndpointPage: {
            data: components["schemas"]["Endpoint"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        EndpointStats: {
            /**
             * Format: date-time
             * @description Start of the window, rounded down to the stored resolution
             * @example 2026-11-21T20:24:50.123Z
             */
            from: string;
            /**
             * Format: date-time
             * @description End of the window, rounded up to the stored resolution
             * @example 2026-11-21T20:24:50.123Z
             */
            to: string;
            deliveries: components["schemas"]["EndpointDeliveryCounts"];
            attempts: components["schemas"]["AttemptCounts"];
            /**
             * @description Fraction of the attempts with a 2xx reply; null without attempts
             * @example 0.995
             */
            successRate: number | null;
            latencyMs: components["schemas"]["LatencyPercentiles"];
        };
        /** @enum {string} */
        EndpointStatus: "active" | "disabled";
        /**
         * @example {
         *       "eventTypes": [
         *         "order.*",
         *         "user.created"
         *       ]
         *     }
         */
        EndpointUpdate: {
            /**
             * @description At most 2,048 characters after normalisation
             * @example https://example.com/webhooks
             */
            url?: string;
            description?: string;
            eventTypes?: string[];
            filter?: components["schemas"]["EndpointFilter"] | null;
            enabled?: boolean;
            headers?: components["schemas"]["EndpointHeaders"];
            timeoutSeconds?: number;
            retrySchedule?: number[];
            retryOn?: components["schemas"]["RetryOn"];
            rateLimitPerSecond?: number | null;
            maxInFlight?: number;
            payloadFormat?: components["schemas"]["PayloadFormat"];
            signatures?: components["schemas"]["SignatureScheme"][];
            metadata?: components["schemas"]["Metadata"];
        };
        EndpointWaiting: {
            /** @example ep_01h455vb4pex5vsknk084sn02q */
            endpointId: string;
            /**
             * @description Of a relay its name
             * @example https://example.com/webhooks
             */
            url: string;
            /**
             * @description Deliveries with the status `pending`, counted up to 1000
             * @example 12
             */
            pending: number;
            /** @description When the oldest of them was created; null without any */
            oldestAt: string | null;
            causes: components["schemas"]["WaitingCause"][];
        };
        EndpointWaitingPage: {
            data: components["schemas"]["EndpointWaiting"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        EndpointWithSecret: components["schemas"]["Endpoint"] & {
            /** @description Shown only once. The key of `standard` and `sha256` signatures */
            secret: string;
        };
        /** @description Created once, and identical byte for byte in every attempt */
        Envelope: {
            /**
             * @description The event's id
             * @example evt_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** @example order.completed */
            type: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            timestamp: string;
            /**
             * @description The published data, with the publisher's digits and order of members; for a source, the received body
             * @example {
             *       "orderId": "A-1001",
             *       "amount": 4200
             *     }
             */
            data: unknown;
        };
        Event: components["schemas"]["EventSummary"] & {
            /**
             * @description W3C trace id, which receivers get in `traceparent`
             * @example 4bf92f3577b34da6a3ce929d0e0e4736
             */
            traceId: string;
            /** @description Headers of the request that the provider sent, as far as they are stored. Absent without any, and when the event has `expired` */
            headers?: components["schemas"]["HeaderMap"];
            /** @description Any JSON value. Absent when the event has `expired` */
            data?: unknown;
        };
        /**
         * @example {
         *       "events": [
         *         {
         *           "type": "order.completed",
         *           "data": {
         *             "orderId": "A-1001"
         *           }
         *         },
         *         {
         *           "type": "order.completed",
         *           "data": {
         *             "orderId": "A-1002"
         *           }
         *         }
         *       ]
         *     }
         */
        EventBatch: {
            /** @description Each item like the body of `POST …/events`, of at most 1 MiB */
            events: components["schemas"]["EventCreate"][];
        };
        /**
         * @example {
         *       "type": "order.completed",
         *       "data": {
         *         "orderId": "A-1001",
         *         "amount": 4200
         *       }
         *     }
         */
        EventCreate: {
            /** @example order.completed */
            type: string;
            data: components["schemas"]["EventData"];
            /**
             * @description The publisher's id. A second event with the same id is a duplicate and is not sent
             * @example order-1001-paid
             */
            id?: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50Z
             */
            timestamp?: string;
        };
        EventData: {
            [key: string]: unknown;
        };
        EventMatch: {
            /** @example ep_01h455vb4pex5vsknk084sn02q */
            endpointId: string;
            result: components["schemas"]["MatchResult"];
            /** @description The latest delivery of the event to this endpoint */
            deliveryId: string | null;
            /** @description Only with a delivery */
            deliveryStatus?: components["schemas"]["DeliveryStatus"];
            /** @description Only with `filter_not_matched`: the first condition that the data does not meet. Missing when the data is not JSON */
            failedCondition?: components["schemas"]["FailedCondition"];
            /** @description Whether the endpoint was changed after the event. `result` is about the endpoint as it is now; it may have been different when the event was accepted */
            changedSince: boolean;
        };
        EventMatchPage: {
            data: components["schemas"]["EventMatch"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        EventSearch: {
            filter: components["schemas"]["EndpointFilter"];
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            to: string;
            /**
             * @example [
             *       "order.*"
             *     ]
             */
            types: string[];
        };
        /**
         * @example {
         *       "filter": {
         *         "amount": {
         *           "$gte": 100
         *         }
         *       },
         *       "from": "2026-11-20T00:00:00Z",
         *       "to": "2026-11-21T00:00:00Z"
         *     }
         */
        EventSearchCreate: {
            filter: components["schemas"]["EndpointFilter"];
            /**
             * Format: date-time
             * @description Events created at this time or later
             * @example 2026-11-20T00:00:00Z
             */
            from: string;
            /**
             * Format: date-time
             * @description Events created before this time. Default and maximum: now
             * @example 2026-11-21T20:24:50Z
             */
            to?: string;
            /**
             * @description Event types, or prefixes with `.*`. Default: all, without `posthorn.…`
             * @example [
             *       "order.*"
             *     ]
             */
            types?: string[];
        };
        EventSummary: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            type: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            timestamp: string;
            /** @description The publisher's `id`, or the provider's id of a received event */
            externalId?: string | null;
            sourceId?: string | null;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
            /** @description Whether its data was removed and the record kept */
            expired: boolean;
        };
        EventSummaryPage: {
            data: components["schemas"]["EventSummary"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        EventType: {
            /** @example order.completed */
            name: string;
            description: string;
            schema: components["schemas"]["DataSchema"] | null;
            archived: boolean;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            updatedAt: string;
        };
        /**
         * @example {
         *       "name": "order.completed",
         *       "schema": {
         *         "type": "object",
         *         "required": [
         *           "orderId"
         *         ],
         *         "properties": {
         *           "orderId": {
         *             "type": "string"
         *           },
         *           "amount": {
         *             "type": "integer",
         *             "minimum": 0
         *           }
         *         }
         *       }
         *     }
         */
        EventTypeCreate: {
            /** @example order.completed */
            name: string;
            /**
             * @description Default: `""`
             * @example A customer has paid for all items of an order.
             */
            description?: string;
            /** @description Default: `null` */
            schema?: components["schemas"]["DataSchema"] | null;
            /** @description Whether new events of this type are rejected. Default: `false` */
            archived?: boolean;
        };
        EventTypePage: {
            data: components["schemas"]["EventType"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "schema": {
         *         "type": "object",
         *         "required": [
         *           "orderId"
         *         ],
         *         "properties": {
         *           "orderId": {
         *             "type": "string"
         *           },
         *           "amount": {
         *             "type": "integer",
         *             "minimum": 0
         *           }
         *         }
         *       }
         *     }
         */
        EventTypePut: {
            /**
             * @description Must equal the name in the path
             * @example order.completed
             */
            name?: string;
            /**
             * @description Default: `""`
             * @example A customer has paid for all items of an order.
             */
            description?: string;
            /** @description Default: `null` */
            schema?: components["schemas"]["DataSchema"] | null;
            /** @description Whether new events of this type are rejected. Default: `false` */
            archived?: boolean;
        };
        FailedCondition: {
            /** @example customer.country */
            path: string;
            /**
             * @description `$not` for a condition that holds but must not; `expected` is then that condition
             * @example $in
             */
            operator: string;
            /**
             * @example [
             *       "DE",
             *       "AT"
             *     ]
             */
            expected: unknown;
            /**
             * @description The value at the path; several values are a list of at most ten. Missing when the path does not exist. Strings are cut at 200 characters; an object or list is `(object)`
             * @example FR
             */
            actual?: unknown;
        };
        Failure: {
            /** @example ep_01h455vb4pex5vsknk084sn02q */
            endpointId: string;
            /**
             * @description The error code of the attempts, or their status
             * @example 503
             */
            cause: string;
            /**
             * @description The cause, if it is a status
             * @example 503
             */
            statusCode: number | null;
            /** @description The cause, if there is no reply */
            errorCode: string | null;
            /** @description Failed attempts in the window */
            count: number;
            /**
             * Format: date-time
             * @description The first of them
             * @example 2026-11-21T20:24:50.123Z
             */
            firstAt: string;
            /**
             * Format: date-time
             * @description The last of them
             * @example 2026-11-21T20:24:50.123Z
             */
            lastAt: string;
            /** @description Whether no attempt to the endpoint has succeeded since `lastAt` */
            ongoing: boolean;
            /** @description When a delivery that failed with this cause is tried again; null when none waits, or its endpoint is disabled */
            nextAttemptAt: string | null;
            /** @description At most three of the deliveries, the newest */
            samples: components["schemas"]["Delivery"][];
        };
        FailurePage: {
            data: components["schemas"]["Failure"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
            /**
             * Format: date-time
             * @description Start of the window. Later than requested when it has too many failures to be read at once
             * @example 2026-11-21T20:24:50.123Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            to: string;
        };
        Features: {
            /** @description Whether endpoints may have http: URLs */
            httpEndpoints: boolean;
        };
        FieldProblem: {
            /** @example url */
            path: string;
            message: string;
        };
        /**
         * @example {
         *       "data": {
         *         "amount": 4200,
         *         "customer": {
         *           "country": "DE"
         *         }
         *       }
         *     }
         */
        FilterTest: {
            /**
             * @description The data of an event: any JSON value
             * @example {
             *       "amount": 4200,
             *       "customer": {
             *         "country": "DE"
             *       }
             *     }
             */
            data: unknown;
            /**
             * @description Also test whether the endpoint is subscribed to this type
             * @example order.completed
             */
            eventType?: string;
            /** @description The filter to test. Default: the endpoint's own */
            filter?: components["schemas"]["EndpointFilter"] | null;
        };
        FilterTestResult: {
            /** @description Whether the endpoint would receive such an event */
            matches: boolean;
            /** @description Whether the endpoint is subscribed to `eventType`; null without one */
            eventTypeMatches: boolean | null;
            /** @description The conditions that prevent a match */
            failed: components["schemas"]["FailedCondition"][];
        };
        FoundObject: {
            type: components["schemas"]["SearchedType"];
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description Where the API shows it; for a key or an attempt, the list that contains it
             * @example /v1/tenants/acme/events/evt_01h455vb4pex5vsknk084sn02q
             */
            path: string;
        };
        HeaderMap: {
            [key: string]: components["schemas"]["HeaderValue"];
        };
        /** @description A list when the header occurs several times */
        HeaderValue: string | string[];
        Health: {
            status: components["schemas"]["HealthStatus"];
        };
        /** @enum {string} */
        HealthStatus: "ok";
        /** @enum {string} */
        HintCode: "only_time_differs" | "body_rewritten" | "body_line_breaks" | "body_byte_order_mark" | "body_encoding" | "secret_encoding" | "secret_of_other_source" | "test_or_live" | "url_changed" | "header_names" | "signature_encoding" | "other_provider" | "no_key_of_kind";
        InboundRequest: {
            /** @example req_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @example src_01h455vb4pex5vsknk084sn02q */
            sourceId: string;
            outcome: components["schemas"]["RequestOutcome"];
            /** @description Null unless it is rejected */
            cause?: components["schemas"]["RequestCause"] | null;
            /** @description The first event that it made; of a duplicate, the first that it duplicates */
            eventId?: string | null;
            /** @description The secret that verified it: shows whether the sender still signs with an old one. Null unless a secret of the source did: it is rejected, or a public key or the key of the provider verified it */
            matchedSecret?: components["schemas"]["MatchedSecret"] | null;
            contentType?: string | null;
            userAgent?: string | null;
            bodyBytes: number;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            receivedAt: string;
            /** @description When it was processed again and no longer rejected. Null for a request that never was */
            reprocessedAt?: string | null;
        };
        InboundRequestDetail: components["schemas"]["InboundRequest"] & {
            /** @description The events that it made, in the order of its body */
            eventIds: string[];
            /** @description Events in its body that had been made before */
            duplicateEventIds: string[];
            /** @description Why it is rejected */
            detail?: string | null;
            /** @description All headers of a rejected request. Values that may be credentials or signatures are masked: `********` */
            headers?: components["schemas"]["HeaderMap"] | null;
            /** @description First 16 KiB of the body of a rejected request, as text */
            body?: string | null;
            bodyTruncated: boolean;
            /** @description Whether it can be processed again: its event is kept, or its body, and it arrived within the `dedupeWindowSeconds` of its source */
            reprocessable: boolean;
        };
        InboundRequestPage: {
            data: components["schemas"]["InboundRequest"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        ItemError: {
            code: components["schemas"]["ProblemCode"];
            detail: string;
            errors?: components["schemas"]["FieldProblem"][];
        };
        Job: {
            /** @example job_01h455vb4pex5vsknk084sn02q */
            id: string;
            kind: components["schemas"]["JobKind"];
            status: components["schemas"]["JobStatus"];
            /**
             * @description Only for `recover`
             * @example ep_01h455vb4pex5vsknk084sn02q
             */
            endpointId?: string;
            /**
             * Format: date-time
             * @description Only for `recover`
             * @example 2026-11-21T20:24:50.123Z
             */
            since?: string;
            /**
             * Format: date-time
             * @description Only for `recover`
             * @example 2026-11-21T20:24:50.123Z
             */
            until?: string;
            /**
             * @description Only for `recover`
             * @example [
             *       "failed"
             *     ]
             */
            statuses?: components["schemas"]["RecoverableStatus"][];
            /** @description Only for `bulk_retry` and `bulk_cancel`. Missing when the stored request cannot be read */
            filter?: components["schemas"]["BulkFilter"];
            /** @description Only for `event_search`: the request. Missing when it cannot be read */
            search?: components["schemas"]["EventSearch"];
            /** @description Deliveries found at the start; null until they are counted, and for `event_search` */
            total?: number | null;
            /**
             * @description Deliveries that are pending again, or cancelled. For `event_search`: events searched
             * @example 1200
             */
            done: number;
            /**
             * @description Deliveries that were not: their status had changed, or the endpoint was deleted
             * @example 0
             */
            failed: number;
            /** @description Only for `event_search`: events found */
            hits?: number;
            /**
             * @description Only for `event_search`: searched events that the filter was not applied to, because their data is larger than 1 MiB
             * @example 0
             */
            skipped?: number;
            /**
             * Format: date-time
             * @description Only for `event_search`: events from this time on are searched; the search goes back in time
             * @example 2026-11-21T20:24:50.123Z
             */
            searchedTo?: string;
            /** @description Only for an `event_search` that ended early. To continue, search again with `searchedTo` as `to` */
            limitReached?: components["schemas"]["SearchLimit"];
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
            startedAt?: string | null;
            finishedAt?: string | null;
        };
        /** @enum {string} */
        JobKind: "recover" | "bulk_retry" | "bulk_cancel" | "event_search";
        JobPage: {
            data: components["schemas"]["Job"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        /**
         * @description `pending` until it has started, and its deliveries are counted. `failed`: the endpoint of a recovery was deleted before the job finished, or the stored request of another job cannot be read. `cancelled`: no more deliveries are started; those already started continue
         * @enum {string}
         */
        JobStatus: "pending" | "running" | "succeeded" | "failed" | "cancelled";
        Key: {
            /** @example key_01h455vb4pex5vsknk084sn02q */
            id: string;
            role: components["schemas"]["KeyRole"];
            description: string;
            expiresAt?: string | null;
            /** @description Requests per second; null for the configured limit */
            rateLimitPerSecond?: number | null;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
        };
        /**
         * @example {
         *       "role": "publish",
         *       "description": "the shop"
         *     }
         */
        KeyCreate: {
            role: components["schemas"]["KeyRole"];
            /** @description Default: `""` */
            description?: string;
            /**
             * @description When the key expires, in the future; null for never. At most, and by default, the `expiresAt` of the key that creates it; with the admin key the default is null
             * @example 2099-01-01T00:00:00Z
             */
            expiresAt?: string | null;
            /** @description Requests per second; null for the configured limit. At most, and by default, the limit of the key that creates it; with the admin key the default is null */
            rateLimitPerSecond?: number | null;
        };
        KeyPage: {
            data: components["schemas"]["Key"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        /** @enum {string} */
        KeyRole: "manage" | "publish" | "read";
        /** @description Duration of all attempts, to within 5 %; null without attempts */
        LatencyPercentiles: {
            /** @example 87 */
            p50: number | null;
            /** @example 87 */
            p95: number | null;
            /** @example 87 */
            p99: number | null;
        };
        LiveHint: {
            kind: components["schemas"]["LiveKind"];
            /** @example dlv_01h455vb4pex5vsknk084sn02q */
            id: string;
            /**
             * @description The status, where the change has one
             * @example succeeded
             */
            status?: string;
        };
        LiveHints: {
            hints: components["schemas"]["LiveHint"][];
            /** @description Kinds of which more objects have changed than are listed */
            many: components["schemas"]["LiveKind"][];
        };
        /**
         * @example delivery
         * @enum {string}
         */
        LiveKind: "event" | "delivery" | "request" | "endpoint" | "job";
        /**
         * @description Custom request headers, in addition to Posthorn's. Values are never shown
         * @example {
         *       "Authorization": "********"
         *     }
         */
        MaskedHeaders: {
            [key: string]: string;
        };
        /**
         * @description `delivered`: it has a delivery of the event, whose status has the outcome. The other values say why it has none: `created_later`, after the event; `deleted`; `disabled`; `type_not_subscribed`; `filter_not_matched`; `data_too_large`: the filter was not evaluated, because the data is larger than 1 MiB; `matches_now`: it was different when the event was accepted. Replay the event to send it
         * @enum {string}
         */
        MatchResult: "delivered" | "created_later" | "deleted" | "disabled" | "type_not_subscribed" | "filter_not_matched" | "data_too_large" | "matches_now";
        MatchedSecret: {
            /** @description In the `secrets` of the source, as they were set at `createdAt`; 0 is the first */
            position: number;
            /**
             * Format: date-time
             * @description When the `secrets` of the source were set
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
        };
        Meta: {
            /** @example 0.1.0 */
            version: string;
            /**
             * @description Days after which events, deliveries, attempts and requests are removed; 0: never
             * @example 30
             */
            retentionDays: number;
            features: components["schemas"]["Features"];
            caller: components["schemas"]["Caller"];
        };
        /**
         * @example {
         *       "plan": "pro"
         *     }
         */
        Metadata: {
            [key: string]: unknown;
        };
        OpenApiDescription: {
            [key: string]: unknown;
        };
        /** @enum {string} */
        PayloadFormat: "envelope" | "raw";
        PortalActor: {
            /**
             * @description In the audit log, the actor is `portal:`, the id of the link, `/` and this id
             * @example user-1001
             */
            id: string;
            /** @example Ada Lovelace */
            name: string | null;
        };
        PortalActorCreate: {
            /**
             * @description In the audit log, the actor is `portal:`, the id of the link, `/` and this id
             * @example user-1001
             */
            id: string;
            /**
             * @description Default: `null`
             * @example Ada Lovelace
             */
            name?: string | null;
        };
        /** @enum {string} */
        PortalFont: "system" | "sans" | "serif" | "mono" | "rounded" | "humanist";
        PortalLink: {
            /** @example plk_01h455vb4pex5vsknk084sn02q */
            id: string;
            role: components["schemas"]["PortalRole"];
            /** @description How long a browser may use the portal after it has opened the link */
            sessionTtlSeconds: number;
            /** @description Whether only the first browser that opens the link gets a session */
            singleUse: boolean;
            /** @description Origins of pages that may frame the portal; without any, the `portalOrigins` of the tenant, else `PORTAL_FRAME_ANCESTORS` */
            allowedOrigins: string[];
            theme: components["schemas"]["PortalTheme"];
            /** @description The path that the portal opens first */
            next?: string | null;
            /** @description Where the portal sends its user for a new link after the session, if it is not in a frame */
            refreshUrl?: string | null;
            actor?: components["schemas"]["PortalActor"] | null;
            /** @description The key that created it; null for the admin key */
            keyId?: string | null;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Until when it may be opened
             * @example 2026-11-21T20:24:50.123Z
             */
            expiresAt: string;
            /** @description When it was last opened */
            usedAt?: string | null;
        };
        /**
         * @example {
         *       "role": "read",
         *       "actor": {
         *         "id": "user-1001",
         *         "name": "Ada Lovelace"
         *       }
         *     }
         */
        PortalLinkCreate: {
            role: components["schemas"]["PortalRole"];
            /** @description How long the link may be opened. Default: `600` */
            linkTtlSeconds?: number;
            /** @description How long a browser may use the portal after it has opened the link. Default: `3600` */
            sessionTtlSeconds?: number;
            /** @description Whether only the first browser that opens the link gets a session. Default: `true` */
            singleUse?: boolean;
            /** @description Origins of pages that may frame the portal; without any, the `portalOrigins` of the tenant, else `PORTAL_FRAME_ANCESTORS` */
            allowedOrigins?: string[];
            /** @description Default: `{}` */
            theme?: components["schemas"]["PortalThemeCreate"];
            /** @description The path that the portal opens first. Default: `null` */
            next?: string | null;
            /** @description Where the portal sends its user for a new link after the session, if it is not in a frame. Default: `null` */
            refreshUrl?: string | null;
            /** @description Default: `null` */
            actor?: components["schemas"]["PortalActorCreate"] | null;
        };
        PortalLinkPage: {
            data: components["schemas"]["PortalLink"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        /** @enum {string} */
        PortalMode: "light" | "dark" | "system";
        /** @enum {string} */
        PortalRole: "manage" | "read";
        PortalSession: {
            /** @example ses_01h455vb4pex5vsknk084sn02q */
            id: string;
            /** @description Send it as `Authorization: Bearer TOKEN` */
            token: string;
            /** @example plk_01h455vb4pex5vsknk084sn02q */
            portalLinkId: string;
            /** @example acme */
            tenantId: string;
            role: components["schemas"]["PortalRole"];
            actor: components["schemas"]["PortalActor"] | null;
            /** @description Origins of pages that may frame the portal; without any, the `portalOrigins` of the tenant, else `PORTAL_FRAME_ANCESTORS` */
            allowedOrigins: string[];
            theme: components["schemas"]["PortalTheme"];
            /** @description The path that the portal opens first */
            next: string | null;
            /** @description Where the portal sends its user for a new link after the session, if it is not in a frame */
            refreshUrl: string | null;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            expiresAt: string;
        };
        PortalSessionCreate: {
            /** @example plk_01h455vb4pex5vsknk084sn02q */
            portalLink: string;
            /** @description What follows `#t=` in the URL of the link */
            secret: string;
        };
        PortalTheme: {
            mode?: components["schemas"]["PortalMode"] | null;
            /** @example #3b5bdb */
            primary: string | null;
            /** @example 8 */
            radius: number | null;
            font?: components["schemas"]["PortalFont"] | null;
            /** @example data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg== */
            logo: string | null;
        };
        /**
         * @example {
         *       "mode": "system",
         *       "primary": "#3b5bdb",
         *       "radius": 8
         *     }
         */
        PortalThemeCreate: {
            /** @description Default: `null` */
            mode?: components["schemas"]["PortalMode"] | null;
            /**
             * @description Main colour. Corrected where its contrast is too low to read (WCAG 2.2 AA). Default: `null`
             * @example #3b5bdb
             */
            primary?: string | null;
            /**
             * @description Radius of corners in pixels. Default: `null`
             * @example 8
             */
            radius?: number | null;
            /** @description Default: `null` */
            font?: components["schemas"]["PortalFont"] | null;
            /**
             * @description A `data:` URL in base64: PNG, JPEG or WebP, at most 32 KiB. Default: `null`
             * @example data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
             */
            logo?: string | null;
        };
        Problem: {
            /** @example urn:posthorn:problem:invalid_request */
            type: string;
            title: string;
            status: number;
            code: components["schemas"]["ProblemCode"];
            detail: string;
            requestId: string;
            errors?: components["schemas"]["FieldProblem"][];
            /** @description Of `request_rejected`: why an inbound request is rejected */
            cause?: components["schemas"]["RequestCause"];
        };
        /** @enum {string} */
        ProblemCode: "malformed_http" | "malformed_json" | "invalid_request" | "invalid_cursor" | "unreadable_payload" | "unauthorized" | "session_ended" | "invalid_signature" | "forbidden" | "cross_site_request" | "address_not_allowed" | "not_found" | "expired" | "method_not_allowed" | "request_timeout" | "conflict" | "relay_busy" | "request_rejected" | "content_removed" | "signing_impossible" | "source_disabled" | "payload_too_large" | "unsupported_media_type" | "expectation_failed" | "idempotency_key_reused" | "rate_limited" | "headers_too_large" | "internal_error" | "overloaded" | "loop_detected" | "unavailable";
        Provider: {
            name: components["schemas"]["ProviderName"];
            title: string;
            /** @description The provider's own documentation */
            docsUrl: string;
            /** @description What to do in the provider's settings, in order */
            setup: string[];
            /** @description The form of `secrets`; null if a source has none */
            secret: components["schemas"]["ProviderKey"] | null;
            /** @description The form of `publicKey`; null if a source has none */
            publicKey: components["schemas"]["ProviderKey"] | null;
            configSchema: components["schemas"]["ConfigSchema"];
            /** @description Where its webhooks come from: what the name of the provider means in `allowCidrs`. Null if it is not known */
            addresses: components["schemas"]["PublishedAddresses"] | null;
            duplicateDetection: components["schemas"]["DuplicateDetection"];
            /** @description Types of the webhooks that `POST …/sources/{id}/sample` sends, the most common first */
            sampleTypes: string[];
        };
        ProviderKey: {
            /** @description What the provider calls it */
            label: string;
            description: string;
            example: string;
        };
        /** @enum {string} */
        ProviderName: "stripe" | "paddle" | "square" | "paypal" | "adyen" | "lemon-squeezy" | "razorpay" | "plaid" | "shopify" | "woocommerce" | "github" | "gitlab" | "bitbucket" | "gitea" | "linear" | "jira" | "vercel" | "sentry" | "slack" | "twilio" | "sendgrid" | "mailgun" | "postmark" | "resend" | "zoom" | "discord" | "meta" | "x" | "hubspot" | "typeform" | "zendesk" | "intercom" | "docusign" | "clerk" | "openai" | "standard-webhooks" | "svix" | "aws-sns" | "hmac" | "api-key" | "basic-auth" | "jwt" | "none";
        ProviderPage: {
            data: components["schemas"]["Provider"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        PublishedAddresses: {
            cidrs: string[];
            /** @description Where the provider publishes them */
            page: string;
            /**
             * @description When they were last compared with the page: `YYYY-MM-DD`
             * @example 2026-10-29
             */
            asOf: string;
        };
        PublishedBatch: {
            /** @description One result for each item, in the same order */
            data: components["schemas"]["BatchResult"][];
        };
        PublishedEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            id: string;
            type: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            timestamp: string;
            /** @description Number of endpoints that the event is sent to */
            deliveries: number;
            duplicate: boolean;
        };
        PublishedItem: {
            /**
             * @description 202, or 200 for a duplicate of a previous event
             * @example 202
             */
            status: number;
            event: components["schemas"]["PublishedEvent"];
        };
        QueueShard: {
            /**
             * @description Name of a shard: `posthorn` when there is one, otherwise `posthorn-0` and so on
             * @example posthorn
             */
            shard: string;
            /**
             * @description Jobs that wait for a worker, in all lanes
             * @example 3
             */
            waiting: number;
            /**
             * @description Jobs of deliveries that are due later
             * @example 120
             */
            delayed: number;
        };
        QueueState: {
            /** @description Whether a worker is connected to the database */
            isWorkerConnected: boolean;
            shards: components["schemas"]["QueueShard"][];
        };
        Readiness: {
            status: components["schemas"]["ReadinessStatus"];
            checks: components["schemas"]["DependencyStates"];
        };
        /** @enum {string} */
        ReadinessStatus: "ready" | "not_ready" | "stopping";
        /** @enum {string} */
        ReceiptStatus: "accepted" | "already_processed";
        ReceivedWebhook: {
            status: components["schemas"]["ReceiptStatus"];
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            eventId: string;
        };
        /** @enum {string} */
        RecoverableStatus: "failed" | "cancelled";
        /**
         * @example {
         *       "since": "2026-11-21T06:00:00Z",
         *       "until": "2026-11-21T09:30:00Z"
         *     }
         */
        Recovery: {
            /**
             * Format: date-time
             * @description Deliveries that finished at this time or later; not in the future
             * @example 2026-11-21T06:00:00Z
             */
            since: string;
            /**
             * Format: date-time
             * @description Deliveries that finished before this time. Default and maximum: now
             * @example 2026-11-21T09:30:00Z
             */
            until?: string;
            /** @description Statuses of the deliveries to send again. Default: `["failed"]` */
            statuses?: components["schemas"]["RecoverableStatus"][];
        };
        RefusedItem: {
            /**
             * @description 400 or 413
             * @example 400
             */
            status: number;
            error: components["schemas"]["ItemError"];
        };
        Rejection: {
            /** @example src_01h455vb4pex5vsknk084sn02q */
            sourceId: string;
            sourceName: string;
            cause: components["schemas"]["RequestCause"];
            /** @description Rejected requests in the window that were not reprocessed; 100 at most */
            count: number;
            /** @description Whether there are more than `count` */
            more: boolean;
            /**
             * Format: date-time
             * @description When the last of them arrived
             * @example 2026-11-21T20:24:50.123Z
             */
            lastAt: string;
            /**
             * @description The last of them
             * @example req_01h455vb4pex5vsknk084sn02q
             */
            lastRequestId: string;
        };
        RejectionPage: {
            data: components["schemas"]["Rejection"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        Relay: {
            /**
             * @description Also the id of its endpoint
             * @example ep_01h455vb4pex5vsknk084sn02q
             */
            id: string;
            /** @example ada@laptop */
            name: string;
            eventTypes: string[];
            filter?: components["schemas"]["EndpointFilter"] | null;
            enabled: boolean;
            timeoutSeconds: number;
            /** @description The listeners that are connected now */
            connections: components["schemas"]["RelayConnection"][];
            /**
             * @description Deliveries that wait to be sent, counted up to 1000
             * @example 37
             */
            waiting: number;
            /** @description Since when the oldest of them waits */
            waitingSince?: string | null;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
        };
        RelayConnection: {
            /** @example rcn_01h455vb4pex5vsknk084sn02q */
            connectionId: string;
            /** @example laptop */
            host: string;
            /** @example 4711 */
            pid: number;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            since: string;
        };
        /**
         * @example {
         *       "name": "ada@laptop",
         *       "eventTypes": [
         *         "order.*"
         *       ]
         *     }
         */
        RelayCreate: {
            /**
             * @description Unique in the tenant
             * @example ada@laptop
             */
            name: string;
            /** @description Default: those of the copied endpoint, otherwise all */
            eventTypes?: string[];
            /** @description Default: the filter of the copied endpoint, otherwise none */
            filter?: components["schemas"]["EndpointFilter"] | null;
            /**
             * @description A new relay gets the subscription, timeout, payload format and signatures of this endpoint
             * @example ep_01h455vb4pex5vsknk084sn02q
             */
            copyEndpointId?: string;
            /** @description Whether a new relay also signs with the secrets of the copied endpoint. Default: false */
            sameSecret?: boolean;
        };
        RelayDelivery: {
            /** @example dlv_01h455vb4pex5vsknk084sn02q */
            deliveryId: string;
            /**
             * @description Number of the attempt: the result repeats it
             * @example 1
             */
            number: number;
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            eventId: string;
            /** @example order.completed */
            eventType: string;
            /** @example POST */
            method: string;
            /** @example / */
            path: string;
            headers: components["schemas"]["RelayHeaders"];
            /** @description The exact bytes to send */
            bodyBase64: string;
            /**
             * Format: date-time
             * @description Without a result until then, the delivery is sent again with the next number
             * @example 2026-11-21T20:24:50.123Z
             */
            expiresAt: string;
        };
        /** @enum {string} */
        RelayErrorCode: "timeout" | "dns_failure" | "connection_refused" | "connection_reset" | "connection_failed" | "tls_failure" | "invalid_response" | "response_too_large";
        /**
         * @example {
         *       "webhook-id": "evt_…"
         *     }
         */
        RelayHeaders: {
            [key: string]: string;
        };
        RelayList: {
            data: components["schemas"]["Relay"][];
        };
        /**
         * @description What happens when another listener is connected. `take-over`: it is ended. `share`: each delivery goes to one of them. Default: the request is refused with `relay_busy`. A listener with the same `host` and `pid` is always replaced
         * @enum {string}
         */
        RelayMode: "take-over" | "share";
        /**
         * @example {
         *       "host": "laptop",
         *       "pid": 4711
         *     }
         */
        RelayPoll: {
            /**
             * @description Of the previous reply. Without one, or if another listener has connected during a pause of more than 20 seconds, the listener is connected again
             * @example rcn_01h455vb4pex5vsknk084sn02q
             */
            connectionId?: string;
            /**
             * @description The machine of the listener
             * @example laptop
             */
            host: string;
            /**
             * @description The process of the listener
             * @example 4711
             */
            pid: number;
            mode?: components["schemas"]["RelayMode"];
            /**
             * @description Which of the waiting deliveries are sent: `all`, `none` or the latest, by their number. The others keep waiting. Default: `all`
             * @example 100
             */
            backlog?: string;
        };
        RelayPolled: {
            /** @example rcn_01h455vb4pex5vsknk084sn02q */
            connectionId: string;
            /**
             * @description Deliveries that wait to be sent, counted up to 1000
             * @example 37
             */
            waiting: number;
            /** @description Since when the oldest of them waits */
            waitingSince: string | null;
            /** @description Whether another listener has taken over: stop */
            superseded: boolean;
            deliveries: components["schemas"]["RelayDelivery"][];
        };
        RelayResult: {
            /** @example dlv_01h455vb4pex5vsknk084sn02q */
            deliveryId: string;
            /**
             * @description As in the delivery
             * @example 1
             */
            number: number;
            /** @example 200 */
            statusCode?: number;
            /** @description In place of `statusCode`, when there is no reply */
            errorCode?: components["schemas"]["RelayErrorCode"];
            /** @description `errorCode` in plain language */
            errorDetail?: string;
            /** @example 12 */
            durationMs: number;
            /** @description Of the reply */
            headers?: components["schemas"]["RelayResultHeaders"];
            /**
             * Format: base64
             * @description The first 16 KiB of the body of the reply
             */
            bodyBase64?: string;
            /** @description Whether the body was longer. Default: false */
            bodyTruncated?: boolean;
        };
        RelayResultCounts: {
            /** @example 1 */
            recorded: number;
            /**
             * @description Results that came twice, or after the delivery was sent again
             * @example 0
             */
            ignored: number;
        };
        /** @description At most 100, and 16 KiB of names and values. A list when the header occurs several times */
        RelayResultHeaders: {
            [key: string]: string | string[];
        };
        /**
         * @example {
         *       "connectionId": "rcn_01h455vb4pex5vsknk084sn02q",
         *       "results": [
         *         {
         *           "deliveryId": "dlv_01h455vb4pex5vsknk084sn02q",
         *           "number": 1,
         *           "statusCode": 200,
         *           "durationMs": 12
         *         }
         *       ]
         *     }
         */
        RelayResults: {
            /** @example rcn_01h455vb4pex5vsknk084sn02q */
            connectionId: string;
            results: components["schemas"]["RelayResult"][];
        };
        RelayWithSecret: components["schemas"]["Relay"] & {
            /** @description Shown only in the reply that creates the relay; null with `sameSecret` and for a relay that was found */
            secret?: string | null;
        };
        /**
         * @example {
         *       "endpointIds": [
         *         "ep_01h455vb4pex5vsknk084sn02q"
         *       ]
         *     }
         */
        Replay: {
            /** @description Endpoints to send to, regardless of their subscriptions. Default: every enabled endpoint that is subscribed now */
            endpointIds?: string[];
        };
        ReplayedEvent: {
            data: components["schemas"]["Delivery"][];
        };
        ReprocessedRequest: {
            status: components["schemas"]["ReprocessedStatus"];
            /**
             * @description The first of them
             * @example evt_01h455vb4pex5vsknk084sn02q
             */
            eventId: string;
        };
        /**
         * @description `already_processed`: all its events were made before, and nothing is sent
         * @enum {string}
         */
        ReprocessedStatus: "accepted" | "already_processed";
        /** @enum {string} */
        RequestCause: "missing_header" | "malformed_header" | "unknown_version" | "signature_mismatch" | "timestamp_too_old" | "timestamp_too_new" | "unreadable_body" | "source_disabled" | "address_not_allowed" | "rate_limited" | "payload_too_large" | "loop_detected" | "secret_unreadable" | "key_unavailable";
        /** @enum {string} */
        RequestOutcome: "accepted" | "duplicate" | "rejected";
        /** @enum {string} */
        RetryOn: "server-errors" | "any-failure";
        /**
         * @description Data instead of the sample's
         * @example {
         *       "id": "evt_1",
         *       "type": "invoice.paid"
         *     }
         */
        SampleData: {
            [key: string]: unknown;
        };
        SampleReply: {
            /** @example 202 */
            status: number;
            /** @description The event that was made. Null if the webhook was rejected */
            eventId: string | null;
            /** @description Of the problem, if the webhook was rejected */
            code: string | null;
            detail: string | null;
        };
        /**
         * @description Values at paths of the data. A path that the data does not have is refused
         * @example {
         *       "data.object.amount": 500
         *     }
         */
        SampleValues: {
            [key: string]: unknown;
        };
        SearchHitLine: {
            /** @description An event that the search has found */
            event?: components["schemas"]["EventSummary"];
            /** @description In the first and the last line: the search */
            job?: components["schemas"]["Job"];
        };
        /**
         * @description `hits`: 1,000 events were found. `events`: 1,000,000 were searched. `time`: it ran for 10 minutes
         * @enum {string}
         */
        SearchLimit: "hits" | "events" | "time";
        SearchResult: {
            /** @description At most 20 */
            data: components["schemas"]["FoundObject"][];
        };
        /** @enum {string} */
        SearchedType: "event" | "delivery" | "attempt" | "endpoint" | "source" | "request" | "key" | "job";
        /**
         * @example {
         *       "graceSeconds": 3600
         *     }
         */
        SecretRotation: {
            /** @description The new secret: `whsec_` and the base64 of 24 to 64 bytes. Default: Posthorn generates one */
            secret?: string;
            /** @description How long the previous secrets keep signing. Use 0 after a leak: they end at once. Default: `86400` */
            graceSeconds?: number;
        };
        SentSample: {
            /** @description The provider's name of the event */
            type: string;
            /** @description Of the ingest service. Null with `send: false` */
            reply: components["schemas"]["SampleReply"] | null;
            /** @description Only with `send: false` */
            request: components["schemas"]["SignedRequest"] | null;
        };
        SentTestEvent: {
            /** @example evt_01h455vb4pex5vsknk084sn02q */
            eventId: string;
            /** @example dlv_01h455vb4pex5vsknk084sn02q */
            deliveryId: string;
        };
        Session: {
            /** @example ses_01h455vb4pex5vsknk084sn02q */
            id: string;
            role: components["schemas"]["SessionRole"];
            /** @description The only tenant that it sees; null with the admin key */
            tenantId: string | null;
            /** @description The key that signed in; null for the admin key and portal links */
            keyId: string | null;
            /** @description The portal link that was opened; otherwise null */
            portalLinkId: string | null;
            /** @description `User-Agent` of the request that signed in, at most 256 characters */
            userAgent: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description To the minute
             * @example 2026-11-21T20:24:50.123Z
             */
            lastUsedAt: string;
            /**
             * Format: date-time
             * @description When it ends if it is not used again
             * @example 2026-11-21T20:24:50.123Z
             */
            endsAt: string;
            /**
             * Format: date-time
             * @description When it ends at the latest
             * @example 2026-11-21T20:24:50.123Z
             */
            expiresAt: string;
        };
        SessionCreate: {
            /**
             * @description The admin key, or a key of a tenant
             * @example phk_pTf8y1Vd0bqkS3X4uJrY6hZc2nWm9aEgLoIeRtNvQxM
             */
            key: string;
        };
        SessionPage: {
            data: components["schemas"]["Session"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        /** @enum {string} */
        SessionRole: "admin" | "manage" | "publish" | "read";
        /**
         * @description `standard`: `v1,…` in `webhook-signature` for each live secret. `ed25519`: `v1a,…` in the same header for each live key pair; `publicKeys` verify it. `sha256`: one value in `x-webhook-signature`. During a rotation it uses the old secret until the grace period ends, and `x-webhook-signature-next` uses the new secret.
         * @enum {string}
         */
        SignatureScheme: "standard" | "ed25519" | "sha256";
        SignedBytes: {
            /** @description The first 16 KiB, as text */
            text: string;
            /** @description The same bytes in base64 */
            base64: string;
            /** @description Of all signed bytes */
            length: number;
            truncated: boolean;
        };
        SignedHeaders: {
            [key: string]: string;
        };
        SignedRequest: {
            method: string;
            url: string;
            headers: components["schemas"]["SignedHeaders"];
            body: string;
        };
        Source: {
            /** @example src_01h455vb4pex5vsknk084sn02q */
            id: string;
            name: string;
            provider: components["schemas"]["ProviderName"];
            /** @description Verifies signatures, in addition to the secrets or instead of them */
            publicKey: string | null;
            config: components["schemas"]["SourceConfig"];
            eventTypePrefix: string;
            toleranceSeconds: number;
            dedupeWindowSeconds: number;
            dedupeBy: components["schemas"]["DedupeBy"];
            rateLimitPerSecond: number | null;
            allowCidrs: string[] | null;
            bodyMaxBytes: number | null;
            enabled: boolean;
            metadata: components["schemas"]["Metadata"];
            ingestUrl: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            updatedAt: string;
        };
        /**
         * @description What the provider needs beyond its keys; `configSchema` at `GET /v1/providers` describes it
         * @example {}
         */
        SourceConfig: {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "name": "stripe",
         *       "provider": "stripe",
         *       "secrets": [
         *         "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
         *       ]
         *     }
         */
        SourceCreate: {
            /** @example stripe */
            name: string;
            /** @description At least one, unless `publicKey` is set. Default: `[]` */
            secrets?: string[];
            /** @description Default: `null` */
            publicKey?: string | null;
            /** @description Default: `{}` */
            config?: components["schemas"]["SourceConfig"];
            /** @description Default: `name` */
            eventTypePrefix?: string;
            /** @description Default: `300` */
            toleranceSeconds?: number;
            /** @description Default: `2592000` */
            dedupeWindowSeconds?: number;
            /** @description Default: `"id"` */
            dedupeBy?: components["schemas"]["DedupeBy"];
            /** @description Requests a second, of all ingest processes together; more get 429. Null: no limit. Default: `null` */
            rateLimitPerSecond?: number | null;
            /** @description Addresses that requests may come from; others get 403. Ranges of IPv4 and IPv6, and for the published ranges of a provider its name: `stripe`, `paddle`, `razorpay`, `github`, `svix`. Null: any address. Default: `null` */
            allowCidrs?: string[] | null;
            /** @description Size of a body; larger ones get 413. Null: `INGEST_BODY_MAX_MIB`, which is the limit of every source. Default: `null` */
            bodyMaxBytes?: number | null;
            /** @description Default: `true` */
            enabled?: boolean;
            /** @description Default: `{}` */
            metadata?: components["schemas"]["Metadata"];
            provider: components["schemas"]["ProviderName"];
        };
        SourcePage: {
            data: components["schemas"]["Source"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "type": "payment_intent.succeeded"
         *     }
         */
        SourceSample: {
            /**
             * @description The provider's name of the event. Default: the first of `sampleTypes` of the provider
             * @example payment_intent.succeeded
             */
            type?: string;
            data?: components["schemas"]["SampleData"];
            /**
             * @description An event whose data are sent, with a new id of the provider, instead of a sample
             * @example evt_01h455vb4pex5vsknk084sn02q
             */
            fromEventId?: string;
            set?: components["schemas"]["SampleValues"];
            /** @description Whether to send it to the ingest service. Otherwise the signed request is returned. Default: `true` */
            send?: boolean;
        };
        /**
         * @example {
         *       "toleranceSeconds": 600
         *     }
         */
        SourceUpdate: {
            /** @example stripe */
            name?: string;
            secrets?: string[];
            publicKey?: string | null;
            config?: components["schemas"]["SourceConfig"];
            eventTypePrefix?: string;
            toleranceSeconds?: number;
            dedupeWindowSeconds?: number;
            dedupeBy?: components["schemas"]["DedupeBy"];
            /** @description Requests a second, of all ingest processes together; more get 429. Null: no limit */
            rateLimitPerSecond?: number | null;
            /** @description Addresses that requests may come from; others get 403. Ranges of IPv4 and IPv6, and for the published ranges of a provider its name: `stripe`, `paddle`, `razorpay`, `github`, `svix`. Null: any address */
            allowCidrs?: string[] | null;
            /** @description Size of a body; larger ones get 413. Null: `INGEST_BODY_MAX_MIB`, which is the limit of every source */
            bodyMaxBytes?: number | null;
            enabled?: boolean;
            metadata?: components["schemas"]["Metadata"];
        };
        SourceVerification: {
            /** @description Whether the source would accept it */
            verified: boolean;
            /** @description Why it would be rejected */
            cause?: components["schemas"]["RequestCause"] | null;
            /** @description The same in sentences */
            detail: string | null;
            /** @description What the signature covers, as built from the request. Null where the signature does not cover the whole body, or is missing */
            signedBytes: components["schemas"]["SignedBytes"] | null;
            /** @description The signed time in the headers */
            signedAt: string | null;
            /** @description From `signedAt` to `receivedAt`; negative if it was signed later */
            clockDifferenceSeconds: number | null;
            /** @description Secrets and public keys of the source that can be used */
            secretsTried: number;
            matchedSecret: components["schemas"]["MatchedSecret"] | null;
            /** @description The first event that it would become */
            event: components["schemas"]["VerifiedEvent"] | null;
            /** @description The events that it would become */
            eventCount: number;
            /** @description Whether it sets the webhook up: the ingest service answers it, and makes no event */
            handshake: boolean;
            /** @description Common mistakes, found by verifying the request without them. Bodies of up to 64 KiB are tried */
            hints: components["schemas"]["VerificationHint"][];
        };
        /**
         * @example {
         *       "headers": {
         *         "stripe-signature": "t=1614265330,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd"
         *       },
         *       "body": "{\"id\":\"evt_1\",\"type\":\"invoice.paid\"}"
         *     }
         */
        SourceVerify: {
            /**
             * @description A recorded request of the source, instead of all other fields: its original headers and body are verified, with the time at which it arrived
             * @example req_01h455vb4pex5vsknk084sn02q
             */
            requestId?: string;
            /** @description Required without `requestId` */
            headers?: components["schemas"]["VerifiedHeaders"];
            /** @description As text. Default: empty */
            body?: string;
            /** @description Instead of `body`, for bytes that are not UTF-8 */
            bodyBase64?: string;
            /** @description The URL that the provider called. Its query counts; the rest is compared for providers that sign it. Default: `ingestUrl` */
            url?: string;
            /**
             * Format: date-time
             * @description When the request arrived. Default: now
             * @example 2026-11-21T20:24:50Z
             */
            receivedAt?: string;
        };
        StartedJob: components["schemas"]["Job"] & {
            /**
             * @description Same as `id`
             * @example job_01h455vb4pex5vsknk084sn02q
             */
            jobId: string;
        };
        Stats: {
            /**
             * Format: date-time
             * @description Start of the window, rounded down to the stored resolution
             * @example 2026-11-21T20:24:50.123Z
             */
            from: string;
            /**
             * Format: date-time
             * @description End of the window, rounded up to the stored resolution
             * @example 2026-11-21T20:24:50.123Z
             */
            to: string;
            bucket: components["schemas"]["BucketSize"];
            totals: components["schemas"]["StatsTotals"];
            data: components["schemas"]["StatsBucket"][];
        };
        StatsBucket: {
            /**
             * Format: date-time
             * @description Start of the bucket
             * @example 2026-11-21T20:24:50.123Z
             */
            at: string;
            /** @description Published and received events, without Posthorn's own; null with `endpointId` */
            events: number | null;
            /** @description Deliveries that finished in the bucket */
            deliveries: components["schemas"]["DeliveryCounts"];
            attempts: components["schemas"]["AttemptCounts"];
            /**
             * @description Fraction of the attempts with a 2xx reply; null without attempts
             * @example 0.995
             */
            successRate: number | null;
            latencyMs: components["schemas"]["LatencyPercentiles"];
        };
        /** @description Of the whole window */
        StatsTotals: {
            /** @description Published and received events, without Posthorn's own; null with `endpointId` */
            events: number | null;
            /** @description Deliveries that finished in the window */
            deliveries: components["schemas"]["DeliveryCounts"];
            attempts: components["schemas"]["AttemptCounts"];
            /**
             * @description Fraction of the attempts with a 2xx reply; null without attempts
             * @example 0.995
             */
            successRate: number | null;
            latencyMs: components["schemas"]["LatencyPercentiles"];
        };
        Tenant: {
            /** @example acme */
            id: string;
            name: string | null;
            metadata: components["schemas"]["Metadata"];
            strictEventTypes: boolean;
            retentionDays: number | null;
            /** @description Origins of pages that may frame the portals of links without `allowedOrigins`; without any, those of `PORTAL_FRAME_ANCESTORS` */
            portalOrigins: string[];
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-21T20:24:50.123Z
             */
            updatedAt: string;
        };
        TenantAuditEntry: components["schemas"]["AuditEntry"] & {
            /** @description Null for an object that belongs to no tenant */
            tenantId?: string | null;
        };
        TenantAuditEntryPage: {
            data: components["schemas"]["TenantAuditEntry"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        TenantPage: {
            data: components["schemas"]["Tenant"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "name": "Acme Ltd.",
         *       "metadata": {
         *         "plan": "pro"
         *       }
         *     }
         */
        TenantPut: {
            /** @description Default: `null` */
            name?: string | null;
            /** @description Default: `{}` */
            metadata?: components["schemas"]["Metadata"];
            /** @description Whether only event types from the catalogue can be published. Default: `false` */
            strictEventTypes?: boolean;
            /** @description Days after which the data of events, and the headers and bodies of attempts, are removed. At most `RETENTION_DAYS`; null: as long as the records. Default: `null` */
            retentionDays?: number | null;
            /** @description Origins of pages that may frame the portals of links without `allowedOrigins`; without any, those of `PORTAL_FRAME_ANCESTORS` */
            portalOrigins?: string[];
        };
        TenantWaiting: {
            /** @example acme */
            tenantId: string;
            name: string | null;
            /**
             * @description Deliveries with the status `pending`, counted up to 1000
             * @example 12
             */
            pending: number;
        };
        TenantWaitingPage: {
            data: components["schemas"]["TenantWaiting"][];
            /**
             * @description `cursor` of the next page; null on the last page
             * @example ZW5kcG9pbnRzOmVwXzAxaDQ1NXZiNHBleDV2c2tuazA4NHNuMDJx
             */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "data": {
         *         "orderId": "A-1001"
         *       }
         *     }
         */
        TestEvent: {
            /**
             * @description Data of the event. Default: the id of the endpoint and an explanation
             * @example {
             *       "orderId": "A-1001"
             *     }
             */
            data?: components["schemas"]["EventData"];
        };
        /**
         * @description `http`: Posthorn sends to its URL. `relay`: a listener fetches its deliveries
         * @enum {string}
         */
        Transport: "http" | "relay";
        VerificationHint: {
            code: components["schemas"]["HintCode"];
            /** @description What is probably wrong, and what to do */
            message: string;
            /** @description The request verifies without this mistake. Otherwise it is a possibility */
            confirmed: boolean;
            /** @description Only with `url_changed`: the URL with which it verifies */
            url?: string;
            /**
             * @description Only with `secret_of_other_source`
             * @example src_01h455vb4pex5vsknk084sn02q
             */
            sourceId?: string;
        };
        VerifiedEvent: {
            type: string;
            /** @description The provider's id of the event, if it has one */
            id: string | null;
        };
        /**
         * @description As the provider sent them; capitals in the names do not matter
         * @example {
         *       "stripe-signature": "t=1614265330,v1=…"
         *     }
         */
        VerifiedHeaders: {
            [key: string]: string;
        };
        WaitingCause: {
            reason: components["schemas"]["WaitingReason"];
            /** @example 12 */
            deliveries: number;
            /** @description When the first of them is expected to continue; null when unknown */
            nextAt: string | null;
        };
        /**
         * @description `in_flight`: a worker makes the attempt now. `scheduled`: the retry schedule makes it due later. `disabled`, `circuit_open`, `in_flight_limit`, `rate_limit`: it is due, and its endpoint accepts none now. `no_listener`: it waits for a listener of its relay. `waking`: the endpoint accepts it again, and a worker wakes it within seconds. `queued`: it is due, and waits for a worker. `no_worker`: the same, and no worker is connected to the database. `queue_unavailable`, `job_missing`: it is due, and the queue does not answer or has no jobs; the sweeper of a worker finds it.
         * @enum {string}
         */
        WaitingReason: "in_flight" | "scheduled" | "disabled" | "no_listener" | "circuit_open" | "in_flight_limit" | "rate_limit" | "waking" | "queued" | "no_worker" | "queue_unavailable" | "job_missing";
    };
    responses: {
        /** @description The request is invalid; `errors` has the path of each wrong field */
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No key, or an unknown one */
        Unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The role of the key does not allow this */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The object does not exist, belongs to another tenant, or is older than the retention period */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request did not arrive in time */
        RequestTimeout: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request conflicts with the current state */
        Conflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than this path accepts */
        ContentTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not `application/json` */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `Expect` is not `100-continue` */
        ExpectationFailed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The `Idempotency-Key` was used with another body */
        KeyReused: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key, or the source, is over its rate limit */
        TooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The URL and the headers exceed 16 KiB together */
        HeadersTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Internal error */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A dependency is unavailable. Whether a write was stored is unknown: repeat it with the same `id` or `Idempotency-Key` */
        Unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The event has passed through Posthorn more than 5 times */
        LoopDetected: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
         * @example order-1001-paid
         */
        IdempotencyKey: string;
        /**
         * @description The `id` of the last event that the client has, to resume its stream.
         * @example 5f0c1d2e3a4b-17
         */
        LastEventId: string;
        /**
         * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
         * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
         */
        RequestId: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The id of the request, also in the log: from the request header, or a new one
         * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
         */
        "X-Request-Id": string;
        /**
         * @description Seconds after which to repeat the request
         * @example 2
         */
        "Retry-After": number;
        /**
         * @description The authentication scheme
         * @example Bearer
         */
        "WWW-Authenticate": string;
        /**
         * @description `true` when this is the stored reply to the first request with the same `Idempotency-Key`
         * @example true
         */
        "Idempotency-Replayed": "true";
        /**
         * @description Requests per second that the key is limited to. Absent without a limit
         * @example 100
         */
        "RateLimit-Limit": number;
        /**
         * @description Requests that remain in the current window
         * @example 99
         */
        "RateLimit-Remaining": number;
        /**
         * @description Seconds until the full limit is available again
         * @example 1
         */
        "RateLimit-Reset": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["BadRequest"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            431: components["responses"]["HeadersTooLarge"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            431: components["responses"]["HeadersTooLarge"];
        };
    };
    getOpenApiDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiDescription"];
                };
            };
            400: components["responses"]["BadRequest"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            431: components["responses"]["HeadersTooLarge"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["BadRequest"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            431: components["responses"]["HeadersTooLarge"];
            /** @description Service unavailable */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    listAllAuditEntries: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                /** @example key_01h455vb4pex5vsknk084sn02q */
                actor?: string;
                /** @example endpoint.updated */
                action?: string;
                /**
                 * @description Created at this time or later
                 * @example 2026-11-20T00:00:00Z
                 */
                from?: string;
                /**
                 * @description Created before this time
                 * @example 2026-11-21T00:00:00Z
                 */
                to?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantAuditEntryPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEventTypes: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                /**
                 * @description Whether to list archived types or the others. Default: all
                 * @example false
                 */
                archived?: boolean;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventTypePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEventType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventTypeCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEventType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description Its name
                 * @example order.completed
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putEventType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description Its name
                 * @example order.completed
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventTypePut"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteEventType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description Its name
                 * @example order.completed
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMeta: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meta"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPortalSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortalSessionCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSession"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getQueue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    drainShard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description Name of a shard: `posthorn` when there is one, otherwise `posthorn-0` and so on
                 * @example posthorn
                 */
                shard: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrainedShard"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SessionCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description Its id, or `current` for the session of the request
                 * @example current
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description Its id, or `current` for the session of the request
                 * @example current
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putTenant: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantPut"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTenant: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTenantAttempts: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                /**
                 * @description Status of the delivery
                 * @example [
                 *       "cancelled"
                 *     ]
                 */
                status?: components["schemas"]["DeliveryStatus"][];
                /**
                 * @example [
                 *       "ep_01h455vb4pex5vsknk084sn02q"
                 *     ]
                 */
                endpointId?: string[];
                /**
                 * @example [
                 *       "order.completed"
                 *     ]
                 */
                eventType?: string[];
                /**
                 * @description Status of the reply: a code, a class, or `none` without a reply
                 * @example [
                 *       "5xx"
                 *     ]
                 */
                statusCode?: string[];
                /**
                 * @description Why there is no reply
                 * @example [
                 *       "worker_lost"
                 *     ]
                 */
                errorCode?: components["schemas"]["DeliveryErrorCode"][];
                /**
                 * @description Why the attempt was made
                 * @example [
                 *       "test"
                 *     ]
                 */
                trigger?: components["schemas"]["AttemptTrigger"][];
                /**
                 * @description Started at this time or later
                 * @example 2026-11-20T00:00:00Z
                 */
                from?: string;
                /**
                 * @description Started before this time
                 * @example 2026-11-21T00:00:00Z
                 */
                to?: string;
                /**
                 * @description Of a delivery that finished at this time or later
                 * @example 2026-11-20T00:00:00Z
                 */
                finishedFrom?: string;
                /**
                 * @description Of a delivery that finished before this time
                 * @example 2026-11-21T00:00:00Z
                 */
                finishedTo?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                /** @example key_01h455vb4pex5vsknk084sn02q */
                actor?: string;
                /** @example endpoint.updated */
                action?: string;
                /**
                 * @description Created at this time or later
                 * @example 2026-11-20T00:00:00Z
                 */
                from?: string;
                /**
                 * @description Created before this time
                 * @example 2026-11-21T00:00:00Z
                 */
                to?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                /**
                 * @example [
                 *       "cancelled"
                 *     ]
                 */
                status?: components["schemas"]["DeliveryStatus"][];
                /**
                 * @example [
                 *       "ep_01h455vb4pex5vsknk084sn02q"
                 *     ]
                 */
                endpointId?: string[];
                /**
                 * @example [
                 *       "order.completed"
                 *     ]
                 */
                eventType?: string[];
                /**
                 * @description Status of the last attempt: a code, a class, or `none` for an attempt without a reply
                 * @example [
                 *       "5xx"
                 *     ]
                 */
                statusCode?: string[];
                /**
                 * @description Error code of the last attempt
                 * @example [
                 *       "worker_lost"
                 *     ]
                 */
                errorCode?: components["schemas"]["DeliveryErrorCode"][];
                /**
                 * @description Trigger of the last attempt; before the first one, of the attempt to be made
                 * @example [
                 *       "test"
                 *     ]
                 */
                trigger?: components["schemas"]["AttemptTrigger"][];
                /**
                 * @description Created at this time or later
                 * @example 2026-11-20T00:00:00Z
                 */
                from?: string;
                /**
                 * @description Created before this time
                 * @example 2026-11-21T00:00:00Z
                 */
                to?: string;
                /**
                 * @description Succeeded, failed or cancelled at this time or later
                 * @example 2026-11-20T00:00:00Z
                 */
                finishedFrom?: string;
                /**
                 * @description Succeeded, failed or cancelled before this time
                 * @example 2026-11-21T00:00:00Z
                 */
                finishedTo?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    bulkDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkPreview"];
                };
            };
            /** @description Accepted and durably stored */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            508: components["responses"]["LoopDetected"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example dlv_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAttempts: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example dlv_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example dlv_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example dlv_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted and durably stored */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            508: components["responses"]["LoopDetected"];
        };
    };
    listEndpoints: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                /**
                 * @example [
                 *       "disabled"
                 *     ]
                 */
                status?: components["schemas"]["EndpointStatus"][];
                /**
                 * @description `open`: its circuit is open. `failing`: an attempt has failed since the last success, and its circuit is closed. `healthy`: neither
                 * @example [
                 *       "open"
                 *     ]
                 */
                health?: components["schemas"]["EndpointHealthState"][];
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointWithSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    disableEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    enableEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    testFilter: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilterTest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterTestResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    recoverEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Recovery"];
            };
        };
        responses: {
            /** @description Accepted and durably stored */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            508: components["responses"]["LoopDetected"];
        };
    };
    rotateSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SecretRotation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointWithSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEndpointStats: {
        parameters: {
            query?: {
                /**
                 * @description Default: 24 hours before `to`
                 * @example 2026-11-20T00:00:00Z
                 */
                from?: string;
                /**
                 * @description Exclusive end. Default and maximum: now
                 * @example 2026-11-21T00:00:00Z
                 */
                to?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointStats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    testEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TestEvent"];
            };
        };
        responses: {
            /** @description Accepted and durably stored */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentTestEvent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            508: components["responses"]["LoopDetected"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                /**
                 * @description An event type, or a prefix: `order.*` selects all types below `order`, at any depth
                 * @example order.*
                 */
                type?: string;
                /** @example src_01h455vb4pex5vsknk084sn02q */
                sourceId?: string;
                /**
                 * @description The publisher's `id`, or a provider's
                 * @example order-1001-paid
                 */
                externalId?: string;
                /** @description Whether to include Posthorn's own events, `posthorn.…`. Default: false, unless `type` names one of them */
                internal?: boolean;
                /**
                 * @description Created at this time or later
                 * @example 2026-11-20T00:00:00Z
                 */
                from?: string;
                /**
                 * @description Created before this time
                 * @example 2026-11-21T00:00:00Z
                 */
                to?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventSummaryPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    publishEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventCreate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedEvent"];
                };
            };
            /** @description Accepted and durably stored */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedEvent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            508: components["responses"]["LoopDetected"];
        };
    };
    publishEvents: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventBatch"];
            };
        };
        responses: {
            /** @description Accepted and durably stored */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedBatch"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            508: components["responses"]["LoopDetected"];
        };
    };
    searchEvents: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventSearchCreate"];
            };
        };
        responses: {
            /** @description Accepted and durably stored */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example evt_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeEventContent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example evt_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeliveriesOfEvent: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example evt_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEventMatches: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example evt_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventMatchPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example evt_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description Accepted and durably stored */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedEvent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            508: components["responses"]["LoopDetected"];
        };
    };
    listFailures: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                /**
                 * @description Default: 24 hours before `to`. Failures are kept for 32 days
                 * @example 2026-11-20T00:00:00Z
                 */
                from?: string;
                /**
                 * @description Exclusive end. Default: now
                 * @example 2026-11-21T00:00:00Z
                 */
                to?: string;
                /**
                 * @description Only this endpoint
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                endpointId?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailurePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example job_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example job_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSearchHits: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example job_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventSummaryPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamSearchHits: {
        parameters: {
            query?: {
                /**
                 * @description The last event of the previous stream: continues behind it
                 * @example evt_01h455vb4pex5vsknk084sn02q
                 */
                after?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example job_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["SearchHitLine"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example key_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    watchTenant: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `id` of the last event that the client has, to resume its stream.
                 * @example 5f0c1d2e3a4b-17
                 */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LiveHints"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPortalLinks: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalLinkPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPortalLink: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortalLinkCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedPortalLink"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deletePortalLink: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example plk_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRejections: {
        parameters: {
            query?: {
                /**
                 * @description Default: 24 hours before `to`
                 * @example 2026-11-20T00:00:00Z
                 */
                from?: string;
                /**
                 * @description Exclusive end. Default: now
                 * @example 2026-11-21T00:00:00Z
                 */
                to?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectionPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRelays: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelayList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createRelay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelayCreate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelayWithSecret"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelayWithSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    pollRelay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelayPoll"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelayPolled"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    returnRelayResults: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelayResults"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelayResultCounts"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamRelay: {
        parameters: {
            query: {
                /**
                 * @description The machine of the listener
                 * @example laptop
                 */
                host: string;
                /**
                 * @description The process of the listener
                 * @example 4711
                 */
                pid: number;
                mode?: components["schemas"]["RelayMode"];
                /**
                 * @description Which of the waiting deliveries are sent: `all`, `none` or the latest, by their number. The others keep waiting. Default: `all`
                 * @example 100
                 */
                backlog?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["RelayDelivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRequest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example req_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboundRequestDetail"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reprocessRequest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example req_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReprocessedRequest"];
                };
            };
            /** @description Accepted and durably stored */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReprocessedRequest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            508: components["responses"]["LoopDetected"];
        };
    };
    search: {
        parameters: {
            query: {
                /**
                 * @description The id of an event, delivery, attempt, endpoint, source, request, key or job; the external id or the trace id of an event; or an Idempotency-Key of the last 24 hours. The whole value, in its original case
                 * @example order-1001-paid
                 */
                q: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSources: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourcePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSource: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSource: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example src_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSource: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example src_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No content */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeSource: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example src_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRequests: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
                outcome?: components["schemas"]["RequestOutcome"];
                cause?: components["schemas"]["RequestCause"];
                /**
                 * @description Received at this time or later
                 * @example 2026-11-20T00:00:00Z
                 */
                from?: string;
                /**
                 * @description Received before this time
                 * @example 2026-11-21T00:00:00Z
                 */
                to?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example src_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboundRequestPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendSample: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example src_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceSample"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentSample"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    verifyRequest: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with `Idempotency-Replayed: true`. With another body: 422.
                 * @example order-1001-paid
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
                /**
                 * @description Its id, from the reply that created it or from a list
                 * @example src_01h455vb4pex5vsknk084sn02q
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceVerify"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceVerification"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            417: components["responses"]["ExpectationFailed"];
            422: components["responses"]["KeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStats: {
        parameters: {
            query?: {
                /**
                 * @description Default: 24 hours before `to`
                 * @example 2026-11-20T00:00:00Z
                 */
                from?: string;
                /**
                 * @description Exclusive end. Default and maximum: now
                 * @example 2026-11-21T00:00:00Z
                 */
                to?: string;
                /**
                 * @description Minutes are stored for 24 hours, hours for 32 days. A reply has at most 1,500 buckets
                 * @example day
                 */
                bucket?: components["schemas"]["BucketSize"];
                /**
                 * @description Only this endpoint
                 * @example ep_01h455vb4pex5vsknk084sn02q
                 */
                endpointId?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    explainWaiting: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The tenant's id
                 * @example acme
                 */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointWaitingPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWaiting: {
        parameters: {
            query?: {
                /**
                 * @description Maximum number of items on the page. Default: 50
                 * @example 100
                 */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantWaitingPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    receiveWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Used in the reply and the log if it has 1 to 128 visible ASCII characters.
                 * @example 0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11
                 */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The source's id, part of its `ingestUrl`
                 * @example src_01h455vb4pex5vsknk084sn02q
                 */
                sourceId: string;
            };
            cookie?: never;
        };
        /** @description The signed body, of any content type. Up to 5 MiB (`INGEST_BODY_MAX_MIB`), or the `bodyMaxBytes` of the source. */
        requestBody: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description `already_processed`: verified, a duplicate of an accepted request */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedWebhook"];
                };
            };
            /** @description `accepted`: verified, new, durably stored */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedWebhook"];
                };
            };
            /** @description Unreadable HTTP, or verified, but not in the format of the provider */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The signature does not verify, or its time is outside the tolerance */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The source does not allow the address of the sender (`allowCidrs`) */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            /** @description The source is disabled */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            417: components["responses"]["ExpectationFailed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
            508: components["responses"]["LoopDetected"];
        };
    };
    receiveEvent: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The event's id, the same in every attempt and replay.
                 * @example evt_01h455vb4pex5vsknk084sn02q
                 */
                "webhook-id": string;
                /**
                 * @description Unix time of this attempt, in seconds. Refuse old timestamps.
                 * @example 1795292690
                 */
                "webhook-timestamp": string;
                /**
                 * @description Standard Webhooks, over `id.timestamp.body`: `v1,` for each live secret, `v1a,` with `ed25519`, space-separated. Absent for an endpoint whose only signature is `sha256`.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: string;
                /**
                 * @description The event's type.
                 * @example order.completed
                 */
                "x-webhook-event": string;
                /**
                 * @description The delivery's id.
                 * @example dlv_01h455vb4pex5vsknk084sn02q
                 */
                "x-webhook-delivery": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-webhook-attempt": string;
                /**
                 * @description With `sha256` only: hex HMAC-SHA256 of the body, keyed with the whole secret as text. During a rotation, with the old secret until the grace period ends.
                 * @example sha256=7d38cdd689735b008b3c702edd92eea23791c5f6f8f0a6f6d5ad3dbb5b8a5b9e
                 */
                "x-webhook-signature"?: string;
                /**
                 * @description With `sha256`, during a rotation only: the same, keyed with the new secret.
                 * @example sha256=0f5d2e1c4e1d3c9ff6a4a7c6a6f2b8f04b6f6b0d7a6d1c5e0d9b9f2f7c3a1e84
                 */
                "x-webhook-signature-next"?: string;
                /**
                 * @description How often the event has passed through a Posthorn. Pass it on when you publish because of an event: more than 5 hops are refused as a loop.
                 * @example 1
                 */
                "x-posthorn-hops": string;
                /**
                 * @description W3C trace context: trace id and sampled flag of the request that published the event, and an id of the attempt.
                 * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                 */
                traceparent: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description With `payloadFormat: raw`, the original body and content type. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Envelope"];
            };
        };
        responses: {
            /** @description Failed permanently; the endpoint is disabled at once */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Retried, not before `Retry-After`. 408, 425 and 5XX are retried, too */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Failed permanently, unless the endpoint's `retryOn` is `any-failure` */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Retried according to the endpoint's `retrySchedule` */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
