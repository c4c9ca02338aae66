package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;

/** Changes JSON as the database does, which stores numbers as doubles. */
final class DatabaseText {

    private static final Jsonb DATABASE = JsonbBuilder.create();

    private DatabaseText() {}

    static StoredEvent through(EncodedEvent content, Random random) {
        if (content.raw() != null) {
            return CodecFixture.stored(content);
        }
        JsonArray args = DATABASE.fromJson(content.args(), JsonArray.class);
        return CodecFixture.foreign(asDoubles(args, random).toString());
    }

    private static JsonValue asDoubles(JsonValue value, Random random) {
        return switch (value.getValueType()) {
            case ARRAY -> {
                var array = Json.createArrayBuilder();
                value.asJsonArray().forEach(element -> array.add(asDoubles(element, random)));
                yield array.build();
            }
            case OBJECT -> {
                var object = Json.createObjectBuilder();
                value.asJsonObject().forEach((name, field) -> object.add(name, asDoubles(field, random)));
                yield object.build();
            }
            case NUMBER -> asDouble(((JsonNumber) value).doubleValue(), random);
            default -> value;
        };
    }

    // Whole ones without a fraction, others sometimes with more digits than it takes.
    private static JsonValue asDouble(double number, Random random) {
        if (number == Math.rint(number) && Math.abs(number) <= 1L << 53) {
            return Json.createValue((long) number);
        }
        var shortest = BigDecimal.valueOf(number).stripTrailingZeros();
        var long17 = new BigDecimal(number).round(new MathContext(17));
        return Json.createValue(random.nextInt(10) == 0 && long17.doubleValue() == number ? long17 : shortest);
    }
}
