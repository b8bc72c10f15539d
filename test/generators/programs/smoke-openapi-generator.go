// Calls a running API with a client that openapi-generator made: smoke API_URL TENANT KEY
package main

import (
	"context"
	"fmt"
	"os"

	posthorn "github.com/GIT_USER_ID/GIT_REPO_ID"
)

func main() {
	url, tenant, key := os.Args[1], os.Args[2], os.Args[3]
	configuration := posthorn.NewConfiguration()
	configuration.Servers = posthorn.ServerConfigurations{{URL: url}}
	client := posthorn.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), posthorn.ContextAccessToken, key)

	create := posthorn.NewEndpointCreate("https://example.com/webhooks")
	create.SetRetryOn(posthorn.RetryOnAnyFailure)
	endpoint, _, err := client.EndpointsAPI.CreateEndpoint(ctx, tenant).EndpointCreate(*create).Execute()
	check(err == nil && endpoint.Secret != "", "endpoint", err, endpoint)
	endpoints, _, err := client.EndpointsAPI.ListEndpoints(ctx, tenant).Limit(10).Execute()
	check(err == nil && endpoints.Data[0].Id == endpoint.Id, "endpoints", err, endpoints)

	batch, _, err := client.EventsAPI.PublishEvents(ctx, tenant).EventBatch(*posthorn.NewEventBatch([]posthorn.EventCreate{
		*posthorn.NewEventCreate("order.completed", map[string]interface{}{"amount": 1}),
		*posthorn.NewEventCreate("posthorn.test", map[string]interface{}{}),
	})).Execute()
	check(err == nil && len(batch.Data) == 2, "batch", err, batch)
	stored, refused := batch.Data[0].PublishedItem, batch.Data[1].RefusedItem
	check(stored != nil && stored.Status == 202, "stored", batch.Data[0])
	check(refused != nil && refused.Error.Code == posthorn.ProblemCodeInvalidRequest, "refused", batch.Data[1])

	event, _, err := client.EventsAPI.GetEvent(ctx, tenant, stored.Event.Id).Execute()
	check(err == nil && event.Id == stored.Event.Id, "event", err, event)
	_, reply, err := client.EventsAPI.GetEvent(ctx, tenant, "evt_1").Execute()
	check(err != nil && reply.StatusCode == 404, "missing", err, reply)
	fmt.Println("works")
}

func check(holds bool, what string, found ...any) {
	if holds {
		return
	}
	fmt.Println(append([]any{what, "is wrong:"}, found...)...)
	os.Exit(1)
}
