package io.github.rethinkemitter.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Lets tests read the meters of Micrometer as JSON. */
@Path("/micrometer")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
public class RegistryResource {

    @GET
    public String meters() {
        var all = Json.createArrayBuilder();
        for (var meter : RegistryProducer.REGISTRY.getMeters()) {
            var attributes = Json.createObjectBuilder();
            meter.getId().getTags().forEach(tag -> attributes.add(tag.getKey(), tag.getValue()));
            // Of a timer, how many values it has.
            var measured = meter.measure().iterator().next();
            all.add(Json.createObjectBuilder()
                    .add("name", meter.getId().getName())
                    .add("unit", String.valueOf(meter.getId().getBaseUnit()))
                    .add("value", Double.isFinite(measured.getValue()) ? measured.getValue() : -1)
                    .add("attributes", attributes));
        }
        return all.build().toString();
    }
}
