package io.github.rethinkemitter.internal.cdi;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code interface Example extends List<Order>}. The class of an {@code ArrayList} does not say what is in it, and
 * CDI refuses to look for observers of such an event; an object of this interface says it.
 */
final class GenericInterface {

    private static final String NAME = "io.github.rethinkemitter.generated.Example";
    private static final int JAVA_8 = 52;
    private static final int PUBLIC_ABSTRACT_INTERFACE = 0x0601;
    private static final int UTF8 = 1;
    private static final int CLASS = 7;

    private GenericInterface() {}

    static Class<?> extending(ParameterizedType type, @Nullable ClassLoader parent) {
        return new Loader(parent).define(bytes(((Class<?>) type.getRawType()).getName(), signature(type)));
    }

    // ClassFile of the Java Virtual Machine Specification, chapter 4: no fields, no methods, one Signature attribute.
    private static byte[] bytes(String superInterface, String signature) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(0xCAFEBABE);
            out.writeShort(0);
            out.writeShort(JAVA_8);
            out.writeShort(9); // constants 1 to 8
            constant(out, NAME); // 1, 2
            constant(out, "java.lang.Object"); // 3, 4
            constant(out, superInterface); // 5, 6
            text(out, "Signature"); // 7
            text(out, "Ljava/lang/Object;" + signature); // 8
            out.writeShort(PUBLIC_ABSTRACT_INTERFACE);
            out.writeShort(2); // this
            out.writeShort(4); // extends Object
            out.writeShort(1);
            out.writeShort(6); // and the generic interface
            out.writeShort(0);
            out.writeShort(0);
            out.writeShort(1);
            out.writeShort(7);
            out.writeInt(2);
            out.writeShort(8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void constant(DataOutputStream out, String className) throws IOException {
        text(out, className.replace('.', '/'));
        out.writeByte(CLASS);
        // Texts and classes alternate, so that a class's text is the constant before it.
        out.writeShort(className.equals(NAME) ? 1 : className.equals("java.lang.Object") ? 3 : 5);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeByte(UTF8);
        out.writeUTF(text);
    }

    private static String signature(Type type) {
        if (type instanceof ParameterizedType generic) {
            var raw = signature(generic.getRawType());
            return Stream.of(generic.getActualTypeArguments())
                    .map(GenericInterface::signature)
                    .collect(Collectors.joining("", raw.substring(0, raw.length() - 1) + "<", ">;"));
        }
        if (type instanceof GenericArrayType array) {
            return "[" + signature(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return wildcard.getLowerBounds().length > 0
                    ? "-" + signature(wildcard.getLowerBounds()[0])
                    : "+" + signature(wildcard.getUpperBounds()[0]);
        }
        return Array.newInstance((Class<?>) type, 0)
                .getClass()
                .getName()
                .substring(1)
                .replace('.', '/');
    }

    private static final class Loader extends ClassLoader {

        Loader(@Nullable ClassLoader parent) {
            super(parent);
        }

        Class<?> define(byte[] bytes) {
            return defineClass(NAME, bytes, 0, bytes.length);
        }
    }
}
