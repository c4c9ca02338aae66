package io.github.rethinkemitter.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.rethinkemitter.support.client.RawClient;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The packaged jars contain the library under its own package names, and nothing that could clash with other jars. */
@EnabledIfSystemProperty(named = "packaged.jar", matches = ".+", disabledReason = "only ./mvnw verify packages first")
class PackagedJarsIT {

    private static final String OWN = "io/github/rethinkemitter/";
    private static final String SHADED = "io.github.rethinkemitter.internal.shaded.";

    private static final Jar LIBRARY = new Jar(
            Path.of(System.getProperty("packaged.jar", "")),
            "io.github.rethinkemitter",
            Set.of(
                    "META-INF/native-image/io.github.rethink-emitter/rethink-emitter/proxy-config.json",
                    "META-INF/native-image/io.github.rethink-emitter/rethink-emitter/reflect-config.json",
                    "META-INF/native-image/io.github.rethink-emitter/rethink-emitter/resource-config.json",
                    "META-INF/services/jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension",
                    "META-INF/services/jakarta.enterprise.inject.spi.Extension"));
    private static final Jar EMBEDDED = new Jar(
            Path.of(System.getProperty("packaged.jar", "").replaceAll("\\.jar$", "-embedded.jar")),
            "io.github.rethinkemitter.embedded",
            Set.of());

    static final List<Jar> JARS = List.of(LIBRARY, EMBEDDED);

    private static final List<String> IN_BOTH = List.of(
            "META-INF/MANIFEST.MF",
            "META-INF/LICENSE",
            "META-INF/NOTICE",
            "META-INF/licenses/Apache-2.0.txt",
            "META-INF/FastDoubleParser-LICENSE",
            "META-INF/FastDoubleParser-ThirdParty-LICENSE",
            "META-INF/Schubfach-LICENSE");

    /**
     * A packaged jar.
     *
     * @param module the name of its module
     * @param others its files that are neither classes nor in both jars
     */
    record Jar(Path path, String module, Set<String> others) {

        List<String> files() throws IOException {
            try (var jar = open()) {
                return jar.stream()
                        .filter(entry -> !entry.isDirectory())
                        .map(ZipEntry::getName)
                        .toList();
            }
        }

        String text(String name) throws IOException {
            try (var jar = open();
                    var in = jar.getInputStream(jar.getEntry(name))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        JarFile open() throws IOException {
            return new JarFile(path.toFile());
        }

        @Override
        public String toString() {
            return module;
        }
    }

    @ParameterizedTest
    @FieldSource("JARS")
    void everyClassIsInAPackageOfTheLibrary(Jar jar) throws IOException {
        assertThat(jar.files())
                .filteredOn(name -> name.endsWith(".class"))
                .hasSizeGreaterThan(100)
                .allMatch(name -> name.startsWith(OWN))
                .allMatch(name ->
                        name.startsWith(OWN + "embedded/") == jar.module().endsWith(".embedded"));
    }

    @ParameterizedTest
    @FieldSource("JARS")
    void theOnlyOtherFilesAreLicensesAndFilesThatServersLookFor(Jar jar) throws IOException {
        assertThat(jar.files())
                .filteredOn(name -> !name.endsWith(".class"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(IN_BOTH.stream(), jar.others().stream()).toList());
    }

    @ParameterizedTest
    @FieldSource("JARS")
    void itsClassesUseOnlyClassesOfTheirOwnJarAndOfApisThatServersHave(Jar jar) throws IOException {
        JavaClasses classes;
        try (var file = jar.open()) {
            classes = new ClassFileImporter().importJar(file);
        }
        var own = Set.copyOf(jar.files());

        assertThat(classes.stream()
                        // The JUnit extension is used together with the library and JUnit, the embedded server without
                        // them.
                        .filter(type -> !type.getPackageName().equals("io.github.rethinkemitter.embedded.junit"))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(type -> !type.isPrimitive() && !isProvided(type))
                        .map(JavaClass::getName)
                        .distinct()
                        .filter(name -> !own.contains(name.replace('.', '/') + ".class")))
                .isEmpty();
    }

    @Test
    void theEmbeddedServerNeedsNoOtherJar() throws Exception {
        try (var loader = loaderOf(EMBEDDED)) {
            var type = loader.loadClass("io.github.rethinkemitter.embedded.EmbeddedRethinkDb");

            try (var server = (AutoCloseable) type.getMethod("start").invoke(null)) {
                var uri = URI.create((String) type.getMethod("uri").invoke(server));
                try (var client = RawClient.connect(uri)) {
                    assertThat(client.value("r.expr({a: [1, 'x']})")).hasToString("{\"a\":[1,\"x\"]}");
                }
            }
        }
    }

    @Test
    void theDriverUsesTheLoggerOfTheLibrary() throws Exception {
        try (var loader = loaderOf(LIBRARY)) {
            for (var name : List.of("net.Connection", "net.Response", "ast.Query")) {
                var logger = Class.forName(SHADED + "rethinkdb." + name, true, loader)
                        .getDeclaredField("LOGGER")
                        .getType();

                assertThat(logger.getName()).isEqualTo("io.github.rethinkemitter.internal.driverlog.Logger");
            }
        }
    }

    @ParameterizedTest
    @FieldSource("JARS")
    void itNamesTheLicensesOfTheCodeOfOthers(Jar jar) throws IOException {
        assertThat(jar.text("META-INF/NOTICE")).contains("RethinkDB driver", "Jackson", "Tatu Saloranta");
        assertThat(jar.text("META-INF/LICENSE")).startsWith("MIT License");
        assertThat(jar.text("META-INF/licenses/Apache-2.0.txt")).contains("Apache License", "Version 2.0");
    }

    @ParameterizedTest
    @FieldSource("JARS")
    void itIsAModuleWithoutVariantsForNewerJdks(Jar jar) throws IOException {
        try (var file = jar.open()) {
            var attributes = file.getManifest().getMainAttributes();

            assertThat(attributes.getValue("Automatic-Module-Name")).isEqualTo(jar.module());
            assertThat(attributes.getValue("Multi-Release")).isNull();
        }
    }

    @Test
    void thePageIsAJarOfItsOwnWhichAloneIsABeanArchiveAndHasAServlet() throws IOException {
        var page = new Jar(
                Path.of(System.getProperty("packaged.jar").replaceAll("\\.jar$", "-page.jar")),
                "io.github.rethinkemitter.page",
                Set.of());

        assertThat(page.files()).filteredOn(name -> name.endsWith(".class")).isNotEmpty();
        assertThat(page.files())
                .filteredOn(name -> name.endsWith(".class"))
                .allMatch(name -> name.startsWith(OWN + "page/"));
        assertThat(page.files())
                .filteredOn(name -> !name.endsWith(".class"))
                .containsExactlyInAnyOrder(
                        "META-INF/MANIFEST.MF",
                        "META-INF/LICENSE",
                        "META-INF/NOTICE",
                        "META-INF/beans.xml",
                        "META-INF/web-fragment.xml",
                        OWN + "page/page.html",
                        OWN + "page/page.css",
                        OWN + "page/page.js",
                        OWN + "page/icon.svg");
        itIsAModuleWithoutVariantsForNewerJdks(page);
    }

    @Test
    void theConfigurationOfNativeImagesNamesNoRelocatedClass() throws IOException {
        for (var name : LIBRARY.others()) {
            if (name.endsWith("-config.json")) {
                assertThat(LIBRARY.text(name)).doesNotContain("com.rethinkdb", "com.fasterxml", "org.slf4j");
            }
        }
    }

    @Test
    void thePublishedPomHasNoDependencyThatApplicationsMustAdd() throws Exception {
        var pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of(System.getProperty("published.pom")).toFile());

        assertThat(dependencies(pom))
                .isNotEmpty()
                .allMatch(scoped -> scoped.endsWith(" provided") || scoped.endsWith(" test"));
    }

    // Name and scope of each dependency, such as "yasson test".
    private static List<String> dependencies(Document pom) {
        return children(pom.getDocumentElement(), "dependencies")
                .flatMap(all -> children(all, "dependency"))
                .map(one -> text(one, "artifactId") + " " + text(one, "scope"))
                .toList();
    }

    private static String text(Element of, String name) {
        return children(of, name).map(Element::getTextContent).findFirst().orElse("compile");
    }

    private static Stream<Element> children(Element of, String name) {
        var nodes = of.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeName().equals(name))
                .map(Element.class::cast);
    }

    // Classes of the JDK, and of the server or the application if that has them. Annotations for null checks are for
    // compilers: they are never loaded.
    private static boolean isProvided(JavaClass type) {
        return Stream.of(
                        "java.",
                        "javax.",
                        "org.w3c.dom.",
                        "org.xml.sax.",
                        "jakarta.",
                        "org.eclipse.microprofile.",
                        "io.opentelemetry.",
                        "io.micrometer.",
                        "org.jspecify.annotations.",
                        "org.jetbrains.annotations.")
                .anyMatch(type.getName()::startsWith);
    }

    @Test
    void theLibraryBringsNoApiForTracesOrMetrics() throws IOException {
        assertThat(LIBRARY.files())
                .anyMatch(name -> name.startsWith(OWN + "internal/telemetry/"))
                .noneMatch(name -> name.contains("opentelemetry/") || name.contains("micrometer/"));
    }

    private static URLClassLoader loaderOf(Jar jar) throws IOException {
        return new URLClassLoader(new URL[] {jar.path.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }
}
