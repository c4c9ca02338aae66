package io.github.rethinkemitter.it;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All resources are below /api. This class is a bean, because Helidon would otherwise ignore the path. */
@Dependent
@ApplicationPath("/api")
public class RestApplication extends Application {}
