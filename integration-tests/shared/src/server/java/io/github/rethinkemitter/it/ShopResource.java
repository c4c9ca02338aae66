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

/** The shop by HTTP, and what its observers got. */
@Path("/")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class ShopResource {

    private static final int MOMENT_MILLIS = 500;

    @Inject
    Shop shop;

    @Inject
    Received received;

    /** One of everything. */
    @POST
    @Path("open/{customer}")
    public String open(@PathParam("customer") String customer) {
        shop.openFor(customer);
        return "open";
    }

    /** So many events at once; the answer does not wait until they are stored. */
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

    /** Keeps a worker of the server busy for a moment. */
    @GET
    @Path("busy")
    public String busy() throws InterruptedException {
        return new CountDownLatch(1).await(MOMENT_MILLIS, TimeUnit.MILLISECONDS) ? "" : "done";
    }
}
