package io.github.rethinkemitter.support.server;

import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.client.RawClient;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** RethinkDB in a container, where Docker is installed. */
final class RethinkContainer implements Backend {

    private static final String IMAGE = "rethinkdb:2.4.4";
    private static final int DRIVER_PORT = 28015;

    private final GenericContainer<?> container;

    private RethinkContainer(GenericContainer<?> container) {
        this.container = container;
    }

    // Testcontainers alone would take seconds, and print stack traces, to find that there is no Docker.
    static Optional<RethinkContainer> start() {
        boolean socket = Stream.of("/var/run/docker.sock", System.getProperty("user.home") + "/.docker/run/docker.sock")
                .anyMatch(path -> Files.exists(Path.of(path)));
        if (!socket && System.getenv("DOCKER_HOST") == null) {
            return Optional.empty();
        }
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        GenericContainer<?> container = new GenericContainer<>(IMAGE)
                .withExposedPorts(DRIVER_PORT)
                .waitingFor(Wait.forLogMessage(".*Server ready.*", 1).withStartupTimeout(Duration.ofMinutes(2)));
        container.start();
        return Optional.of(new RethinkContainer(container));
    }

    @Override
    public String name() {
        return "RethinkDB (container " + IMAGE + ")";
    }

    @Override
    public URI uri() {
        return URI.create("rethinkdb://" + container.getHost() + ":" + currentPort());
    }

    // A restarted container has another port, which Testcontainers does not notice.
    private String currentPort() {
        return container
                .getDockerClient()
                .inspectContainerCmd(container.getContainerId())
                .exec()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .entrySet()
                .stream()
                .filter(binding -> binding.getKey().getPort() == DRIVER_PORT && binding.getValue() != null)
                .map(binding -> binding.getValue()[0].getHostPortSpec())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name() + " has no port"));
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void restart() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        await().atMost(Duration.ofSeconds(60))
                .ignoreException(UncheckedIOException.class)
                .until(this::answers);
    }

    private boolean answers() {
        try (RawClient client = RawClient.connect(uri())) {
            return client.value("r.expr(1)").asInt() == 1;
        }
    }

    @Override
    public void freeze() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void thaw() {
        boolean paused = Boolean.TRUE.equals(container
                .getDockerClient()
                .inspectContainerCmd(container.getContainerId())
                .exec()
                .getState()
                .getPaused());
        if (paused) {
            container
                    .getDockerClient()
                    .unpauseContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    @Override
    public boolean isAlive() {
        return container.isRunning();
    }

    @Override
    public void close() {
        container.stop();
    }
}
