package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.Emitter;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The copies of the library's jar that one application has. In an enterprise archive each war may have a copy of its own, which
 * the other wars do not see. Two copies that one class loader sees do not fit together: a bean gets classes of one or the
 * other.
 */
final class LibraryCopies {

    private static final String CLASS_FILE = LibraryCopies.class.getName().replace('.', '/') + ".class";
    private static final int NAMES_IN_ID = 4;

    private final List<String> places = places(LibraryCopies.class.getClassLoader());
    private boolean hasOther;

    /** Notes the class that declares a bean. */
    void see(Class<?> declaring) {
        hasOther |= declaring != EmitterExtension.class && declaring.getName().equals(EmitterExtension.class.getName());
    }

    /** What is wrong, if another copy than this one is in use where this one is seen with it. */
    Optional<String> problem() {
        return hasOther && places.size() > 1
                ? Optional.of(
                        "RTH0526 the library is in the application twice: in " + quoted(places)
                                + ". Classes of one do not fit those of the other. Leave it in lib/ of the enterprise archive and"
                                + " take it out of the wars (with Maven by <scope>provided</scope>), or leave it in the wars only")
                : Optional.empty();
    }

    /** Whether a type is one of the library's public ones, but of another copy. */
    static boolean isOfOther(Type type) {
        return type instanceof Class<?> found
                && found.getClassLoader() != Emitter.class.getClassLoader()
                && found.getPackageName().equals(Emitter.class.getPackageName());
    }

    /** Warns when a class path has several, of which only the first one counts. */
    static void warn(@Nullable ClassLoader loader) {
        var places = places(loader);
        if (places.size() > 1) {
            Log.severalCopies(quoted(places));
        }
    }

    /** Distinguishes the beans of this copy from those of others. The same in each server that has this application. */
    String id() {
        var names = List.of(places.stream().findFirst().orElse("").split("/", -1));
        return String.join("/", names.subList(Math.max(0, names.size() - NAMES_IN_ID), names.size()));
    }

    /** The archives and folders in which a class loader finds the library. */
    private static List<String> places(@Nullable ClassLoader loader) {
        if (loader == null) {
            return List.of();
        }
        try {
            return Collections.list(loader.getResources(CLASS_FILE)).stream()
                    .map(url -> archive(url.toString()))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            return List.of(); // the class loader cannot list them
        }
    }

    private static String archive(String url) {
        var place = url.substring(0, url.length() - CLASS_FILE.length());
        return place.startsWith("jar:") && place.endsWith("!/")
                ? place.substring("jar:".length(), place.length() - "!/".length())
                : place;
    }

    private static String quoted(List<String> places) {
        return "\"" + String.join("\" and in \"", places) + "\"";
    }
}
