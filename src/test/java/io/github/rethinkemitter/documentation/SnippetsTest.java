package io.github.rethinkemitter.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The Java code of the README and of docs/ compiles, as it stands there, and the test class of the README passes. Code without an indent
 * is a file, code indented by four is in a class, and by eight in a method.
 */
class SnippetsTest {

    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?(?:class|record|interface) (\\w+)");
    private static final List<String> OF_EVERY_PAGE = List.of("Order", "Orders");

    private static final String HEAD = Stream.of(
                    "io.github.rethinkemitter",
                    "io.github.rethinkemitter.embedded",
                    "jakarta.enterprise.event",
                    "jakarta.inject",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.stream")
            .map(name -> "import " + name + ".*;\n")
            .reduce("", String::concat);

    /** What the pages take for granted. */
    private static final String TAIL = """
                static void show(Object what) {}
                static void warn(String what) {}
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.github.rethinkemitter.documentation.MarkdownPage#all")
    void theCodeOfThePageCompiles(MarkdownPage page) throws IOException {
        compile(page);
    }

    @Test
    void theReadmeHasCode() {
        assertThat(readme().javaBlocks()).hasSizeGreaterThan(6);
    }

    @Test
    void theTestClassOfTheReadmePasses() throws Exception {
        compile(readme());
        var results = new SummaryGeneratingListener();

        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(loader.loadClass("OrdersTest")))
                                    .build(),
                            results);
        } finally {
            thread.setContextClassLoader(before);
        }

        assertThat(results.getSummary().getFailures()).isEmpty();
        assertThat(results.getSummary().getTestsSucceededCount()).isEqualTo(1);
    }

    private static MarkdownPage readme() {
        return MarkdownPage.read(Path.of("README.md"));
    }

    private void compile(MarkdownPage page) throws IOException {
        var sources = new LinkedHashMap<String, String>();
        files(readme(), sources);
        sources.keySet().retainAll(OF_EVERY_PAGE);
        files(page, sources);
        var files = new ArrayList<Path>();
        for (var source : sources.entrySet()) {
            files.add(Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue()));
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new DiagnosticCollector<JavaFileObject>();
        try (var manager = compiler.getStandardFileManager(problems, null, null)) {
            compiler.getTask(
                            null,
                            manager,
                            problems,
                            List.of("-d", folder.toString(), "-proc:none", "-parameters"),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        assertThat(problems.getDiagnostics()).isEmpty();
    }

    /** Adds each block as a file, by the name of its class. */
    private static void files(MarkdownPage page, Map<String, String> sources) {
        for (String block : page.javaBlocks()) {
            var type = TYPE.matcher(block);
            if (type.find()) {
                sources.put(type.group(1), block);
            } else {
                var name = "Snippet" + sources.size();
                sources.put(name, HEAD + "class " + name + " {\n" + members(block) + TAIL);
            }
        }
    }

    private static String members(String block) {
        return block.startsWith("        ") ? "void run() throws Exception {\n" + block + "}\n" : block;
    }
}
