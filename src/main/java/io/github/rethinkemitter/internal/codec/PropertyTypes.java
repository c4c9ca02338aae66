package io.github.rethinkemitter.internal.codec;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbDateFormat;
import jakarta.json.bind.annotation.JsonbNumberFormat;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeDeserializer;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties that JSON-B sets of a class, with their types. One whose reading is customised has the type
 * {@code Object}, as has one whose type is not known: it may be anything.
 */
final class PropertyTypes {

    private static final List<Class<? extends Annotation>> CUSTOM = List.of(
            JsonbTypeAdapter.class, JsonbTypeDeserializer.class, JsonbNumberFormat.class, JsonbDateFormat.class);

    private final Type owner;
    private final Map<String, Type> types = new HashMap<>();

    private PropertyTypes(Type owner) {
        this.owner = owner;
    }

    /** Whether JSON-B reads the class property by property. */
    static boolean isObject(Class<?> type) {
        return !type.isEnum()
                && !type.isPrimitive()
                && (!type.isInterface() || type.isAnnotationPresent(JsonbTypeInfo.class))
                && !type.getName().startsWith("java.")
                && !type.getName().startsWith("javax.")
                && !type.getName().startsWith("jakarta.")
                && !isCustom(type);
    }

    /** Whether the class says how it is read. */
    static boolean isCustom(Class<?> type) {
        return CUSTOM.stream().anyMatch(type::isAnnotationPresent);
    }

    static Map<String, Type> of(Type type, Class<?> raw) {
        var properties = new PropertyTypes(type);
        properties.addAll(raw);
        return properties.types;
    }

    private void addAll(Class<?> raw) {
        for (var method : raw.getMethods()) {
            if (method.getName().startsWith("set")
                    && method.getParameterCount() == 1
                    && !Modifier.isStatic(method.getModifiers())) {
                addSetter(raw, method);
            }
        }
        for (var field : raw.getFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !types.containsKey(field.getName())) {
                add(field.getName(), field.getGenericType(), field);
            }
        }
        if (raw.isRecord()) {
            for (var component : raw.getRecordComponents()) {
                add(component.getName(), component.getGenericType(), component, component.getAccessor());
            }
        }
        for (var constructor : raw.getDeclaredConstructors()) {
            addParameters(constructor);
        }
        for (var method : raw.getDeclaredMethods()) {
            addParameters(method);
        }
        // One of the subtypes is read: what they do not agree about may be anything.
        var subtypes = raw.getAnnotation(JsonbTypeInfo.class);
        if (subtypes != null) {
            for (var subtype : subtypes.value()) {
                of(subtype.type(), subtype.type()).forEach(this::agree);
            }
        }
    }

    // An annotation may stand at the setter, at the field or at the getter.
    private void addSetter(Class<?> raw, Method setter) {
        var capital = setter.getName().substring("set".length());
        var name = decapitalized(capital);
        var places = new ArrayList<AnnotatedElement>(List.of(setter));
        for (Class<?> type = raw; type != null; type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredFields())
                    .filter(field -> field.getName().equals(name))
                    .forEach(places::add);
        }
        Arrays.stream(raw.getMethods())
                .filter(method -> method.getParameterCount() == 0
                        && (method.getName().equals("get" + capital)
                                || method.getName().equals("is" + capital)))
                .forEach(places::add);
        add(name, setter.getGenericParameterTypes()[0], places.toArray(AnnotatedElement[]::new));
    }

    // As beans have it: getURL is of the property URL.
    private static String decapitalized(String name) {
        boolean acronym =
                name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1));
        return name.isEmpty() || acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private void addParameters(Executable creator) {
        if (creator.isAnnotationPresent(JsonbCreator.class)) {
            for (var parameter : creator.getParameters()) {
                add(parameter.getName(), parameter.getParameterizedType(), parameter);
            }
        }
    }

    private void add(String name, Type type, AnnotatedElement... places) {
        var called = name;
        var its = resolved(type);
        for (var place : places) {
            if (place.isAnnotationPresent(JsonbTransient.class)
                    || CUSTOM.stream().anyMatch(place::isAnnotationPresent)) {
                its = Object.class;
            }
            var property = place.getAnnotation(JsonbProperty.class);
            if (property != null && !property.value().isEmpty()) {
                called = property.value();
            }
        }
        types.put(called, its);
    }

    private void agree(String name, Type type) {
        types.merge(name, type, (one, other) -> one.equals(other) ? one : Object.class);
    }

    private Type resolved(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            if (owner instanceof ParameterizedType generic
                    && generic.getRawType() == variable.getGenericDeclaration()) {
                int at = List.of(((Class<?>) generic.getRawType()).getTypeParameters())
                        .indexOf(variable);
                return generic.getActualTypeArguments()[at];
            }
            return Object.class;
        }
        return type;
    }
}
