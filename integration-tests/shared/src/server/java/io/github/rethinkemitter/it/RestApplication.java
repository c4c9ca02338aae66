package io.github.rethinkemitter.it;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything under /api. A bean, because Helidon takes no notice of the path otherwise. */
@Dependent
@ApplicationPath("/api")
public class RestApplication extends Application {}
