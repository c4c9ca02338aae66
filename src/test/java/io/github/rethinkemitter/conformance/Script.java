package io.github.rethinkemitter.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of cases, whose commands run one after another in a database of their own.
 *
 * <pre>
 * # a comment
 * Title of a case, unique in the file
 *   command                       begins with two blanks
 *       continuation              begins with more than two
 *   another command of the same case
 * </pre>
 *
 * {@link Commands} lists the commands.
 */
record Script(String name, List<Case> cases) {

    record Case(String title, List<String> commands) {}

    /** Reads {@code /conformance/<name>.reql} from the class path. */
    static Script load(String name) {
        try (InputStream in = Script.class.getResourceAsStream("/conformance/" + name + ".reql")) {
            if (in == null) {
                throw new IllegalArgumentException("no conformance script " + name);
            }
            return parse(name, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Script parse(String name, String text) {
        List<Case> cases = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith("  ")) {
                cases.add(new Case(line.strip(), new ArrayList<>()));
                continue;
            }
            List<String> commands = cases.get(cases.size() - 1).commands();
            if (line.startsWith("   ")) {
                commands.set(commands.size() - 1, commands.get(commands.size() - 1) + " " + line.strip());
            } else {
                commands.add(line.strip());
            }
        }
        return new Script(name, cases);
    }
}
