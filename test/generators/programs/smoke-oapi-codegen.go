// Calls a running API with a client that oapi-codegen made: smoke API_URL TENANT KEY
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"smoke/posthorn"
)

func main() {
	url, tenant, key := os.Args[1], os.Args[2], os.Args[3]
	ctx := context.Background()
	withKey := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+key)
		return nil
	}
	client, err := posthorn.NewClientWithResponses(url, posthorn.WithRequestEditorFn(withKey))
	check(err == nil, "client", err)

	retryOn := posthorn.RetryOnAnyFailure
	endpoint, err := client.CreateEndpointWithResponse(ctx, tenant, nil, posthorn.EndpointCreate{
		Url: "https://example.com/webhooks", RetryOn: &retryOn,
	})
	check(err == nil && endpoint.JSON201 != nil, "endpoint", err, endpoint)
	check(endpoint.JSON201.Secret != "" && endpoint.JSON201.DisabledReason == nil, "endpoint", endpoint.JSON201)
	endpoints, err := client.ListEndpointsWithResponse(ctx, tenant, nil)
	check(err == nil && endpoints.JSON200 != nil && endpoints.JSON200.NextCursor == nil, "endpoints", err, endpoints)
	check(endpoints.JSON200.Data[0].Id == endpoint.JSON201.Id, "endpoints", endpoints.JSON200)

	batch, err := client.PublishEventsWithResponse(ctx, tenant, nil, posthorn.EventBatch{Events: []posthorn.EventCreate{
		{Type: "order.completed", Data: posthorn.EventData{"amount": 1}},
		{Type: "posthorn.test", Data: posthorn.EventData{}},
	}})
	check(err == nil && batch.JSON202 != nil && len(batch.JSON202.Data) == 2, "batch", err, batch)
	stored, err := batch.JSON202.Data[0].AsPublishedItem()
	check(err == nil && stored.Status == 202, "stored", err, stored)
	refused, err := batch.JSON202.Data[1].AsRefusedItem()
	check(err == nil && refused.Error.Code == posthorn.ProblemCodeInvalidRequest, "refused", err, refused)

	event, err := client.GetEventWithResponse(ctx, tenant, stored.Event.Id, nil)
	check(err == nil && event.JSON200 != nil && event.JSON200.SourceId == nil, "event", err, event)
	missing, err := client.GetEventWithResponse(ctx, tenant, "evt_1", nil)
	check(err == nil && missing.ApplicationproblemJSON404 != nil, "missing", err, missing)
	check(missing.ApplicationproblemJSON404.Code == posthorn.ProblemCodeNotFound, "missing", missing)
	fmt.Println("works")
}

func check(holds bool, what string, found ...any) {
	if holds {
		return
	}
	fmt.Println(append([]any{what, "is wrong:"}, found...)...)
	os.Exit(1)
}
