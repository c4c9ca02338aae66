package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random values are observed as they were triggered, although the database stores numbers as doubles. */
class RoundTripPropertyTest extends CodecFixture {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 42, 4711})
    void aTriggeredValueIsObservedUnchanged(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            JsonValue value = value(random, 4);

            EncodedEvent content = encode("first", value);
            Object back = codec.decode(DatabaseText.through(content, random), 1, JsonValue.class);

            assertThat(back).isEqualTo(value);
        }
    }

    private static JsonValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> Json.createValue(text(random));
            case 1 -> Json.createValue(random.nextLong() >> random.nextInt(64));
            case 2 ->
                Json.createValue(new BigDecimal(new BigInteger(random.nextInt(120), random), random.nextInt(60) - 30));
            case 3 -> Json.createValue(Double.longBitsToDouble(random.nextLong() & 0xBFEF_FFFF_FFFF_FFFFL));
            case 4 -> Json.createValue(random.nextInt(1000) / 100.0);
            case 5 -> random.nextBoolean() ? JsonValue.TRUE : JsonValue.FALSE;
            case 6 -> JsonValue.NULL;
            case 7 -> {
                var array = Json.createArrayBuilder();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array.build();
            }
            default -> {
                var object = Json.createObjectBuilder();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.add(random.nextInt(20) == 0 ? "$reql_type$" : text(random), value(random, depth - 1));
                }
                yield object.build();
            }
        };
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000);
            text.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? '"' : codePoint);
        }
        return text.toString();
    }
}
