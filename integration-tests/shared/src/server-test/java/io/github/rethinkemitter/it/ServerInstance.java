package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A server process with the application. Tests use it by HTTP. */
final class ServerInstance implements AutoCloseable {

    // Long enough for two servers that start on two busy cores. Usually a tenth of it is needed.
    static final Duration TIMEOUT = Duration.ofSeconds(180);
    private static final int WORKERS = 64;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final ServerKind kind;
    private final String name;
    private final Path directory;
    private final Map<String, String> placeholders;
    private ChildProcess process;

    /** Prepares the directory of a server that is not yet started. The name of the server is also its subscriber name. */
    ServerInstance(ServerKind kind, String name, Path archive, Map<String, String> options) {
        this.kind = kind;
        this.name = name;
        this.directory = Directories.create("instance-" + name);
        if (!kind.value("template", "").isEmpty()) {
            Directories.copy(ServerKind.PROJECT.resolve(kind.value("template", "")), directory);
        }
        Directories.ensure(deployments());
        this.placeholders = placeholders(archive, options);
    }

    private Map<String, String> placeholders(Path archive, Map<String, String> options) {
        var values = new HashMap<String, String>();
        values.put(
                "java",
                Path.of(System.getProperty("it.java.home"), "bin", "java").toString());
        values.put("java.home", System.getProperty("it.java.home"));
        values.put("options", options(options));
        values.put("project", ServerKind.PROJECT.toString());
        values.put("instance", directory.toString());
        values.put("war", archive.toString());
        values.put("profile", kind.value("profile." + name, kind.value("profile", "")));
        values.put("port", freePort());
        for (int i = 1; i <= 6; i++) {
            values.put("free." + i, freePort());
        }
        return values;
    }

    private String options(Map<String, String> options) {
        return "-Xmx640m\n-XX:+UseSerialGC\n-XX:TieredStopAtLevel=1\n-Drethink.emitter.subscriber=" + name + "\n"
                + options.entrySet().stream()
                        .map(entry -> "-D" + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("\n"));
    }

    private static String freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the process and does not wait for the application. */
    void start() {
        process = ChildProcess.start(
                "server " + name, kind.command(placeholders), directory, kind.environment(placeholders));
    }

    /** The directory of this instance, with its own copy of the server's configuration. */
    Path directory() {
        return directory;
    }

    /** The port for HTTP. */
    String port() {
        return placeholders.get("port");
    }

    /** Copies an archive to the directory in which the server looks for archives. */
    void deploy(Path archive) {
        var target = deployments().resolve(archive.getFileName());
        try {
            // The complete file is moved there, because servers read files while they are being copied.
            var part = Files.copy(archive, directory.resolve(archive.getFileName() + ".part"));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes an archive and waits until the server has undeployed it. */
    void undeploy(Path archive) {
        undeploy(archive, kind.context());
    }

    void undeploy(Path archive, String context) {
        var deployed = deployments().resolve(archive.getFileName());
        var marker = kind.undeployed(deployed);
        try {
            if (marker.isPresent()) {
                Files.deleteIfExists(marker.get());
            }
            Files.delete(deployed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("the application of " + name + " is gone")
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> marker.map(Files::exists).orElseGet(() -> isUnknown(context)));
    }

    // Not for WildFly: its workers keep a request for ever if the application is undeployed while the request is
    // answered.
    private boolean isUnknown(String context) {
        return send(request(context, "received").GET()).statusCode() == 404;
    }

    private Path deployments() {
        return directory.resolve(kind.value("deployments", ""));
    }

    /** Waits until the application answers. */
    void awaitApplication() {
        awaitApplication(kind.context());
    }

    void awaitApplication(String context) {
        awaitAnswer(context, "received");
    }

    /** Waits until the application answers requests for this path. */
    void awaitAnswer(String context, String path) {
        await("the application " + context + " of " + name)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("server " + name + " ended:\n" + String.join("\n", log()));
                    }
                    return answers(context, path);
                });
    }

    /** Waits until the application answers and has observed that its channels are connected. */
    void awaitConnected() {
        awaitConnected(kind.context());
    }

    void awaitConnected(String context) {
        awaitApplication(context);
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(received(context)).containsAll(Expected.connected()));
    }

    private boolean answers(String context, String path) {
        try {
            return send(request(context, path).GET()).statusCode() == 200;
        } catch (UncheckedIOException notYetListening) {
            return false;
        }
    }

    /**
     * The answer to a probe of an orchestrator.
     *
     * @param probe {@code started}, {@code ready} or {@code live}
     */
    Health health(String probe) {
        var answer = send(HttpRequest.newBuilder(URI.create(kind.health(placeholders) + "/" + probe))
                .timeout(Duration.ofSeconds(30))
                .GET());
        return new Health(answer.statusCode(), answer.body());
    }

    String get(String path) {
        return body(send(request(path).GET()));
    }

    String get(String context, String path) {
        return body(send(request(context, path).GET()));
    }

    void post(String path) {
        post(kind.context(), path);
    }

    void post(String context, String path) {
        body(send(request(context, path).POST(HttpRequest.BodyPublishers.noBody())));
    }

    List<String> received() {
        return received(kind.context());
    }

    List<String> received(String context) {
        return get(context, "received").lines().toList();
    }

    /**
     * Waits until the server answers, and then gives every worker thread a request that is not for the application. A worker may
     * keep its first task for ever, and with the task an application that was undeployed.
     */
    void awaitServer() {
        await("the server " + name)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .ignoreException(UncheckedIOException.class)
                .until(() -> send(root()).statusCode() > 0);
        sendToAllWorkers(root());
    }

    /** Gives every worker a request, because the stack frame of an idle worker may keep the application of its last request. */
    void occupyAllWorkers() {
        occupyAllWorkers(kind.context());
    }

    void occupyAllWorkers(String context) {
        sendToAllWorkers(request(context, "busy").GET());
    }

    private static void sendToAllWorkers(HttpRequest.Builder request) {
        IntStream.range(0, WORKERS)
                .mapToObj(i -> HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding()))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private HttpRequest.Builder root() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + placeholders.get("port") + "/"))
                .timeout(Duration.ofSeconds(30));
    }

    /** The library's threads in the server, as {@link FactsResource} describes them. */
    List<String> threads() {
        return threads(kind.context());
    }

    List<String> threads(String context) {
        return get(context, "facts/threads").lines().toList();
    }

    /** The facts of {@link Facts}. */
    Map<String, String> facts() {
        return get("facts")
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    String name() {
        return name;
    }

    /** The version of the server's JVM, such as 25. */
    int jdk() {
        return Runtime.Version.parse(facts().get("jdk")).feature();
    }

    long pid() {
        return process.pid();
    }

    /** The processes that this process has started. */
    Stream<ProcessHandle> children() {
        return ProcessHandle.of(pid()).stream().flatMap(ProcessHandle::descendants);
    }

    List<String> log() {
        return process == null ? List.of() : process.lines();
    }

    /** Stops the server by a signal, as systemd and Kubernetes do, and waits until it has ended. */
    void stop() {
        process.terminate();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private HttpRequest.Builder request(String path) {
        return request(kind.context(), path);
    }

    private HttpRequest.Builder request(String context, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + placeholders.get("port") + context + "/api/" + path))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String body(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new AssertionError(response.uri() + " of " + name + " answered " + response.statusCode() + ": "
                    + response.body() + "\n" + String.join("\n", log()));
        }
        return response.body();
    }
}
