package io.github.rethinkemitter.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The numbers of the events that one server has observed, by the server that triggered them, in the order of arrival. */
final class Tally {

    private final Map<String, List<Integer>> numbers = new HashMap<>();

    synchronized void add(String server, int number) {
        numbers.computeIfAbsent(server, unknown -> new ArrayList<>()).add(number);
    }

    synchronized int count() {
        return numbers.values().stream().mapToInt(Collection::size).sum();
    }

    /** Says "all in order", or what is wrong, after A and B have each triggered the numbers from 1 to {@code last}. */
    synchronized String verdict(int last) {
        for (String server : List.of("A", "B")) {
            var expected = IntStream.rangeClosed(1, last).boxed().toList();
            var observed = numbers.getOrDefault(server, List.of());
            if (!observed.containsAll(expected)) {
                return "missed events of " + server + ": " + observed;
            }
            if (new HashSet<>(observed).size() < observed.size()) {
                return "doubled events of " + server + ": " + observed;
            }
            if (!observed.equals(expected)) {
                return "displaced events of " + server + ": " + observed;
            }
        }
        return "all in order";
    }
}
