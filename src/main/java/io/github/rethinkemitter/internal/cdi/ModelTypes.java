package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.types.PrimitiveType;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.enterprise.lang.model.types.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Types of an application that is being built, where there are no classes yet: written as texts over a table of classes,
 * which {@link TypeText} reads when it runs.
 */
final class ModelTypes {

    private final List<ClassInfo> table = new ArrayList<>();

    ClassInfo[] table() {
        return table.toArray(ClassInfo[]::new);
    }

    /** Writes a type without type variables. */
    String write(Type type) {
        return switch (type.kind()) {
            case PRIMITIVE -> letter(type.asPrimitive().primitiveKind());
            case CLASS -> write(type.asClass().declaration());
            case ARRAY -> "[" + write(type.asArray().componentType());
            case PARAMETERIZED_TYPE ->
                type.asParameterizedType().typeArguments().stream()
                        .map(this::write)
                        .collect(Collectors.joining(
                                "",
                                write(type.asParameterizedType().genericClass().declaration()) + "<",
                                ">"));
            case WILDCARD_TYPE -> write(type.asWildcardType());
            default -> throw new IllegalArgumentException("no observer can have type " + name(type));
        };
    }

    int index(ClassInfo type) {
        for (int i = 0; i < table.size(); i++) {
            if (table.get(i).name().equals(type.name())) {
                return i;
            }
        }
        table.add(type);
        return table.size() - 1;
    }

    private String write(ClassInfo type) {
        return "#" + index(type) + ";";
    }

    private String write(WildcardType type) {
        if (type.lowerBound() != null) {
            return "-" + write(type.lowerBound());
        }
        return type.upperBound() == null ? "?" : "+" + write(type.upperBound());
    }

    private static String letter(PrimitiveType.PrimitiveKind kind) {
        return switch (kind) {
            case BOOLEAN -> "Z";
            case BYTE -> "B";
            case SHORT -> "S";
            case INT -> "I";
            case LONG -> "J";
            case FLOAT -> "F";
            case DOUBLE -> "D";
            case CHAR -> "C";
        };
    }

    static String name(Type type) {
        return switch (type.kind()) {
            case CLASS -> type.asClass().declaration().name();
            case PARAMETERIZED_TYPE ->
                type.asParameterizedType().typeArguments().stream()
                        .map(ModelTypes::name)
                        .collect(Collectors.joining(
                                ", ",
                                type.asParameterizedType()
                                                .genericClass()
                                                .declaration()
                                                .name() + "<",
                                ">"));
            case ARRAY -> name(type.asArray().componentType()) + "[]";
            case PRIMITIVE -> type.asPrimitive().name();
            default -> type.toString();
        };
    }

    static boolean hasTypeVariable(Type type) {
        return type.isTypeVariable() || parts(type).stream().anyMatch(ModelTypes::hasTypeVariable);
    }

    static boolean hasWildcard(Type type) {
        return type.isWildcardType() || parts(type).stream().anyMatch(ModelTypes::hasWildcard);
    }

    /** Whether an example of it can be made at run time, which is how its observers are found then. */
    static boolean canBeResolved(Type type) {
        if (type.isParameterizedType()) {
            return type.asParameterizedType().genericClass().declaration().isInterface();
        }
        return !type.isArray() || !type.asArray().componentType().isParameterizedType();
    }

    private static List<Type> parts(Type type) {
        if (type.isParameterizedType()) {
            return type.asParameterizedType().typeArguments();
        }
        if (type.isArray()) {
            return List.of(type.asArray().componentType());
        }
        if (type.isWildcardType()) {
            var parts = new ArrayList<Type>();
            if (type.asWildcardType().upperBound() != null) {
                parts.add(type.asWildcardType().upperBound());
            }
            if (type.asWildcardType().lowerBound() != null) {
                parts.add(type.asWildcardType().lowerBound());
            }
            return parts;
        }
        return List.of();
    }
}
