package io.github.rethinkemitter.benchmarks.report;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * All figures: medians of the measurements, and ratios between contenders.
 *
 * <pre>
 * key = scope "." contender          a figure
 *     | scope "." ratio of {@link Ratio}
 * </pre>
 */
public final class Results {

    private final Map<String, Map<String, List<Double>>> scopes = new TreeMap<>(Results::compareNaturally);
    private final List<String> remarks = new ArrayList<>();

    public synchronized void add(String scope, String contender, double value) {
        System.out.printf("%tT %s.%s %.2f%n", LocalTime.now(), scope, contender, value);
        scopes.computeIfAbsent(scope, key -> new TreeMap<>())
                .computeIfAbsent(contender, key -> new ArrayList<>())
                .add(value);
    }

    public void remark(String sentence) {
        System.out.println(sentence);
        remarks.add(sentence);
    }

    List<String> remarks() {
        return remarks;
    }

    /** The names of all scopes, in their natural order. */
    List<String> scopes() {
        return List.copyOf(scopes.keySet());
    }

    public OptionalDouble median(String scope, String contender) {
        var sorted = scopes.getOrDefault(scope, Map.of()).getOrDefault(contender, List.of()).stream()
                .sorted()
                .toList();
        if (sorted.isEmpty()) {
            return OptionalDouble.empty();
        }
        int middle = sorted.size() / 2;
        double upper = sorted.get(middle);
        return OptionalDouble.of(sorted.size() % 2 == 1 ? upper : (upper + sorted.get(middle - 1)) / 2);
    }

    /** The figure of one contender divided by that of another. */
    OptionalDouble ratio(String scope, String contender, String other) {
        OptionalDouble ours = median(scope, contender);
        OptionalDouble theirs = median(scope, other);
        return ours.isPresent() && theirs.isPresent() && theirs.getAsDouble() != 0
                ? OptionalDouble.of(ours.getAsDouble() / theirs.getAsDouble())
                : OptionalDouble.empty();
    }

    /** All figures by their keys. */
    Map<String, Double> flat() {
        Map<String, Double> flat = new TreeMap<>(Results::compareNaturally);
        scopes.forEach((scope, contenders) -> {
            contenders
                    .keySet()
                    .forEach(name -> median(scope, name).ifPresent(value -> flat.put(scope + "." + name, value)));
            for (Ratio ratio : Ratio.ALL) {
                ratio.in(this, scope).ifPresent(value -> flat.put(scope + "." + ratio.key(), value));
            }
        });
        return flat;
    }

    // Sorts "4threads" before "16threads".
    private static int compareNaturally(String one, String other) {
        return padded(one).compareTo(padded(other));
    }

    private static String padded(String key) {
        return key.replaceAll("(\\d+)", "00000000$1").replaceAll("0*(\\d{8})(?!\\d)", "$1");
    }
}
