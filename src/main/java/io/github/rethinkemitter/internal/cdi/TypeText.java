package io.github.rethinkemitter.internal.cdi;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a type from text over a table of classes.
 *
 * <pre>
 * type = "#" index ";" [ "&lt;" type { type } "&gt;" ]    a class of the table, with its arguments
 *      | "[" type                                   an array
 *      | "?" | "+" type | "-" type                  a wildcard: any, extends, super
 *      | "Z" | "B" | "S" | "I" | "J" | "F" | "D" | "C"
 * </pre>
 */
final class TypeText {

    private final String text;
    private final Class<?>[] table;
    private int at;

    private TypeText(String text, Class<?>[] table) {
        this.text = text;
        this.table = table;
    }

    static Type read(String text, Class<?>[] table) {
        return new TypeText(text, table).type();
    }

    private Type type() {
        return switch (text.charAt(at++)) {
            case '#' -> classOrGeneric();
            case '[' -> array(type());
            case '?' -> new GenericTypes.Wildcard(List.of(Object.class), List.of());
            case '+' -> new GenericTypes.Wildcard(List.of(type()), List.of());
            case '-' -> new GenericTypes.Wildcard(List.of(Object.class), List.of(type()));
            case 'Z' -> boolean.class;
            case 'B' -> byte.class;
            case 'S' -> short.class;
            case 'I' -> int.class;
            case 'J' -> long.class;
            case 'F' -> float.class;
            case 'D' -> double.class;
            case 'C' -> char.class;
            default -> throw new IllegalArgumentException("no type at " + (at - 1) + " of " + text);
        };
    }

    private Type classOrGeneric() {
        int end = text.indexOf(';', at);
        var raw = table[Integer.parseInt(text, at, end, 10)];
        at = end + 1;
        if (at == text.length() || text.charAt(at) != '<') {
            return raw;
        }
        at++;
        var arguments = new ArrayList<Type>();
        while (text.charAt(at) != '>') {
            arguments.add(type());
        }
        at++;
        return new GenericTypes.Parameterized(raw, arguments);
    }

    private static Type array(Type component) {
        return component instanceof Class<?> plain
                ? Array.newInstance(plain, 0).getClass()
                : new GenericTypes.ArrayOf(component);
    }
}
