package io.github.rethinkemitter.it;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the observers of one server must have got, in no order. */
final class Expected {

    private static final String SECOND = Observers.class.getName() + ".second(java.lang.String)";

    private static final int VIRTUAL_THREADS = 21;

    private Expected() {}

    /** Once a server is connected. */
    static List<String> connected() {
        return List.of("connected \"\"", "connected \"audit\"", "audit is ready");
    }

    /** After any server has opened its shop. */
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
                "failed " + SECOND + ": the second one always fails",
                "priority 3");
    }

    /** What the asynchronous observer of a shop's opening says of its thread where the library has its own. */
    static String asyncOnOwnThread(int jdk) {
        return AsyncThread.line(jdk >= VIRTUAL_THREADS ? AsyncThread.VIRTUAL : AsyncThread.OF_THE_LIBRARY);
    }

    /** And where the container lends them. */
    static String asyncOnLentThread() {
        return AsyncThread.line(AsyncThread.LENT);
    }

    /** After a burst of so many, in this order. */
    static List<String> burst(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "burst " + i).toList();
    }

    @SafeVarargs
    static List<String> all(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }
}
