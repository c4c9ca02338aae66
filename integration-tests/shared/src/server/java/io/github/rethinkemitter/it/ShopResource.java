package io.github.rethinkemitter.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets tests use the shop by HTTP and read what its observers received. */
@Path("/")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class ShopResource {

    private static final int BUSY_MILLIS = 500;

    @Inject
    Shop shop;

    @Inject
    Received received;

    /** Triggers one event of each kind. */
    @POST
    @Path("open/{customer}")
    public String open(@PathParam("customer") String customer) {
        shop.openFor(customer);
        return "open";
    }

    /** Triggers this many events and answers before they are stored. */
    @POST
    @Path("burst/{count}")
    public String burst(@PathParam("count") int count) {
        shop.burst(count);
        return "triggered";
    }

    @GET
    @Path("received")
    public String received() {
        return String.join("\n", received.lines());
    }

    /** Occupies a worker thread of the server for a short time. */
    @GET
    @Path("busy")
    public String busy() throws InterruptedException {
        return new CountDownLatch(1).await(BUSY_MILLIS, TimeUnit.MILLISECONDS) ? "" : "done";
    }
}
