package io.github.rethinkemitter.internal.codec;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeSerializer;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the properties of a bean or record that JSON-B would write and that may contain other objects. Properties of scalar
 * types, such as texts and numbers, are left out.
 */
final class Getters {

    // With one of these, JSON-B does not write the properties of a value.
    private static final List<Class<? extends Annotation>> NOT_WRITTEN_BY_PROPERTIES =
            List.of(JsonbTransient.class, JsonbTypeAdapter.class, JsonbTypeSerializer.class);

    private static final ClassValue<List<MethodHandle>> OF_TYPE = new ClassValue<>() {
        @Override
        protected List<MethodHandle> computeValue(Class<?> type) {
            return isOfApplication(type) ? List.copyOf(find(type)) : List.of();
        }
    };

    private Getters() {}

    /** The getters of a type. Each takes an object of the type and returns the value of a property. */
    static List<MethodHandle> of(Class<?> type) {
        return OF_TYPE.get(type);
    }

    private static boolean isOfApplication(Class<?> type) {
        return !type.isArray()
                && !type.isEnum()
                && !isOfPlatform(type)
                && NOT_WRITTEN_BY_PROPERTIES.stream().noneMatch(type::isAnnotationPresent);
    }

    private static boolean isOfPlatform(Class<?> type) {
        return type.getName().startsWith("java.") || type.getName().startsWith("jakarta.json.");
    }

    private static List<MethodHandle> find(Class<?> type) {
        var found = new ArrayList<MethodHandle>();
        for (var method : type.getMethods()) {
            if (isGetter(type, method) && mayContainObjects(method.getGenericReturnType()) && isWritten(type, method)) {
                addIfPublic(found, () -> MethodHandles.publicLookup().unreflect(method));
            }
        }
        for (var field : type.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())
                    && mayContainObjects(field.getGenericType())
                    && isWritten(field)) {
                addIfPublic(found, () -> MethodHandles.publicLookup().unreflectGetter(field));
            }
        }
        return found;
    }

    private static boolean isGetter(Class<?> type, Method method) {
        if (method.getParameterCount() > 0
                || Modifier.isStatic(method.getModifiers())
                || method.getDeclaringClass() == Object.class) {
            return false;
        }
        var name = method.getName();
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getName().equals(name))
                : name.startsWith("get") && name.length() > "get".length();
    }

    // False for a scalar, and for a collection of scalars.
    private static boolean mayContainObjects(Type type) {
        if (type instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw
                && isContainer(raw)) {
            return Arrays.stream(generic.getActualTypeArguments()).anyMatch(Getters::mayContainObjects);
        }
        if (!(type instanceof Class<?> plain)) {
            return true;
        }
        var element = plain.isArray() ? plain.getComponentType() : plain;
        return !element.isPrimitive() && !TypeShapes.isScalar(element);
    }

    private static boolean isContainer(Class<?> raw) {
        return Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw) || raw == Optional.class;
    }

    // An annotation may be on the getter or on the field.
    private static boolean isWritten(Class<?> type, Method getter) {
        var property = type.isRecord() ? getter.getName() : decapitalized(getter.getName());
        var annotated = new ArrayList<AnnotatedElement>(List.of(getter));
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            for (var field : declaring.getDeclaredFields()) {
                if (field.getName().equals(property)) {
                    annotated.add(field);
                }
            }
        }
        return annotated.stream().allMatch(Getters::isWritten);
    }

    private static boolean isWritten(AnnotatedElement member) {
        return NOT_WRITTEN_BY_PROPERTIES.stream().noneMatch(member::isAnnotationPresent)
                && !(member instanceof Field field && Modifier.isTransient(field.getModifiers()));
    }

    private static String decapitalized(String getter) {
        var name = getter.substring("get".length());
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static void addIfPublic(List<MethodHandle> found, Access access) {
        try {
            found.add(access.handle().asType(MethodType.methodType(Object.class, Object.class)));
        } catch (IllegalAccessException e) {
            // JSON-B has no access to the property either, and says so.
        }
    }

    private interface Access {
        MethodHandle handle() throws IllegalAccessException;
    }
}
