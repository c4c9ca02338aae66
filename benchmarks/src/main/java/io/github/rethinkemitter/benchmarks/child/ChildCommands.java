package io.github.rethinkemitter.benchmarks.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * How a child talks with its parent: a line in, a line out. It ends with the input.
 *
 * <pre>
 * child  = "ready"
 * parent = "run" threads perSecond   → "running"            publishers only; 0 per second is as many as possible
 *        | "stop"                    → "published=" number  publishers only; when all is stored
 *        | "mark"                    → "marked"             begins a measurement
 *        | "report"                  → {name=number}        since then
 * </pre>
 */
final class ChildCommands {

    private ChildCommands() {}

    /** Answers commands. */
    interface Handler {
        String answer(String[] words) throws Exception;
    }

    static void serve(Handler handler) throws Exception {
        System.out.println("ready");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(handler.answer(line.split(" ")));
        }
    }

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
