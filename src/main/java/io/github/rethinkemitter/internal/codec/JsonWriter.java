package io.github.rethinkemitter.internal.codec;

import jakarta.json.bind.Jsonb;
import jakarta.json.stream.JsonGenerator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Writes values with JSON-B. Where JSON-B allows it, doubles can be told from decimals in the JSON. */
interface JsonWriter {

    /** What the database does to a value. */
    enum Outcome {
        /** It gives the value back as it is. */
        KEPT,
        /** It rounds a number, and changes nothing else. */
        ROUNDED,
        /** Not known. The value may also be one that cannot be stored. */
        UNCHECKED
    }

    /** The JSON is longer than it may be. */
    final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong(RuntimeException cause) {
            super(cause);
        }
    }

    /**
     * Appends the JSON of a value. An exception of JSON-B is thrown as it is.
     *
     * @param limit the most characters that the value may have
     */
    Outcome write(Object value, StringBuilder out, int limit);

    /**
     * The writer for an application's JSON-B. Yasson accepts a generator, and so tells doubles from decimals; others do
     * not, so whole doubles need the field raw as decimals do.
     */
    static JsonWriter of(Jsonb jsonb) {
        var yasson = yasson(jsonb.getClass());
        if (yasson != null) {
            try {
                var writing = MethodHandles.publicLookup()
                        .findVirtual(
                                yasson, "toJson", MethodType.methodType(void.class, Object.class, JsonGenerator.class))
                        .bindTo(jsonb);
                return new Exact(writing);
            } catch (ReflectiveOperationException e) {
                return new Plain(jsonb);
            }
        }
        return new Plain(jsonb);
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

    /** Writes with any JSON-B. */
    record Plain(Jsonb jsonb) implements JsonWriter {

        @Override
        public Outcome write(Object value, StringBuilder out, int limit) {
            var writer = new BoundedWriter(out, limit);
            try {
                jsonb.toJson(value, writer);
                return Outcome.UNCHECKED;
            } catch (RuntimeException e) {
                throw writer.isFull() ? new TooLong(e) : e;
            }
        }
    }

    /** Writes with Yasson and an {@link ExactGenerator}. */
    record Exact(MethodHandle writing) implements JsonWriter {

        @Override
        public Outcome write(Object value, StringBuilder out, int limit) {
            var generator = new ExactGenerator(out, limit);
            try {
                writing.invokeExact(value, (JsonGenerator) generator);
                return generator.outcome();
            } catch (RuntimeException e) {
                throw generator.isFull() ? new TooLong(e) : e;
            } catch (Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
