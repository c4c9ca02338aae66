package io.github.rethinkemitter.it;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** The threads that the library named, or that run its code or its driver's. */
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
