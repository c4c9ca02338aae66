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
import org.jspecify.annotations.Nullable;

/**
 * Finds the properties that JSON-B sets when it reads a class, with their types. A property that may be anything has the type
 * {@code Object}: its reading is customized, or its type is not known.
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

    /** Whether an annotation of the class customizes how JSON-B reads it. */
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
            if (isSetter(method)) {
                addSetter(raw, method);
            }
        }
        for (var field : raw.getFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !types.containsKey(field.getName())) {
                add(field.getName(), field.getGenericType(), List.of(field));
            }
        }
        if (raw.isRecord()) {
            for (var component : raw.getRecordComponents()) {
                add(component.getName(), component.getGenericType(), List.of(component, component.getAccessor()));
            }
        }
        for (var constructor : raw.getDeclaredConstructors()) {
            addParametersOfCreator(constructor);
        }
        for (var method : raw.getDeclaredMethods()) {
            addParametersOfCreator(method);
        }
        addSubtypes(raw.getAnnotation(JsonbTypeInfo.class));
    }

    private static boolean isSetter(Method method) {
        return method.getName().startsWith("set")
                && method.getParameterCount() == 1
                && !Modifier.isStatic(method.getModifiers());
    }

    private void addSetter(Class<?> raw, Method setter) {
        var capitalized = setter.getName().substring("set".length());
        var name = decapitalized(capitalized);
        // An annotation may be on the setter, on the field or on the getter.
        var members = new ArrayList<AnnotatedElement>(List.of(setter));
        for (Class<?> declaring = raw; declaring != null; declaring = declaring.getSuperclass()) {
            Arrays.stream(declaring.getDeclaredFields())
                    .filter(field -> field.getName().equals(name))
                    .forEach(members::add);
        }
        Arrays.stream(raw.getMethods())
                .filter(method -> isGetter(method, capitalized))
                .forEach(members::add);
        add(name, setter.getGenericParameterTypes()[0], members);
    }

    private static boolean isGetter(Method method, String capitalized) {
        return method.getParameterCount() == 0
                && (method.getName().equals("get" + capitalized)
                        || method.getName().equals("is" + capitalized));
    }

    // By the rule of JavaBeans: setURL sets the property URL.
    private static String decapitalized(String name) {
        boolean acronym =
                name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1));
        return name.isEmpty() || acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private void addParametersOfCreator(Executable creator) {
        if (creator.isAnnotationPresent(JsonbCreator.class)) {
            for (var parameter : creator.getParameters()) {
                add(parameter.getName(), parameter.getParameterizedType(), List.of(parameter));
            }
        }
    }

    // JSON-B reads one of the subtypes. A property that has different types in two of them may be anything.
    private void addSubtypes(@Nullable JsonbTypeInfo subtypes) {
        if (subtypes != null) {
            for (var subtype : subtypes.value()) {
                of(subtype.type(), subtype.type())
                        .forEach((name, type) ->
                                types.merge(name, type, (one, other) -> one.equals(other) ? one : Object.class));
            }
        }
    }

    /**
     * Adds a property.
     *
     * @param members the members that annotations of the property may be on
     */
    private void add(String name, Type type, List<? extends AnnotatedElement> members) {
        var nameInJson = name;
        var resolved = resolved(type);
        for (var member : members) {
            if (member.isAnnotationPresent(JsonbTransient.class)
                    || CUSTOM.stream().anyMatch(member::isAnnotationPresent)) {
                resolved = Object.class;
            }
            var property = member.getAnnotation(JsonbProperty.class);
            if (property != null && !property.value().isEmpty()) {
                nameInJson = property.value();
            }
        }
        types.put(nameInJson, resolved);
    }

    // The type that stands for a type variable of the owner, such as Order for the T of a Page<Order>.
    private Type resolved(Type type) {
        if (!(type instanceof TypeVariable<?> variable)) {
            return type;
        }
        if (owner instanceof ParameterizedType generic && generic.getRawType() == variable.getGenericDeclaration()) {
            var parameters = List.of(((Class<?>) generic.getRawType()).getTypeParameters());
            return generic.getActualTypeArguments()[parameters.indexOf(variable)];
        }
        return Object.class;
    }
}
