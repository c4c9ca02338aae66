package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.benchmarks.contenders.Payload;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit;
import io.github.rethinkemitter.internal.rethink.query.FeedRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the bytes of a part of a feed to its events. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {

    private static final int ROWS = 128;
    private static final int PACKED = 500; // events of the packed document

    private final FrameReader reader = new FrameReader();
    private final RowReader rows = new FeedRows(new FeedAudit(Duration.ofSeconds(10)));
    private final byte[] frame =
            frame(IntStream.rangeClosed(1, ROWS).mapToObj(FrameBenchmark::row).collect(Collectors.joining(",")));
    private final byte[] packedFrame = frame(packedRow());

    private static byte[] frame(String rows) {
        return ("{\"t\":3,\"r\":[" + rows + "],\"n\":[]}").getBytes(StandardCharsets.UTF_8);
    }

    private static String row(int seq) {
        return row("\"args\":" + args(seq), seq, 1);
    }

    private static String packedRow() {
        String events = IntStream.rangeClosed(1, PACKED)
                .mapToObj(FrameBenchmark::args)
                .collect(Collectors.joining(",", "[", "]"))
                .replace("\"", "\\\"");
        return row("\"events\":\"" + events + "\",\"n\":" + PACKED + ",\"topics\":[\"" + Scenario.TOPIC + "\"]", 1, 2);
    }

    private static String args(int number) {
        return "[\"" + Scenario.TOPIC + "\","
                + Payload.of(number, Payload.now()).json() + "]";
    }

    private static String row(String content, int seq, int version) {
        return "{\"new_val\":{" + content + ",\"id\":\"0123456789abcdefghij0000000" + seq
                + "\",\"seq\":" + seq + ",\"src\":\"0123456789abcdefghij000000010\",\"ts\":{\"$reql_type$\":\"TIME\","
                + "\"epoch_time\":1767225600.123,\"timezone\":\"+00:00\"},\"v\":" + version + "},\"old_val\":null}";
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Object read() throws IOException {
        return reader.read(1, frame, frame.length, rows);
    }

    /** The same for events of a packed document. */
    @Benchmark
    @OperationsPerInvocation(PACKED)
    public Object packedRead() throws IOException {
        return reader.read(1, packedFrame, packedFrame.length, rows);
    }
}
