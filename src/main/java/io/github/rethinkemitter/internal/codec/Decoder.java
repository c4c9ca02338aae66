package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.codec.EncodedArgument.Kind;
import jakarta.json.bind.Jsonb;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a slice as the type that someone asked for. JSON-B does it, save where it would change a value without a word, which
 * {@link TypeFitCheck} finds.
 */
record Decoder(Jsonb jsonb, TypeShapes shapes, BinaryEncoding binaries) {

    Decoder(Jsonb jsonb) {
        this(jsonb, new TypeShapes(jsonb), new BinaryEncoding(jsonb));
    }

    private static final Map<Class<?>, Object> EMPTY = Map.of(
            Optional.class, Optional.empty(),
            OptionalInt.class, OptionalInt.empty(),
            OptionalLong.class, OptionalLong.empty(),
            OptionalDouble.class, OptionalDouble.empty());

    /** The value does not fit the type. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(@Nullable Throwable cause) {
            super(cause);
        }
    }

    @Nullable
    Object decode(EncodedArgument slice, Type type) throws Mismatch, IOException {
        if (type == Object.class) {
            return PlainValues.read(slice.text());
        }
        Class<?> wanted = rawType(type);
        Class<?> boxed = wanted == null ? Object.class : boxed(wanted);
        if (slice.kind() == Kind.NULL && wanted != null && (wanted.isPrimitive() || EMPTY.containsKey(wanted))) {
            return missing(type);
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

    /** What stands for an argument that is not there. */
    @Nullable
    Object missing(Type type) throws Mismatch {
        Class<?> wanted = rawType(type);
        if (wanted != null && wanted.isPrimitive()) {
            throw new Mismatch(null);
        }
        return wanted == null ? null : EMPTY.get(wanted);
    }

    private @Nullable Object number(EncodedArgument slice, Type type, Class<?> boxed) throws Mismatch, IOException {
        if (boxed == Boolean.class || boxed == Character.class) {
            throw new Mismatch(null);
        }
        if (Number.class.isAssignableFrom(boxed) && boxed.getName().startsWith("java.lang.")) {
            return exactly(ExactNumbers.decimal(slice.text()), boxed);
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
            default -> ExactNumbers.plain(number);
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

    private @Nullable Object other(EncodedArgument slice, Type type, Class<?> boxed) throws Mismatch, IOException {
        boolean structure = slice.kind() == Kind.OBJECT || slice.kind() == Kind.ARRAY;
        if (structure && CharSequence.class.isAssignableFrom(boxed)) {
            throw new Mismatch(null);
        }
        return read(slice, type, boxed);
    }

    private @Nullable Object read(EncodedArgument slice, Type type, Class<?> boxed) throws Mismatch, IOException {
        Object value;
        try {
            value = jsonb.fromJson(TypeFitCheck.checked(slice.text(), shapes.of(type), binaries), type);
        } catch (RuntimeException | StackOverflowError e) {
            throw new Mismatch(e);
        }
        // JSON-B answers a JsonArray to who wants a JsonObject.
        if (value == null ? slice.kind() != Kind.NULL : !boxed.isInstance(value)) {
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
