package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random beans are observed as they were triggered. Random values of another writer are read unchanged or refused. */
class TypedRoundTripPropertyTest extends CodecFixture {

    public record Price(
            BigDecimal amount,
            @Nullable BigInteger units,
            double rate,
            float share,
            long id,
            int count,
            short year,
            byte level,
            char letter,
            boolean paid,
            List<BigDecimal> parts,
            Map<String, Long> byName,
            @Nullable Integer limit) {}

    public record Inner(@Nullable Object any, int i, long l, short s, byte b, float f, double d, char c, boolean z) {}

    // Types in containers, by the name of a method that returns them.
    interface Types {
        List<Integer> i();

        Map<String, Long> l();

        Optional<Short> s();

        List<Map<String, Byte>> b();
    }

    static Stream<Arguments> seeds() {
        return IntStream.rangeClosed(1, 12)
                .boxed()
                .flatMap(seed -> Stream.of(Implementation.values()).map(json -> Arguments.of(seed, json)));
    }

    @ParameterizedTest(name = "seed {0}, {1}")
    @MethodSource("seeds")
    void aTriggeredBeanIsObservedUnchanged(int seed, Implementation implementation) {
        var json = implementation.codec();
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            var price = price(random);

            EncodedEvent content = json.encode(new Topic("beep"), new Object[] {price}, Map.of());
            var back = json.decode(DatabaseText.through(content, random), 0, Price.class);

            assertThat(back).isEqualTo(price);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1}")
    @MethodSource("seeds")
    void aValueOfAnotherWriterIsReadUnchangedOrRefused(int seed, Implementation implementation) throws Exception {
        var json = implementation.codec();
        var random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 400; i++) {
            var scalar = scalar(random);
            var property = List.of("i", "l", "s", "b", "f", "d", "c", "z").get(random.nextInt(8));
            var in = property.length() == 1 && "ilsb".contains(property) && random.nextBoolean()
                    ? new Place(
                            wrapped(property, scalar),
                            Types.class.getMethod(property).getGenericReturnType())
                    : new Place("{\"" + property + "\":" + scalar + "}", Inner.class);
            Object value;
            try {
                value = json.decode(foreign("[\"beep\"," + in.json() + "]"), 0, in.type());
            } catch (PayloadMismatchException e) {
                continue;
            }
            read++;
            assertThat(same(scalar, leaf(value, property)))
                    .as("%s as %s became %s", in.json(), in.type(), value)
                    .isTrue();
        }
        assertThat(read).isGreaterThan(40);
    }

    private record Place(String json, Type type) {}

    private static String wrapped(String property, String scalar) {
        return switch (property) {
            case "i" -> "[1," + scalar + "]";
            case "l" -> "{\"x\":" + scalar + "}";
            case "s" -> scalar;
            default -> "[{},{\"x\":" + scalar + "}]";
        };
    }

    private static Object leaf(Object value, String property) throws ReflectiveOperationException {
        if (value instanceof List<?> list) {
            return leaf(list.get(1), property);
        }
        if (value instanceof Map<?, ?> map) {
            return leaf(map.get("x"), property);
        }
        if (value instanceof Optional<?> optional) {
            return optional.orElseThrow();
        }
        return value instanceof Inner ? Inner.class.getMethod(property).invoke(value) : value;
    }

    // A float or a double may be a rounded value. A text is read as a number if it is one.
    private static boolean same(String json, Object value) {
        var text = json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
        if (value instanceof Float number) {
            return Float.parseFloat(text) == number;
        }
        if (value instanceof Double number) {
            return Double.parseDouble(text) == number;
        }
        return value instanceof Number number
                ? new BigDecimal(text).compareTo(new BigDecimal(number.toString())) == 0
                : text.equals(value.toString());
    }

    private static String scalar(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> "\"" + "boop".substring(0, 1 + random.nextInt(4)) + "\"";
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> String.valueOf(random.nextInt(20));
            case 3 -> String.valueOf(random.nextInt() >> random.nextInt(31));
            case 4 -> String.valueOf(random.nextLong() >> random.nextInt(63));
            case 5 -> new BigInteger(20 + random.nextInt(60), random).toString();
            case 6 -> BigDecimal.valueOf(random.nextInt(), random.nextInt(12)).toString();
            default -> random.nextInt(10) + "e" + (random.nextInt(800) - 400);
        };
    }

    private static Price price(Random random) {
        var parts = new ArrayList<BigDecimal>();
        var byName = new LinkedHashMap<String, Long>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(decimal(random));
            byName.put("n" + i, random.nextLong() >> random.nextInt(64));
        }
        return new Price(
                decimal(random),
                new BigInteger(random.nextInt(100), random),
                random.nextBoolean()
                        ? random.nextInt(1000)
                        : Double.longBitsToDouble(random.nextLong() & 0xBFEF_FFFF_FFFF_FFFFL),
                random.nextBoolean() ? random.nextInt(1000) : random.nextFloat(),
                random.nextLong() >> random.nextInt(64),
                random.nextInt(),
                (short) random.nextInt(),
                (byte) random.nextInt(),
                (char) ('a' + random.nextInt(26)),
                random.nextBoolean(),
                parts,
                byName,
                random.nextBoolean() ? random.nextInt() : null);
    }

    private static BigDecimal decimal(Random random) {
        return BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(12) - 4);
    }
}
