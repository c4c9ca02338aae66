package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.PayloadMismatchException;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads every value that another writer may have stored as every type, at the top and inside of other types. The result is
 * either the same value or a mismatch, and never another value.
 */
class HostileValuesTest {

    public record Box<T>(@Nullable T content) {}

    public record Primitives(byte b, short s, int i, long l, float f, double d, char c, boolean z) {}

    private static final List<Class<?>> PRIMITIVES = List.of(
            byte.class, short.class, int.class, long.class, float.class, double.class, char.class, boolean.class);

    private static final List<Class<?>> OBJECTS = List.of(
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            Character.class,
            Boolean.class,
            BigInteger.class,
            BigDecimal.class,
            Number.class,
            String.class,
            Object.class,
            JsonValue.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            Duration.class,
            UUID.class,
            URI.class,
            DayOfWeek.class,
            byte[].class,
            int[].class);

    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "127",
            "128",
            "5.5",
            "1.0",
            "1e2",
            "3000000000",
            "9007199254740993",
            "99999999999999999999",
            "1e400",
            "5e-324",
            "-0.0",
            "\"\"",
            "\"b\"",
            "\"5\"",
            "\"AQI=\"",
            "\"FRIDAY\"",
            "\"2026-01-31\"",
            "\"2026-01-31T10:00:00Z\"",
            "\"" + "x".repeat(5_000) + "\"",
            "true",
            "false",
            "null",
            "[]",
            "[1]",
            "[3000000000]",
            "[5.5]",
            "[\"b\"]",
            "[\"2026-01-31\"]",
            "[\"FRIDAY\"]",
            "{}",
            "{\"a\":1}");

    static Stream<Arguments> typesAndImplementations() {
        return Stream.concat(PRIMITIVES.stream(), OBJECTS.stream())
                .flatMap(type -> Stream.of(Implementation.values()).map(json -> Arguments.of(type, json)));
    }

    private record Place(String name, Type type, UnaryOperator<String> json, Leaf leaf) {}

    private interface Leaf {
        @Nullable
        Object of(Object value) throws ReflectiveOperationException;
    }

    @ParameterizedTest
    @MethodSource("typesAndImplementations")
    void aStoredValueIsReadUnchangedOrRefused(Class<?> type, Implementation implementation) throws Exception {
        var codec = implementation.codec();
        var wrong = new ArrayList<String>();
        for (var place : places(type)) {
            for (var json : VALUES) {
                Object value;
                try {
                    var event = CodecFixture.foreign("[\"beep\"," + place.json().apply(json) + "]");
                    value = codec.decode(event, 0, place.type());
                } catch (PayloadMismatchException e) {
                    continue;
                }
                var leaf = value == null ? null : place.leaf().of(value);
                if (!isSame(json, leaf)) {
                    wrong.add(place.name() + " " + shortened(json) + " became " + shown(leaf));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<Place> places(Class<?> type) {
        var top = new Place("top", type, json -> json, value -> value);
        if (type.isPrimitive()) {
            var property = type == boolean.class ? "z" : type.getName().substring(0, 1);
            return List.of(
                    top,
                    new Place(
                            "record",
                            Primitives.class,
                            json -> "{\"" + property + "\":" + json + "}",
                            value -> value.getClass().getMethod(property).invoke(value)),
                    new Place(
                            "array",
                            Array.newInstance(type, 0).getClass(),
                            json -> "[" + json + "]",
                            value -> Array.get(value, 0)));
        }
        return List.of(
                top,
                new Place(
                        "record",
                        generic(Box.class, type),
                        json -> "{\"content\":" + json + "}",
                        value -> ((Box<?>) value).content()),
                new Place(
                        "list", generic(List.class, type), json -> "[" + json + "]", value -> ((List<?>) value).get(0)),
                new Place(
                        "map",
                        generic(Map.class, String.class, type),
                        json -> "{\"x\":" + json + "}",
                        value -> ((Map<?, ?>) value).get("x")),
                new Place(
                        "optional",
                        generic(Optional.class, type),
                        json -> json,
                        value -> ((Optional<?>) value).orElse(null)));
    }

    private static boolean isSame(String json, @Nullable Object value) throws IOException {
        var text = json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
        if (json.equals("null")) {
            return value == null || value == JsonValue.NULL || isEmpty(value);
        }
        if (value == null || isEmpty(value)) {
            return false;
        }
        if (value instanceof OptionalInt number) {
            return isSame(json, number.getAsInt());
        }
        if (value instanceof OptionalLong number) {
            return isSame(json, number.getAsLong());
        }
        if (value instanceof OptionalDouble number) {
            return isSame(json, number.getAsDouble());
        }
        if (value instanceof Number number) {
            return isSameNumber(text, number);
        }
        if (value instanceof byte[] bytes && json.startsWith("\"")) {
            return text.equals(Base64.getEncoder().encodeToString(bytes));
        }
        if (value.getClass().isArray()) {
            var elements = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(((Number) Array.get(value, i)).longValue());
            }
            return elements.equals(PlainValues.read(json));
        }
        if (value instanceof JsonValue || value instanceof Map || value instanceof List) {
            var read = value instanceof JsonValue ? PlainValues.read(value.toString()) : value;
            return isSamePlain(PlainValues.read(json), read);
        }
        if (value instanceof OffsetDateTime time) {
            return text.equals(time.toInstant().toString());
        }
        return text.equals(value.toString());
    }

    private static boolean isSamePlain(@Nullable Object one, @Nullable Object other) {
        return (one instanceof Number a && other instanceof Number b)
                ? new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0
                : String.valueOf(one).equals(String.valueOf(other));
    }

    // A float or a double may be a rounded value. A text is read as a number if it is one.
    private static boolean isSameNumber(String text, Number number) {
        try {
            if (number instanceof Float) {
                return Float.parseFloat(text) == number.floatValue();
            }
            return number instanceof Double
                    ? Double.parseDouble(text) == number.doubleValue()
                    : new BigDecimal(text).compareTo(new BigDecimal(number.toString())) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isEmpty(Object value) {
        return value.equals(OptionalInt.empty())
                || value.equals(OptionalLong.empty())
                || value.equals(OptionalDouble.empty());
    }

    private static String shortened(String json) {
        return json.substring(0, Math.min(json.length(), 25));
    }

    private static String shown(@Nullable Object value) {
        return value == null
                ? "null"
                : shortened(value.toString()) + " of " + value.getClass().getSimpleName();
    }

    private static ParameterizedType generic(Class<?> raw, Type... arguments) {
        return new ParameterizedType() {
            @Override
            public Type[] getActualTypeArguments() {
                return arguments.clone();
            }

            @Override
            public Type getRawType() {
                return raw;
            }

            @Override
            public @Nullable Type getOwnerType() {
                return raw.getDeclaringClass();
            }
        };
    }
}
