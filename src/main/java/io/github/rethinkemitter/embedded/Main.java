package io.github.rethinkemitter.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs an embedded server as a process of its own, as {@link EmbeddedRethinkDb#main} describes. */
final class Main {
    private Main() {}

    static void run(List<String> args, InputStream in, PrintStream out) throws IOException, InterruptedException {
        int at = args.indexOf("--port");
        int port = at < 0 ? 0 : Integer.parseInt(args.get(at + 1));
        try (EmbeddedRethinkDb server = EmbeddedRethinkDb.builder().port(port).start()) {
            out.println(server.uri());
            out.println("in memory only, for development and tests");
            out.flush();
            if (args.contains("--until-stdin-ends")) {
                in.transferTo(PrintStream.nullOutputStream());
            } else {
                new CountDownLatch(1).await();
            }
        }
    }
}
