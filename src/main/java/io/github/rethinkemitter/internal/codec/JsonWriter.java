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

/** Writes values by JSON-B, so that doubles can be told from decimals where it lets us. */
interface JsonWriter {

    /** Writes a value, and throws what JSON-B throws. */
    void write(Object value, Writer out);

    /** By a generator of ours where JSON-B takes one, as Yasson does; else as JSON-B does it. */
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
                // Then all that is lost is that whole doubles take more room, as decimals do.
                return jsonb::toJson;
            }
        }
        return jsonb::toJson;
    }

    // By name: the classes of the provider are not visible to applications on every server.
    private static @Nullable Class<?> yasson(Class<?> type) {
        for (Class<?> its = type; its != null; its = its.getSuperclass()) {
            for (Class<?> face : its.getInterfaces()) {
                if (face.getName().equals("org.eclipse.yasson.YassonJsonb")) {
                    return face;
                }
            }
        }
        return null;
    }

    /** By Yasson. */
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
