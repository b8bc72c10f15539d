import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.EndpointsApi;
import org.openapitools.client.api.EventsApi;
import org.openapitools.client.model.*;

/** Calls a running API with a client that openapi-generator made: Smoke API_URL TENANT KEY. */
public class Smoke {
  public static void main(String[] args) throws Exception {
    String tenant = args[1];
    ApiClient client = new ApiClient().setBasePath(args[0]);
    client.setBearerToken(args[2]);
    EndpointsApi endpoints = new EndpointsApi(client);
    EventsApi events = new EventsApi(client);

    EndpointCreate create =
        new EndpointCreate().url("https://example.com/webhooks").retryOn(RetryOn.RetryOnAnyFailure);
    EndpointWithSecret endpoint = endpoints.createEndpoint(tenant, create, null, null);
    check(endpoint.getSecret() != null && endpoint.getDisabledReason() == null, "endpoint", endpoint);
    // What is not set stays as it is.
    Endpoint changed = endpoints.changeEndpoint(tenant, endpoint.getId(), new EndpointUpdate().description("x"), null);
    check(changed.getEventTypes().equals(List.of("*")), "changed", changed);
    EndpointPage page = endpoints.listEndpoints(tenant, 10, null, null);
    check(page.getData().get(0).getId().equals(endpoint.getId()) && page.getNextCursor() == null, "endpoints", page);

    EventCreate good = new EventCreate().type("order.completed").data(Map.of("amount", 1));
    EventCreate bad = new EventCreate().type("posthorn.test").data(Map.of());
    PublishedBatch batch = events.publishEvents(tenant, new EventBatch().events(List.of(good, bad)), null, null);
    PublishedItem stored = batch.getData().get(0).getPublishedItem();
    check(stored.getStatus() == 202, "stored", stored);
    RefusedItem refused = batch.getData().get(1).getRefusedItem();
    check(refused.getError().getCode() == ProblemCode.ProblemCodeInvalidRequest, "refused", refused);

    Event event = events.getEvent(tenant, stored.getEvent().getId(), null);
    check(event.getExternalId() == null && event.getSourceId() == null, "event", event);
    // Replies may gain fields: an older client has to read what a newer API says.
    HttpRequest request = HttpRequest.newBuilder(URI.create(args[0] + "/v1/tenants/" + tenant + "/deliveries"))
        .header("authorization", "Bearer " + args[2])
        .build();
    String text = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    DeliveryPage deliveries = DeliveryPage.fromJson(text.replace("{", "{\"later\":1,"));
    check(deliveries.getData().get(0).getEndpointId().equals(endpoint.getId()), "deliveries", deliveries);
    try {
      events.getEvent(tenant, "evt_1", null);
      check(false, "missing", null);
    } catch (ApiException refusal) {
      check(refusal.getCode() == 404, "missing", refusal);
    }
    System.out.println("works");
    System.exit(0);
  }

  private static void check(boolean holds, String what, Object found) {
    if (holds) return;
    System.out.println(what + " is wrong: " + found);
    System.exit(1);
  }
}
