package io.github.rethinkemitter.benchmarks.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * How the benchmark controls a child process: the child reads a line, answers with a line, and ends with its input.
 *
 * <pre>
 * child  = "ready"
 * parent = "run" threads perSecond   → "running"            publishers only; with 0, as many as possible
 *        | "stop"                    → "published=" number  publishers only, when all events are stored
 *        | "mark"                    → "marked"             starts a measurement
 *        | "report"                  → {name=number}        figures since then
 * </pre>
 */
final class ChildCommands {

    private ChildCommands() {}

    /** Answers a command. */
    interface Handler {
        String answer(String[] words) throws Exception;
    }

    /** Answers the lines of the standard input until it ends. */
    static void serve(Handler handler) throws Exception {
        System.out.println("ready");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(handler.answer(line.split(" ")));
        }
    }

    /** Answers the commands that publishers and subscribers have in common. */
    static String common(String[] words, Meter meter) throws IOException {
        if (words[0].equals("mark")) {
            meter.mark();
            return "marked";
        } else if (words[0].equals("report")) {
            return meter.report();
        }
        throw new IOException("no command: " + words[0]);
    }
}
