package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.rethinkemitter.internal.cdi.EnterpriseArchiveTest.Calls;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of the library at several places of one application. */
class LibraryTwiceTest {

    private static final Logger LOGGER = Logger.getLogger("io.github.rethinkemitter.cdi");

    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord message) {
            logged.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
        Calls.LINES.clear();
    }

    @Test
    void theJarInAnEnterpriseArchiveAndInOneOfItsWarsIsRefusedWithBothPlaces() {
        assertThatThrownBy(() -> TwoWars.deployWithTheLibraryTwice(WarShop.class, WarShop.Order.class)
                        .close())
                .hasMessageContaining("RTH0526 the library is in the application twice")
                .hasMessageContaining("\"" + TwoWars.placeOfLibrary("one") + "\"")
                .hasMessageContaining("target")
                .hasMessageContaining("<scope>provided</scope>");
    }

    @Test
    void eachWarMayHaveALibraryOfItsOwn() throws Exception {
        try (var ear = TwoWars.deployWithALibraryEach(WarShop.class, WarShop.Order.class)) {
            var one = emitter(ear.one(WarShop.class));
            var two = emitter(ear.two(WarShop.class));

            assertThat(List.of(one, two)).extracting(Object::getClass).doesNotHaveDuplicates();
        }
    }

    @Test
    void aLibraryOfOneWarDoesNotCallTheObserversOfTheOther() throws Exception {
        try (var ear = TwoWars.deployWithALibraryEach(WarShop.class, WarShop.Order.class, WarTimeline.class)) {
            var catalogue = ear.ofLibraryOfTwo(Catalogue.class);

            var rows = (List<?>) catalogue.getClass().getMethod("rows").invoke(catalogue);

            assertThat(rows).extracting(Object::toString).hasSize(2).allMatch(row -> row.contains("War"));
        }
    }

    @Test
    void severalCopiesOnOneClassPathAreReported(@TempDir Path folder) throws Exception {
        try (var loader = new URLClassLoader(
                new URL[] {jar(folder, "rethink-emitter-0.1.jar"), jar(folder, "rethink-emitter-0.2.jar")}, null)) {
            LibraryCopies.warn(loader);
        }

        assertThat(logged)
                .singleElement(STRING)
                .startsWith("RTH0527 ")
                .contains("/rethink-emitter-0.1.jar\" and in \"file:")
                .contains("/rethink-emitter-0.2.jar\". Leave one of them");
    }

    @Test
    void aSingleCopyIsNotReported() {
        LibraryCopies.warn(getClass().getClassLoader());

        assertThat(logged).isEmpty();
    }

    private static URL jar(Path folder, String name) throws IOException {
        var file = folder.resolve(name);
        try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry(LibraryCopies.class.getName().replace('.', '/') + ".class"));
        }
        return file.toUri().toURL();
    }

    private static Object emitter(Object shop) throws Exception {
        return shop.getClass().getField("orders").get(shop);
    }
}
