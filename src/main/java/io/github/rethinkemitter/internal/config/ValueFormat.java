package io.github.rethinkemitter.internal.config;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the value of an option is written.
 *
 * <pre>
 * duration = number ("ms" | "s" | "m" | "h" | "d") | ISO, such as PT10S
 * size     = number ["B" | "KiB" | "MiB"]
 * start    = "now" | "earliest" | ISO instant
 * flag     = "true" | "false"
 * </pre>
 *
 * @param range the values that are allowed, for a message that begins with "use"
 * @param reader makes the value; throws {@link IllegalArgumentException} for a text that is not allowed
 */
record ValueFormat<T>(String range, Function<String, T> reader) {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}) ?([A-Za-z]*)");

    /** Reads a text; throws {@link IllegalArgumentException} when it is outside of the range. */
    T read(String text) {
        return reader.apply(text);
    }

    static ValueFormat<String> text(String range) {
        return new ValueFormat<>(range, text -> text);
    }

    /** A name of RethinkDB, whose rules these are. */
    static ValueFormat<String> name() {
        return matching("letters, digits, _ and -", "[A-Za-z0-9_-]+");
    }

    static ValueFormat<String> matching(String range, String regex) {
        return new ValueFormat<>(range, text -> require(text, text.matches(regex)));
    }

    static ValueFormat<Boolean> flag() {
        return new ValueFormat<>("true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    static <E extends Enum<E>> ValueFormat<E> choice(Class<E> type) {
        return oneOf(List.of(type.getEnumConstants()));
    }

    /** Some constants of an enum. */
    static <E extends Enum<E>> ValueFormat<E> oneOf(List<E> constants) {
        var range = constants.stream().map(ValueFormat::written).collect(Collectors.joining(" or "));
        return new ValueFormat<>(
                range,
                text -> constants.stream()
                        .filter(constant -> constant.name()
                                .equals(text.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)));
    }

    static ValueFormat<Integer> number(int min, int max) {
        return new ValueFormat<>(
                "a number from " + min + " to " + max, text -> (int) within(min, max, Long.parseLong(text)));
    }

    /** A number that may have a fraction. */
    static ValueFormat<Double> decimal(int min, int max) {
        return new ValueFormat<>("a number from " + min + " to " + max, text -> {
            var value = new BigDecimal(text).doubleValue();
            return require(value, min <= value && value <= max);
        });
    }

    static ValueFormat<Integer> size(String min, String max) {
        return new ValueFormat<>(
                "a size from " + min + " to " + max, text -> (int) within(bytes(min), bytes(max), bytes(text)));
    }

    static ValueFormat<StartPoint> start() {
        return new ValueFormat<>("now, earliest or a time such as 2026-01-31T08:00:00Z", text -> {
            try {
                return switch (text.toLowerCase(Locale.ROOT)) {
                    case "now" -> new StartPoint.Now();
                    case "earliest" -> new StartPoint.Earliest();
                    default -> new StartPoint.At(Instant.parse(text));
                };
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(text, e);
            }
        });
    }

    static ValueFormat<Duration> duration(String min, String max) {
        return new ValueFormat<>("a duration from " + min + " to " + max, text -> {
            var value = span(text);
            return require(value, value.compareTo(span(min)) >= 0 && value.compareTo(span(max)) <= 0);
        });
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long within(long min, long max, long value) {
        return require(value, min <= value && value <= max);
    }

    private static <T> T require(T value, boolean good) {
        if (!good) {
            throw new IllegalArgumentException(String.valueOf(value));
        }
        return value;
    }

    private static long bytes(String text) {
        var amount = AMOUNT.matcher(text);
        require(text, amount.matches());
        long unit = switch (amount.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1;
            case "kib" -> 1 << 10;
            case "mib" -> 1 << 20;
            default -> throw new IllegalArgumentException(text);
        };
        return Math.min(Long.parseLong(amount.group(1)), Integer.MAX_VALUE) * unit;
    }

    private static Duration span(String text) {
        var amount = AMOUNT.matcher(text);
        try {
            if (!amount.matches()) {
                return Duration.parse(text);
            }
            long count = Long.parseLong(amount.group(1));
            return switch (amount.group(2).toLowerCase(Locale.ROOT)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> throw new IllegalArgumentException(text);
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
