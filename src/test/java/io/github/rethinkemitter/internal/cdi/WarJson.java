package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.cdi.EnterpriseArchiveTest.Calls;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;

/** The Jsonb bean of a war. */
@Dependent
public class WarJson {

    @Produces
    static Jsonb jsonb() {
        return JsonbBuilder.create();
    }

    static void close(@Disposes Jsonb jsonb) throws Exception {
        jsonb.close();
        Calls.LINES.add("closed");
    }
}
