package io.github.rethinkemitter.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells tests what the library runs with. */
@Path("/facts")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class FactsResource {

    @Inject
    Facts facts;

    @GET
    public String facts() throws Exception {
        return facts.all().entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    /** The threads of the library, and whether they are managed by the server. */
    @GET
    @Path("threads")
    public String threads() {
        return LibraryThreads.alive()
                .filter(thread -> thread != Thread.currentThread())
                .map(thread -> thread.getName() + " | " + managed(thread))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    // By name, because not every server has Jakarta Concurrency.
    private static String managed(Thread thread) {
        return Stream.<Class<?>>iterate(thread.getClass(), c -> c != null, Class::getSuperclass)
                        .flatMap(c -> Arrays.stream(c.getInterfaces()))
                        .anyMatch(c -> c.getName().equals("jakarta.enterprise.concurrent.ManageableThread"))
                ? "managed"
                : "unmanaged " + thread.getClass().getName();
    }
}
