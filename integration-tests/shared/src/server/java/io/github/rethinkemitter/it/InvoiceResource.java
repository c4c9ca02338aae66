package io.github.rethinkemitter.it;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;

/** A resource that does not use the library. Its answer depends on how the server writes a JSON-B annotation and a date. */
@Path("/invoice")
public class InvoiceResource {

    /** The answer. */
    public static class Invoice {

        @JsonbProperty("due-on")
        public LocalDate due = LocalDate.of(2026, 1, 31);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Invoice invoice() {
        return new Invoice();
    }
}
