package io.github.rethinkemitter.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Makes archives of the application: the war of the build, and an enterprise archive. */
final class Archives {

    private static final String LIBRARIES = "WEB-INF/lib/";
    private static final String CLASSES = "WEB-INF/classes/";

    private Archives() {}

    static Path war() {
        return ServerKind.PROJECT.resolve("target/shop.war");
    }

    /**
     * An enterprise archive with a war for each name. All wars share the libraries in {@code lib/}. The configuration is there, too,
     * because the library belongs to the archive and not to a war.
     */
    static Path ear(List<String> names) {
        var ear = ServerKind.PROJECT.resolve("target/shops.ear");
        try (var whole = new ZipFile(war().toFile());
                var out = new ZipOutputStream(Files.newOutputStream(ear))) {
            write(out, "META-INF/application.xml", descriptor(names).getBytes(StandardCharsets.UTF_8));
            for (ZipEntry entry : whole.stream().filter(Archives::isLibrary).toList()) {
                write(out, "lib/" + entry.getName().substring(LIBRARIES.length()), read(whole, entry));
            }
            write(out, "lib/configuration.jar", zip(whole, CLASSES, Archives::isConfiguration));
            var war = zip(whole, "", entry -> !isLibrary(entry) && !isConfiguration(entry));
            for (String name : names) {
                write(out, name + ".war", war);
            }
            return ear;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A war without the library. It has only the resource that does not need the library. */
    static Path withoutLibrary() {
        var war = ServerKind.PROJECT.resolve("target/plain.war");
        try (var whole = new ZipFile(war().toFile())) {
            return Files.write(
                    war,
                    zip(
                            whole,
                            "",
                            entry -> Stream.of(RestApplication.class, InvoiceResource.class)
                                    .map(type -> CLASSES + type.getName().replace('.', '/'))
                                    .anyMatch(entry.getName()::startsWith)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The war of the build under another name, with one more library and a deployment descriptor. */
    static Path with(String name, Path library, String descriptor) {
        var war = ServerKind.PROJECT.resolve("target/" + name + ".war");
        try (var whole = new ZipFile(war().toFile());
                var out = new ZipOutputStream(Files.newOutputStream(war))) {
            for (ZipEntry entry :
                    whole.stream().filter(each -> !each.isDirectory()).toList()) {
                write(out, entry.getName(), read(whole, entry));
            }
            write(out, LIBRARIES + library.getFileName(), Files.readAllBytes(library));
            write(out, "WEB-INF/web.xml", descriptor.getBytes(StandardCharsets.UTF_8));
            return war;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the jars in the war of the application. */
    static List<String> libraries() {
        try (var whole = new ZipFile(war().toFile())) {
            return whole.stream()
                    .filter(Archives::isLibrary)
                    .map(entry -> entry.getName().substring(LIBRARIES.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String descriptor(List<String> names) {
        var text = new StringBuilder("<application xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"10\">\n");
        for (String name : names) {
            text.append("  <module><web><web-uri>%s.war</web-uri><context-root>/%s</context-root></web></module>\n"
                    .formatted(name, name));
        }
        return text.append("</application>\n").toString();
    }

    private static byte[] zip(ZipFile whole, String from, Predicate<ZipEntry> wanted) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry : whole.stream()
                    .filter(each -> !each.isDirectory() && wanted.test(each))
                    .toList()) {
                write(out, entry.getName().substring(from.length()), read(whole, entry));
            }
        }
        return bytes.toByteArray();
    }

    private static boolean isConfiguration(ZipEntry entry) {
        return entry.getName().startsWith(CLASSES + "META-INF/")
                && entry.getName().endsWith(".properties");
    }

    private static boolean isLibrary(ZipEntry entry) {
        return entry.getName().startsWith(LIBRARIES) && entry.getName().endsWith(".jar");
    }

    private static byte[] read(ZipFile from, ZipEntry entry) throws IOException {
        try (var in = from.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static void write(ZipOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
