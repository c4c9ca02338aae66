package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.codec.JsonWriter.Outcome;
import io.github.rethinkemitter.internal.flow.Topic;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.stream.JsonGenerationException;
import jakarta.json.stream.JsonGenerator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found out about a value while it is written is what the parser would find out about its text. */
class ExactGeneratorTest {

    public record Bean(
            int i,
            long l,
            double d,
            float f,
            @Nullable String s,
            BigDecimal big,
            char c,
            @Nullable Object content) {}

    private final JsonWriter writer = JsonWriter.of(JsonbBuilder.create());
    private final RefusalMessages refusals = RefusalMessages.ofArgument(new Topic("beep"), 0);
    private final StringBuilder out = new StringBuilder();

    private Outcome write(Object value) {
        out.setLength(0);
        return writer.write(value, out, CodecFixture.MAX_SIZE);
    }

    private Outcome writeBy(Consumer<JsonGenerator> calls) {
        out.setLength(0);
        var generator = new ExactGenerator(out, CodecFixture.MAX_SIZE);
        calls.accept(generator);
        return generator.outcome();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 42, 4711})
    void aValueIsFoundToBeKeptOrRoundedJustAsByParsingItsText(long seed) {
        var random = new Random(seed);
        int unchecked = 0;
        for (int i = 0; i < 2_000; i++) {
            var value = new Bean(
                    random.nextInt(),
                    random.nextLong(),
                    number(random),
                    random.nextInt(100) / 4f,
                    text(random),
                    decimal(random),
                    (char) random.nextInt(0xD800),
                    value(random, 3));

            var outcome = write(value);

            if (outcome == Outcome.UNCHECKED) {
                unchecked++;
            } else {
                var checked = ArgumentCheck.check(out.toString(), refusals);
                assertThat(checked.nativeText()).isEqualTo(out.toString());
                assertThat(checked.isExact()).as("%s", out).isEqualTo(outcome == Outcome.KEPT);
            }
        }
        assertThat(unchecked).isBetween(10, 1_000);
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 11 : 8)) {
            case 0 -> text(random);
            case 1 -> random.nextLong() >> random.nextInt(64);
            case 2 -> decimal(random);
            case 3 -> new BigInteger(random.nextInt(120), random).negate();
            case 4 -> number(random);
            case 5 -> random.nextBoolean();
            case 6 -> random.nextInt(20) == 0 ? Json.createValue(random.nextInt()) : JsonValue.TRUE;
            case 7 -> null;
            case 8 -> {
                var list = new ArrayList<@Nullable Object>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
            default -> {
                var map = new LinkedHashMap<Object, @Nullable Object>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(random.nextInt(50) == 0 ? "$reql_type$" : text(random), value(random, depth - 1));
                }
                yield map;
            }
        };
    }

    private static double number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Double.longBitsToDouble(random.nextLong() & 0xBFEF_FFFF_FFFF_FFFFL);
            case 1 -> random.nextInt(1000) / 100.0;
            case 2 -> random.nextInt() * 1e10;
            case 3 -> random.nextGaussian() * 1e-3;
            default -> -0.0;
        };
    }

    private static BigDecimal decimal(Random random) {
        int scale = random.nextInt(random.nextInt(50) == 0 ? 700 : 12);
        return new BigDecimal(new BigInteger(random.nextInt(70), random), random.nextBoolean() ? scale : -scale);
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000);
            text.appendCodePoint(random.nextInt(50) > 0 && Character.isValidCodePoint(codePoint) ? codePoint : 'a');
        }
        return text.toString();
    }

    @Test
    void anOrdinaryValueIsNotParsedAgain() {
        var value = new Bean(
                1, 2, 100, 0.25f, "a\n\"b\" \ud83d\ude00", new BigDecimal("19.9"), 'c', Map.of("a", List.of(1)));

        assertThat(write(value)).isEqualTo(Outcome.KEPT);
        assertThat(write(List.of(value, value))).isEqualTo(Outcome.KEPT);
        assertThat(write(new BigDecimal("19.90"))).isEqualTo(Outcome.ROUNDED);
        assertThat(write(Long.MAX_VALUE)).isEqualTo(Outcome.ROUNDED);
    }

    static List<Consumer<JsonGenerator>> callsThatNeedTheParser() {
        return List.of(
                json -> json.writeStartObject()
                        .write("a", 1)
                        .write("b", 2)
                        .write("a", 3)
                        .writeEnd(),
                json -> json.writeStartObject().write("$reql_type$", 1).writeEnd(),
                json -> json.writeStartObject().write("a\0", 1).writeEnd(),
                json -> json.writeStartObject().write("\ud800", 1).writeEnd(),
                json -> json.write("\udc00"),
                json -> json.write(new BigDecimal("1E+400")),
                json -> json.write(new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE)),
                json -> json.write(new BigInteger("1".repeat(1_001))),
                json -> json.write(Json.createValue(1)),
                json -> json.write(new BigDecimal("5") {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String toString() {
                        return "5,6";
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("callsThatNeedTheParser")
    void aValueWithAnythingUnusualIsParsed(Consumer<JsonGenerator> calls) {
        assertThat(writeBy(calls)).isEqualTo(Outcome.UNCHECKED);
    }

    @Test
    void aNameMayStandInSeveralObjects() {
        assertThat(writeBy(json -> {
                    json.writeStartObject().write("a", 1).writeStartObject("b");
                    json.write("a", 2).writeStartArray("b").writeStartObject().write("a", 3);
                    json.writeEnd()
                            .writeEnd()
                            .writeEnd()
                            .write("c", 4)
                            .writeNull("d")
                            .writeEnd();
                }))
                .isEqualTo(Outcome.KEPT);
        assertThat(out).hasToString("{\"a\":1,\"b\":{\"a\":2,\"b\":[{\"a\":3}]},\"c\":4,\"d\":null}");
    }

    static List<Consumer<JsonGenerator>> callsThatMakeNoJson() {
        return List.of(
                json -> {},
                json -> json.writeStartObject(),
                json -> json.writeStartObject().writeKey("a"),
                json -> json.writeStartObject().write(1),
                json -> json.writeStartObject().writeStartArray(),
                json -> json.writeStartObject().writeKey("a").writeEnd(),
                json -> json.writeStartObject().writeKey("a").writeKey("b"),
                json -> json.writeStartArray().write("a", 1),
                json -> json.write("a", 1),
                json -> json.write(1).write(2));
    }

    @ParameterizedTest
    @MethodSource("callsThatMakeNoJson")
    void callsThatMakeNoJsonAreRefused(Consumer<JsonGenerator> calls) {
        assertThatThrownBy(() -> writeBy(calls)).isInstanceOf(JsonGenerationException.class);
    }

    @Test
    void aSerializerThatWritesLaterDoesNotWriteIntoAnotherEvent() {
        var generator = new ExactGenerator(out, CodecFixture.MAX_SIZE);
        generator.writeStartArray().writeEnd();
        assertThat(generator.outcome()).isEqualTo(Outcome.KEPT);

        assertThatThrownBy(generator::writeStartArray).isInstanceOf(RuntimeException.class);
        assertThat(out).hasToString("[]");
    }
}
