package io.github.rethinkemitter.internal.codec;

import jakarta.json.JsonException;
import jakarta.json.bind.Jsonb;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Writes values with JSON-B. Where JSON-B allows it, doubles can be told from decimals in the JSON. */
interface JsonWriter {

    /** Writes a value. An exception of JSON-B is thrown as it is. */
    void write(Object value, Writer out);

    /**
     * The writer for an application's JSON-B. Yasson accepts a generator, and so tells doubles from decimals; others do
     * not.
     */
    static JsonWriter of(Jsonb jsonb) {
        var yasson = yasson(jsonb.getClass());
        if (yasson != null) {
            try {
                var writing = MethodHandles.publicLookup()
                        .findVirtual(
                                yasson, "toJson", MethodType.methodType(void.class, Object.class, JsonGenerator.class))
                        .bindTo(jsonb);
                return new Exact(writing, JsonProvider.provider());
            } catch (ReflectiveOperationException | JsonException e) {
                // Doubles cannot be told from decimals then, so whole doubles need the field raw as decimals do.
                return jsonb::toJson;
            }
        }
        return jsonb::toJson;
    }

    // Found by its name, because some servers hide the provider's classes from applications.
    private static @Nullable Class<?> yasson(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> face : each.getInterfaces()) {
                if (face.getName().equals("org.eclipse.yasson.YassonJsonb")) {
                    return face;
                }
            }
        }
        return null;
    }

    /** Writes with Yasson and an {@link ExactGenerator}. */
    record Exact(MethodHandle writing, JsonProvider provider) implements JsonWriter {

        @Override
        public void write(Object value, Writer out) {
            try (var generator = new ExactGenerator(provider.createGenerator(out))) {
                writing.invokeExact(value, (JsonGenerator) generator);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
