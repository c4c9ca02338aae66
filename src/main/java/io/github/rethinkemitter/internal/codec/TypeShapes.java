package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.codec.TypeShape.Elements;
import io.github.rethinkemitter.internal.codec.TypeShape.Entries;
import io.github.rethinkemitter.internal.codec.TypeShape.Properties;
import io.github.rethinkemitter.internal.codec.TypeShape.Scalar;
import io.github.rethinkemitter.internal.codec.TypeShape.Scalar.Kind;
import jakarta.json.bind.Jsonb;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the shapes of the types that observers ask for, and remembers them. Safe for use by many threads. */
final class TypeShapes {

    private static final Map<Class<?>, Scalar> SCALARS = Map.ofEntries(
            scalar(byte.class, Kind.BYTE, false),
            scalar(Byte.class, Kind.BYTE, true),
            scalar(short.class, Kind.SHORT, false),
            scalar(Short.class, Kind.SHORT, true),
            scalar(int.class, Kind.INT, false),
            scalar(Integer.class, Kind.INT, true),
            scalar(OptionalInt.class, Kind.INT, true),
            scalar(long.class, Kind.LONG, false),
            scalar(Long.class, Kind.LONG, true),
            scalar(OptionalLong.class, Kind.LONG, true),
            scalar(float.class, Kind.FLOAT, false),
            scalar(Float.class, Kind.FLOAT, true),
            scalar(double.class, Kind.DOUBLE, false),
            scalar(Double.class, Kind.DOUBLE, true),
            scalar(OptionalDouble.class, Kind.DOUBLE, true),
            scalar(char.class, Kind.CHAR, false),
            scalar(Character.class, Kind.CHAR, true),
            scalar(boolean.class, Kind.BOOLEAN, false),
            scalar(Boolean.class, Kind.BOOLEAN, true),
            scalar(BigInteger.class, Kind.BIG_INTEGER, true),
            scalar(BigDecimal.class, Kind.BIG_DECIMAL, true),
            scalar(Number.class, Kind.BIG_DECIMAL, true),
            scalar(String.class, Kind.TEXT, true),
            scalar(URI.class, Kind.TEXT, true),
            scalar(URL.class, Kind.TEXT, true),
            scalar(UUID.class, Kind.TEXT, true),
            scalar(Date.class, Kind.TEXT, true),
            scalar(Calendar.class, Kind.TEXT, true),
            scalar(GregorianCalendar.class, Kind.TEXT, true));

    private static final Scalar TEXT = new Scalar(Kind.TEXT, true);
    private static final String BEYOND_LONG = "99999999999999999999";

    private final Map<Type, TypeShape> known = new ConcurrentHashMap<>();
    private final Jsonb jsonb;
    private volatile @Nullable TypeShape shapeOfObject;

    TypeShapes(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    /** Whether the values of a type are single values, such as numbers, texts and dates, which contain no other objects. */
    static boolean isScalar(Class<?> type) {
        return SCALARS.containsKey(type) || type.isEnum() || type.getName().startsWith("java.time.");
    }

    TypeShape of(Type type) {
        var shape = known.get(type);
        if (shape == null) {
            shape = shape(type, new HashMap<>());
            known.put(type, shape);
        }
        return shape;
    }

    // The map has the types whose shapes are being made: a type that contains itself is found again in its own
    // properties.
    private TypeShape shape(Type type, Map<Type, TypeShape> open) {
        if (type instanceof GenericArrayType array) {
            return new Elements(shape(array.getGenericComponentType(), open));
        }
        if (type instanceof WildcardType wildcard) {
            return shape(wildcard.getUpperBounds()[0], open);
        }
        if (type instanceof ParameterizedType generic) {
            var raw = (Class<?>) generic.getRawType();
            var arguments = generic.getActualTypeArguments();
            if (raw == Optional.class) {
                return shape(arguments[0], open);
            }
            if (Collection.class.isAssignableFrom(raw) && arguments.length == 1) {
                return new Elements(shape(arguments[0], open));
            }
            if (Map.class.isAssignableFrom(raw) && arguments.length == 2) {
                return new Entries(shape(arguments[1], open));
            }
            return object(type, raw, open);
        }
        return type instanceof Class<?> plain ? shapeOfClass(plain, open) : TypeShape.ANYTHING;
    }

    private TypeShape shapeOfClass(Class<?> type, Map<Type, TypeShape> open) {
        var scalar = SCALARS.get(type);
        if (scalar != null) {
            return scalar;
        }
        if (type == byte[].class) {
            return TypeShape.BYTES;
        }
        if (isWrittenAsText(type)) {
            return TEXT;
        }
        if (type == Object.class) {
            return shapeOfObject();
        }
        if (Collection.class.isAssignableFrom(type) && type.getName().startsWith("java.util.")) {
            return elements(shapeOfObject());
        }
        return type.isArray() ? new Elements(shape(type.getComponentType(), open)) : object(type, type, open);
    }

    private static boolean isWrittenAsText(Class<?> type) {
        return type.getName().startsWith("java.time.") || (type.isEnum() && !PropertyTypes.isCustom(type));
    }

    private static TypeShape elements(TypeShape element) {
        return element == TypeShape.ANYTHING ? TypeShape.ANYTHING : new Elements(element);
    }

    // Johnzon keeps only the last 64 bits of a larger number that is an element of a list.
    private TypeShape shapeOfObject() {
        var shape = shapeOfObject;
        if (shape == null) {
            var read = jsonb.fromJson("[" + BEYOND_LONG + "]", List.class);
            shape = String.valueOf(read).equals("[" + BEYOND_LONG + "]") ? TypeShape.ANYTHING : TypeShape.UNTYPED;
            shapeOfObject = shape;
        }
        return shape;
    }

    private TypeShape object(Type type, Class<?> raw, Map<Type, TypeShape> open) {
        if (!PropertyTypes.isObject(raw)) {
            return TypeShape.ANYTHING;
        }
        var unfinished = open.get(type);
        if (unfinished != null) {
            return unfinished;
        }
        var shape = new Properties();
        open.put(type, shape);
        try {
            PropertyTypes.of(type, raw).forEach((name, property) -> shape.add(name, shape(property, open)));
        } catch (RuntimeException | LinkageError e) {
            // A class that one of the type's members refers to is missing. If JSON-B needs that class, it says so.
            shape.clear();
        }
        return shape;
    }

    private static Map.Entry<Class<?>, Scalar> scalar(Class<?> type, Kind kind, boolean nullable) {
        return Map.entry(type, new Scalar(kind, nullable));
    }
}
