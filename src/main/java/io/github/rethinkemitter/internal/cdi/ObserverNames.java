package io.github.rethinkemitter.internal.cdi;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The names of observers: the one that {@code @OnFailure} gives, or else the method. */
final class ObserverNames {

    private ObserverNames() {}

    /** Finds names that several methods have. The wars of an enterprise archive may have the same class. */
    static List<String> problems(Catalogue catalogue) {
        var methodsByName = new TreeMap<String, TreeSet<String>>();
        catalogue.rows().stream()
                .map(Catalogue.Row::entry)
                .forEach(entry -> methodsByName
                        .computeIfAbsent(entry.name(), name -> new TreeSet<>())
                        .add(entry.method()));
        return methodsByName.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> "RTH0546 the observers " + String.join(" and ", entry.getValue())
                        + " have one name, \"" + entry.getKey()
                        + "\". Give each a name of its own by @OnFailure(name = …) at the method")
                .toList();
    }
}
