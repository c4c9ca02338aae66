package io.github.rethinkemitter.internal.cdi;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Examples of types: CDI finds the observers of a type only by an object of it. */
final class ExampleValues {

    private static final Map<Class<?>, Object> KNOWN = Map.ofEntries(
            Map.entry(Object.class, new Object()),
            Map.entry(String.class, ""),
            Map.entry(Number.class, BigDecimal.ZERO),
            Map.entry(boolean.class, false),
            Map.entry(byte.class, (byte) 0),
            Map.entry(short.class, (short) 0),
            Map.entry(int.class, 0),
            Map.entry(long.class, 0L),
            Map.entry(float.class, 0F),
            Map.entry(double.class, 0D),
            Map.entry(char.class, ' '),
            Map.entry(Boolean.class, false),
            Map.entry(Byte.class, (byte) 0),
            Map.entry(Short.class, (short) 0),
            Map.entry(Integer.class, 0),
            Map.entry(Long.class, 0L),
            Map.entry(Float.class, 0F),
            Map.entry(Double.class, 0D),
            Map.entry(Character.class, ' '));

    private ExampleValues() {}

    /**
     * An object of the type, for nothing but its class; null when only the application can make one.
     *
     * @param loader sees the type
     */
    static @Nullable Object of(Type type, @Nullable ClassLoader loader) {
        if (type instanceof ParameterizedType generic) {
            return proxy(GenericInterface.extending(generic, loader));
        }
        if (!(type instanceof Class<?> plain)) {
            return null;
        }
        if (KNOWN.containsKey(plain)) {
            return KNOWN.get(plain);
        }
        if (plain.isArray()) {
            return Array.newInstance(plain.getComponentType(), 0);
        }
        if (plain.isInterface() && !plain.isSealed()) {
            return proxy(plain);
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants().length > 0 ? plain.getEnumConstants()[0] : null;
        }
        return Modifier.isAbstract(plain.getModifiers()) ? null : empty(plain);
    }

    // As serialization makes an object, without calling a constructor of its class. By reflection, because not every
    // JDK has the module.
    private static @Nullable Object empty(Class<?> plain) {
        try {
            var factories = Class.forName("sun.reflect.ReflectionFactory");
            var factory = factories.getMethod("getReflectionFactory").invoke(null);
            var constructor = (Constructor<?>) factories
                    .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                    .invoke(factory, plain, Object.class.getDeclaredConstructor());
            return constructor.newInstance();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null; // the first payload is the example
        }
    }

    private static Object proxy(Class<?> type) {
        // Containers may put the example into a set, or print it.
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    case "toString" -> "example of " + type.getName();
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }
}
