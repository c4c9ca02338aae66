package io.github.rethinkemitter.internal.cdi;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Generic types as values. Containers have their own implementations, whose {@code equals} and names differ. */
final class GenericTypes {

    private GenericTypes() {}

    record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        Parameterized {
            arguments = List.copyOf(arguments);
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        @SuppressWarnings("NullAway") // null is what the contract of ParameterizedType asks for
        public Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        // As the JDK's own, so that both kinds mix in sets.
        @Override
        public boolean equals(Object other) {
            return other instanceof ParameterizedType type && same(this, type);
        }

        @Override
        public int hashCode() {
            var owner = raw.getDeclaringClass();
            return Arrays.hashCode(getActualTypeArguments()) ^ (owner == null ? 0 : owner.hashCode()) ^ raw.hashCode();
        }

        @Override
        public String toString() {
            return name(this);
        }
    }

    record ArrayOf(Type component) implements GenericArrayType {
        @Override
        public Type getGenericComponentType() {
            return component;
        }
    }

    record Wildcard(List<Type> upper, List<Type> lower) implements WildcardType {
        @Override
        public Type[] getUpperBounds() {
            return upper.toArray(Type[]::new);
        }

        @Override
        public Type[] getLowerBounds() {
            return lower.toArray(Type[]::new);
        }
    }

    static boolean same(Type one, Type other) {
        if (one instanceof ParameterizedType a && other instanceof ParameterizedType b) {
            return a.getRawType().equals(b.getRawType())
                    && same(a.getActualTypeArguments(), b.getActualTypeArguments());
        }
        if (one instanceof GenericArrayType a && other instanceof GenericArrayType b) {
            return same(a.getGenericComponentType(), b.getGenericComponentType());
        }
        if (one instanceof WildcardType a && other instanceof WildcardType b) {
            return same(a.getUpperBounds(), b.getUpperBounds()) && same(a.getLowerBounds(), b.getLowerBounds());
        }
        return one.equals(other);
    }

    private static boolean same(Type[] some, Type[] others) {
        if (some.length != others.length) {
            return false;
        }
        for (int i = 0; i < some.length; i++) {
            if (!same(some[i], others[i])) {
                return false;
            }
        }
        return true;
    }

    static boolean hasTypeVariable(Type type) {
        return type instanceof TypeVariable<?> || parts(type).anyMatch(GenericTypes::hasTypeVariable);
    }

    static boolean hasWildcard(Type type) {
        return type instanceof WildcardType || parts(type).anyMatch(GenericTypes::hasWildcard);
    }

    /** The type, or the first bound of a type variable. */
    static Type bound(Type type) {
        return type instanceof TypeVariable<?> variable ? bound(variable.getBounds()[0]) : type;
    }

    private static Stream<Type> parts(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Stream.of(generic.getActualTypeArguments());
        }
        if (type instanceof GenericArrayType array) {
            return Stream.of(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return Stream.concat(Stream.of(wildcard.getUpperBounds()), Stream.of(wildcard.getLowerBounds()));
        }
        return Stream.of();
    }

    /** As one would write it, with full names. */
    static String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Stream.of(generic.getActualTypeArguments())
                    .map(GenericTypes::name)
                    .collect(Collectors.joining(", ", name(generic.getRawType()) + "<", ">"));
        }
        if (type instanceof GenericArrayType array) {
            return name(array.getGenericComponentType()) + "[]";
        }
        return type instanceof Class<?> plain ? plain.getTypeName() : type.toString();
    }
}
