package io.github.rethinkemitter.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.UnstorablePayloadException;
import io.github.rethinkemitter.internal.codec.Check.Checked;
import io.github.rethinkemitter.internal.flow.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlanceTest {

    private static final Refusals REFUSALS = Refusals.ofArgument(new Topic("beep"), 0);
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\"",
        "\"b\"",
        "\"a\":",
        "\"$reql_type$\":",
        "\\",
        "\\u0041",
        "é",
        "€",
        "😀",
        "\ud800",
        "\t",
        " ",
        "0",
        "1",
        "-",
        "+",
        ".",
        "e",
        "12.5",
        "0.1",
        "9007199254740993",
        "123456789012345",
        "1E400",
        "true",
        "false",
        "null",
        "NaN"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "-0",
                "true",
                "\"\"",
                "\"é€\"",
                "[]",
                "{}",
                "[1,2.5,-3]",
                "{\"a\":{\"a\":null},\"b\":[{\"a\":1},{\"a\":2}],\"ab\":\"x\"}"
            })
    void whatIsUsualIsCertain(String json) {
        assertThat(glance(json)).isEqualTo(json.getBytes(StandardCharsets.UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 2",
                "01",
                "1.",
                "-",
                "1e2",
                "9007199254740993",
                "0.12345678901234567890",
                "tru",
                "nul1",
                "\"a",
                "\"\\ud800\"",
                "\"😀\"",
                "[1,]",
                "[1",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"$reql_type$\":\"TIME\"}",
                "{1:2}",
                "{\"a\"}"
            })
    void whatIsNotIsDoubtful(String json) {
        assertThat(glance(json)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 99_000})
    void whatIsDeepIsDoubtful(int depth) {
        assertThat(glance("[".repeat(depth) + "]".repeat(depth))).isEqualTo(-1);
        assertThat(glance("{\"a\":".repeat(depth / 5))).isEqualTo(-1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsCertainPassesTheCheckUnchanged(long seed) {
        var random = new Random(seed);
        int certain = 0;
        for (int i = 0; i < 50_000; i++) {
            String json = random.nextBoolean() ? value(random, 4) : disturbed(value(random, 3), random);
            long bytes = glance(json);
            if (bytes >= 0) {
                certain++;
                assertThat(check(json)).as(json).isEqualTo(new Checked(json, json, true, bytes));
            }
        }
        assertThat(certain).isGreaterThan(5_000);
    }

    private static long glance(String json) {
        return Glance.bytes(json.toCharArray(), json.length());
    }

    private static Checked check(String json) {
        try {
            return Check.check(json, REFUSALS);
        } catch (UnstorablePayloadException e) {
            throw new AssertionError(json, e);
        }
    }

    private static String disturbed(String json, Random random) {
        int at = random.nextInt(json.length() + 1);
        int to = Math.min(json.length(), at + random.nextInt(2));
        return json.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + json.substring(to);
    }

    private static String value(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 4 : 6);
        if (kind == 4) {
            return "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
        } else if (kind == 5) {
            return "{\"a\":" + value(random, depth - 1) + ",\"" + (random.nextInt(9) == 0 ? "a" : "b") + "\":"
                    + value(random, depth - 1) + "}";
        }
        return kind == 3
                ? PIECES[random.nextInt(PIECES.length)]
                : kind == 2 ? "\"x\"" : Integer.toString(random.nextInt(1000));
    }
}
