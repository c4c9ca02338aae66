package io.github.rethinkemitter.it;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.internal.cdi.Catalogue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.json.bind.JsonbBuilder;
import java.util.Map;
import java.util.TreeMap;

/** The versions and jars that the library runs with. */
@ApplicationScoped
public class Facts {

    @Inject
    Catalogue catalogue;

    @Inject
    BeanManager beans;

    public Map<String, String> all() throws Exception {
        var facts = new TreeMap<String, String>();
        facts.put("extension", catalogue.foundBy().name());
        facts.put("cdi", jarOf(BeanManager.class));
        facts.put("cdi.implementation", jarOf(beans.getClass()));
        facts.put("jdk", Runtime.version().toString());
        facts.put("library", jarOf(Emitter.class));
        try (var jsonb = JsonbBuilder.create()) {
            facts.put("jsonb", jarOf(jsonb.getClass()));
        }
        return facts;
    }

    // "yasson-3.0.4.jar of the application", or only the name if the jar is the server's.
    private static String jarOf(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "unknown";
        }
        var parts = source.getLocation().toString().replaceAll("[!/]+$", "").split("/");
        boolean own = type.getClassLoader() == Facts.class.getClassLoader();
        return parts[parts.length - 1] + (own ? " of the application" : "");
    }
}
