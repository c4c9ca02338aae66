package io.github.rethinkemitter.it;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The lines that the observers of a server must have added, in any order. */
final class Expected {

    private static final String FAILING_OBSERVER = Observers.class.getName() + ".second(java.lang.String)";

    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    private Expected() {}

    /** The lines after a server is connected. */
    static List<String> connected() {
        return List.of("connected \"\"", "connected \"audit\"", "audit is ready");
    }

    /** The lines after any server has opened its shop. */
    static List<String> opened(String customer) {
        return List.of(
                "text " + customer,
                "whole text [" + customer + ", two, 3] {for=" + customer + "}",
                "later " + customer + ", basket 1",
                "number 42",
                "order " + new Order(1, customer),
                "any order.placed",
                "no order null",
                "any order.none",
                "orders 2, last " + customer,
                "any order.bulk",
                "json " + customer,
                "audited " + customer,
                "basket of one 1 2",
                "basket of two 1 2",
                "priority 1",
                "priority 2",
                Lifecycle.failed(FAILING_OBSERVER, 1, true),
                "priority 3",
                "attempt 1 for " + customer + ", basket 1",
                Lifecycle.failed(Attempts.NAME, 1, false),
                "attempt 2 for " + customer + ", basket 1",
                Lifecycle.failed(Attempts.NAME, 2, false),
                "attempt 3 for " + customer + ", basket 1");
    }

    /** The line of the asynchronous observer if the library has its own threads. */
    static String asyncOnOwnThread(int jdk) {
        return AsyncThread.line(
                jdk >= FIRST_JDK_WITH_VIRTUAL_THREADS ? AsyncThread.VIRTUAL : AsyncThread.OF_THE_LIBRARY);
    }

    /** The line of the asynchronous observer if the library uses threads of the container. */
    static String asyncOnContainerThread() {
        return AsyncThread.line(AsyncThread.OF_THE_CONTAINER);
    }

    /** The lines after a burst of this many events, in this order. */
    static List<String> burst(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "burst " + i).toList();
    }

    @SafeVarargs
    static List<String> all(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }
}
