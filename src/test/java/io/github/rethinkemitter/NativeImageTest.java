package io.github.rethinkemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every class and method that the configuration of native images names exists. No other test notices a renamed one. */
class NativeImageTest {

    private static final String DIRECTORY = "META-INF/native-image/io.github.rethink-emitter/rethink-emitter/";
    private static final int VIRTUAL_THREADS = 21;

    static Stream<JsonObject> reflectedTypes() {
        return entries("reflect-config.json");
    }

    static Stream<JsonObject> proxies() {
        return entries("proxy-config.json");
    }

    @ParameterizedTest
    @MethodSource("reflectedTypes")
    void everyTypeAndMethodUsedByReflectionExists(JsonObject entry) throws Exception {
        assumeTrue(Runtime.version().feature() >= VIRTUAL_THREADS || !isOfVirtualThreads(entry));
        assertThat(type(entry.getJsonObject("condition").getString("typeReachable")))
                .isNotNull();
        var type = type(entry.getString("name"));
        for (var method : entry.getOrDefault("methods", JsonValue.EMPTY_JSON_ARRAY)
                .asJsonArray()
                .getValuesAs(JsonObject.class)) {
            var parameters = classes(method.getJsonArray("parameterTypes").getValuesAs(JsonString::getString));
            if (method.getString("name").equals("<init>")) {
                assertThat(type.getConstructor(parameters)).isNotNull();
            } else {
                assertThat(type.getMethod(method.getString("name"), parameters)).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("proxies")
    void everyInterfaceOfAProxyExists(JsonObject entry) throws Exception {
        assertThat(type(entry.getJsonObject("condition").getString("typeReachable")))
                .isNotNull();
        assertThat(classes(entry.getJsonArray("interfaces").getValuesAs(JsonString::getString)))
                .allMatch(Class::isInterface);
    }

    private static boolean isOfVirtualThreads(JsonObject entry) {
        return entry.getJsonObject("condition").getString("typeReachable").endsWith(".OwnThreads");
    }

    private static Stream<JsonObject> entries(String file) {
        try (var reader =
                Json.createReader(NativeImageTest.class.getClassLoader().getResourceAsStream(DIRECTORY + file))) {
            return reader.readArray().getValuesAs(JsonObject.class).stream();
        }
    }

    private static Class<?>[] classes(List<String> names) throws ClassNotFoundException {
        var classes = new Class<?>[names.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = type(names.get(i));
        }
        return classes;
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return name.equals("long") ? long.class : Class.forName(name, false, NativeImageTest.class.getClassLoader());
    }
}
