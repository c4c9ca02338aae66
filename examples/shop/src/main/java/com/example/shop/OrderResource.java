package com.example.shop;

import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.TopicEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes orders by triggering an event, and lists them from the stored events. There is no other table. */
@Path("orders")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class OrderResource {

    private static final int LATEST = 60;

    @Inject
    @RethinkTopic("order.placed")
    TopicEmitter<Order> placed;

    @Inject
    Timeline timeline;

    @Inject
    @ConfigProperty(name = "rethink.emitter.subscriber")
    String server;

    /** Answers when the order is stored. From then on every server observes it, this one included, whatever is restarted. */
    @POST
    public Order place(@FormParam("item") Order.Item item) {
        if (item == null) {
            throw new BadRequestException("item is missing");
        }
        var order = new Order(UUID.randomUUID().toString().substring(0, 8), item, item.price(), server);
        // While the database is away the order waits, but the customer does not.
        placed.withKey(order.number())
                .trigger(order)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return order;
    }

    /** What has happened last, the newest first. */
    @GET
    public List<OrderNews> latest() {
        try (var events = timeline.events(TimelineQuery.ofTopic("order.*").newestFirst())) {
            return events.limit(LATEST).map(OrderNews::of).toList();
        }
    }
}
