package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.codec.Slice.Kind;
import jakarta.json.bind.Jsonb;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a slice as the type that someone asked for. JSON-B does it, save where it would change a value without a word: Yasson
 * reads 3000000000 as the int -1294967296, 5.5 as 5, and the number 1 as false.
 */
record Decoder(Jsonb jsonb) {

    /** The value does not fit the type. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(@Nullable Throwable cause) {
            super(cause);
        }
    }

    @Nullable
    Object decode(Slice slice, Type type) throws Mismatch, IOException {
        if (type == Object.class) {
            return PlainValues.read(slice.text());
        }
        Class<?> wanted = rawType(type);
        Class<?> boxed = wanted == null ? Object.class : boxed(wanted);
        if (slice.kind() == Kind.NULL && wanted != null && wanted.isPrimitive()) {
            throw new Mismatch(null);
        }
        try {
            return switch (slice.kind()) {
                case NUMBER -> number(slice, type, boxed);
                case BOOLEAN ->
                    boxed == Boolean.class ? (Object) Boolean.valueOf(slice.text()) : read(slice, type, boxed);
                default -> other(slice, type, boxed);
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw new Mismatch(e);
        }
    }

    private @Nullable Object number(Slice slice, Type type, Class<?> boxed) throws Mismatch {
        if (boxed == Boolean.class || boxed == Character.class) {
            throw new Mismatch(null);
        }
        if (Number.class.isAssignableFrom(boxed) && boxed.getName().startsWith("java.lang.")) {
            return exactly(Numbers.decimal(slice.text()), boxed);
        }
        return read(slice, type, boxed);
    }

    // Doubles and floats round, which is what they are for; an infinity is no rounding.
    private static Number exactly(BigDecimal number, Class<?> boxed) throws Mismatch {
        return switch (boxed.getSimpleName()) {
            case "Byte" -> number.byteValueExact();
            case "Short" -> number.shortValueExact();
            case "Integer" -> number.intValueExact();
            case "Long" -> number.longValueExact();
            case "Float" -> finite(number.floatValue());
            case "Double" -> finite(number.doubleValue());
            default -> Numbers.plain(number);
        };
    }

    private static Float finite(float number) throws Mismatch {
        if (Float.isInfinite(number)) {
            throw new Mismatch(null);
        }
        return number;
    }

    private static Double finite(double number) throws Mismatch {
        if (Double.isInfinite(number)) {
            throw new Mismatch(null);
        }
        return number;
    }

    private @Nullable Object other(Slice slice, Type type, Class<?> boxed) throws Mismatch {
        boolean structure = slice.kind() == Kind.OBJECT || slice.kind() == Kind.ARRAY;
        if (structure && CharSequence.class.isAssignableFrom(boxed)) {
            throw new Mismatch(null);
        }
        if (slice.kind() == Kind.STRING && boxed == Boolean.class) {
            throw new Mismatch(null);
        }
        return read(slice, type, boxed);
    }

    private @Nullable Object read(Slice slice, Type type, Class<?> boxed) throws Mismatch {
        Object value;
        try {
            value = jsonb.fromJson(slice.text(), type);
        } catch (RuntimeException | StackOverflowError e) {
            throw new Mismatch(e);
        }
        // JSON-B answers a JsonArray to who wants a JsonObject.
        if (value == null ? slice.kind() != Kind.NULL && boxed != Optional.class : !boxed.isInstance(value)) {
            throw new Mismatch(null);
        }
        return value;
    }

    private static @Nullable Class<?> rawType(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        // Arrays of generic types, variables and wildcards: JSON-B knows, we need not.
        return type instanceof GenericArrayType ? Object.class : null;
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? MethodType.methodType(type).wrap().returnType() : type;
    }
}
