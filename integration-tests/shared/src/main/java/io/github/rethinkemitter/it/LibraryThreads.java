package io.github.rethinkemitter.it;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the threads that have a name of the library, or that run code of the library or of its driver. */
final class LibraryThreads {

    private LibraryThreads() {}

    static Stream<Thread> alive() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(LibraryThreads::isOfTheLibrary)
                .map(Map.Entry::getKey);
    }

    private static boolean isOfTheLibrary(Map.Entry<Thread, StackTraceElement[]> entry) {
        return entry.getKey().getName().startsWith("rethink-emitter")
                || Arrays.stream(entry.getValue())
                        .map(StackTraceElement::getClassName)
                        .anyMatch(name -> name.startsWith("io.github.rethinkemitter.internal."));
    }
}
