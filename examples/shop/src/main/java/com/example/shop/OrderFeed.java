package com.example.shop;

import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;

/** Passes what happens to orders on to the browsers of this server. Every server observes every event, so every browser gets it. */
@Path("orders/feed")
@ApplicationScoped
public class OrderFeed {

    private Sse sse;
    private SseBroadcaster browsers; // of this server; null until the first one

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public synchronized void watch(@Context SseEventSink browser, @Context Sse sse) {
        if (browsers == null) {
            this.sse = sse;
            this.browsers = sse.newBroadcaster();
        }
        browsers.register(browser);
        // So that the browser knows at once that it is connected.
        browser.send(sse.newEventBuilder().comment("welcome").build());
    }

    synchronized void pass(@Observes @RethinkTopic("order.*") RethinkEvent event) {
        if (browsers != null) {
            browsers.broadcast(sse.newEventBuilder()
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(OrderNews.class, OrderNews.of(event))
                    .build());
        }
    }

    @PreDestroy
    synchronized void close() {
        if (browsers != null) {
            browsers.close();
        }
    }
}
