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
 * Reads an argument as the type that an observer wants. JSON-B does the reading; {@link TypeFitCheck} finds the values that
 * JSON-B would change silently.
 */
record Decoder(Jsonb jsonb, TypeShapes shapes, BinaryEncoding binaries) {

    Decoder(Jsonb jsonb) {
        this(jsonb, new TypeShapes(jsonb), new BinaryEncoding(jsonb));
    }

    private static final Map<Class<?>, Object> EMPTY_OPTIONALS = Map.of(
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
    Object decode(EncodedArgument argument, Type type) throws Mismatch, IOException {
        if (type == Object.class) {
            return PlainValues.read(argument.text());
        }
        Class<?> wanted = rawType(type);
        Class<?> boxed = wanted == null ? Object.class : boxed(wanted);
        if (argument.kind() == Kind.NULL
                && wanted != null
                && (wanted.isPrimitive() || EMPTY_OPTIONALS.containsKey(wanted))) {
            return valueOfNothing(type);
        }
        try {
            return switch (argument.kind()) {
                case NUMBER -> number(argument, type, boxed);
                case BOOLEAN ->
                    boxed == Boolean.class ? (Object) Boolean.valueOf(argument.text()) : read(argument, type, boxed);
                case STRING, NULL -> read(argument, type, boxed);
                case OBJECT, ARRAY -> structure(argument, type, boxed);
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw new Mismatch(e);
        }
    }

    /**
     * The value for an argument that is missing or null: null, or an empty {@code Optional}. There is none for a primitive
     * type.
     */
    @Nullable
    Object valueOfNothing(Type type) throws Mismatch {
        Class<?> wanted = rawType(type);
        if (wanted != null && wanted.isPrimitive()) {
            throw new Mismatch(null);
        }
        return wanted == null ? null : EMPTY_OPTIONALS.get(wanted);
    }

    private @Nullable Object number(EncodedArgument argument, Type type, Class<?> boxed) throws Mismatch, IOException {
        if (boxed == Boolean.class || boxed == Character.class) {
            throw new Mismatch(null);
        }
        if (Number.class.isAssignableFrom(boxed) && boxed.getName().startsWith("java.lang.")) {
            return converted(ExactNumbers.decimal(argument.text()), boxed);
        }
        return read(argument, type, boxed);
    }

    // A double or a float may be a rounded value, but not infinite.
    private static Number converted(BigDecimal number, Class<?> boxed) throws Mismatch {
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

    private @Nullable Object structure(EncodedArgument argument, Type type, Class<?> boxed)
            throws Mismatch, IOException {
        if (CharSequence.class.isAssignableFrom(boxed)) {
            throw new Mismatch(null);
        }
        return read(argument, type, boxed);
    }

    private @Nullable Object read(EncodedArgument argument, Type type, Class<?> boxed) throws Mismatch, IOException {
        Object value;
        try {
            var checked = TypeFitCheck.checked(argument, shapes.of(type), binaries);
            value = switch (argument.kind()) {
                case OBJECT, ARRAY -> jsonb.fromJson(checked.reader(), type);
                default -> jsonb.fromJson(checked.text(), type);
            };
        } catch (RuntimeException | StackOverflowError e) {
            throw new Mismatch(e);
        }
        // JSON-B may return a value of another type, such as a JsonArray instead of a JsonObject.
        if (value == null ? argument.kind() != Kind.NULL : !boxed.isInstance(value)) {
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
        // For arrays of generic types, type variables and wildcards the check is left to JSON-B.
        return type instanceof GenericArrayType ? Object.class : null;
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? MethodType.methodType(type).wrap().returnType() : type;
    }
}
