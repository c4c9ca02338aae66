package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.page.PageServlet;
import io.github.rethinkemitter.support.server.TestServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a war on WildFly, whose users log in by name and password. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ServerLogs.class)
class PageInWarIT implements ServerLogs.Logging {

    private static final String CONTEXT = "/watched";
    private static final String PASSWORD = "secret";
    private static final String DESCRIPTOR = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <login-config>
                <auth-method>BASIC</auth-method>
                <realm-name>ApplicationRealm</realm-name>
              </login-config>
              <security-role>
                <role-name>operator</role-name>
              </security-role>
            </web-app>
            """;

    /** It is the server's own, whatever was asked for. */
    private static final String CHALLENGE = "401 Basic realm=\"ApplicationRealm\""
            + " <html><head><title>Error</title></head><body>Unauthorized</body></html>";

    private Path war;
    private TestServer database;
    private ServerInstance server;

    @BeforeAll
    void start() throws Exception {
        var jar = Path.of(PageServlet.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        war = Archives.with("watched", jar, DESCRIPTOR);
        database = DatabaseServer.start();
        server = new ServerInstance(
                ServerKind.ofThisProject(),
                "p",
                war,
                Map.of(
                        "rethink.emitter.url", database.url("shop").toString(),
                        "rethink.emitter.page.role", "operator",
                        "rethink.emitter.page.payloads", "true",
                        "rethink.emitter.page.actions", "true"));
        addUser("olga", "operator");
        addUser("gustav", "guest");
        server.start();
        server.awaitServer();
        server.deploy(war);
        server.awaitConnected(CONTEXT);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Override
    public Map<String, List<String>> logs() {
        return server == null ? Map.of() : Map.of(server.name(), server.log());
    }

    private void addUser(String user, String role) throws Exception {
        var digest = MessageDigest.getInstance("MD5")
                .digest((user + ":ApplicationRealm:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        addLine("application-users.properties", user + "=" + HexFormat.of().formatHex(digest));
        addLine("application-roles.properties", user + "=" + role);
    }

    private void addLine(String file, String line) throws IOException {
        Files.writeString(
                server.directory().resolve("configuration").resolve(file), "\n" + line, StandardOpenOption.APPEND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/page.js", "/nothing", "/api/page", "/api/status", "/api/stored?channel="})
    void whoeverHasNotTheRoleLearnsNothing(String path) throws Exception {
        assertThat(answer("", path)).isEqualTo(CHALLENGE);
        assertThat(answer("olga:wrong", path)).isEqualTo(CHALLENGE);
        assertThat(answer("gustav:" + PASSWORD, path)).isEqualTo("403 null ");
    }

    @Test
    void whoeverHasTheRoleSeesThePage() throws Exception {
        assertThat(answer("olga:" + PASSWORD, "/")).startsWith("200").contains("<title>Rethink Emitter</title>");
        assertThat(answer("olga:" + PASSWORD, "/api/page")).contains("\"user\":\"olga\"");
    }

    /** Status, challenge and body. */
    private String answer(String user, String path) throws IOException {
        var url = URI.create("http://127.0.0.1:" + server.port() + CONTEXT + "/rethink-emitter" + path);
        var connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        if (!user.isEmpty()) {
            connection.setRequestProperty(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        }
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            var body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return status + " " + connection.getHeaderField("WWW-Authenticate") + " " + body;
        }
    }

    private Viewer viewer() {
        return Viewer.of("http://olga:" + PASSWORD + "@127.0.0.1:" + server.port() + CONTEXT + "/rethink-emitter/");
    }

    @Test
    void itShowsEventsAndRedrivesWhatIsParked() {
        try (var viewer = viewer()) {
            viewer.checkTailAndRedrive(() -> server.post(CONTEXT, "open/Ada"));
        }
        assertThat(server.log())
                .anyMatch(line -> line.contains("RTH0904 olga has redriven 1 of 1 events of the default channel"));
    }

    @Test
    void aPageThatIsOpenFindsTheApplicationAgainAfterARedeployment() {
        try (var viewer = viewer()) {
            viewer.awaitConnected();

            server.undeploy(war, CONTEXT);
            viewer.awaitText("#link", "not connected");
            server.deploy(war);
            server.awaitConnected(CONTEXT);

            viewer.awaitConnected();
        }
        assertThat(server.log())
                .as("what the server says of viewers that have gone")
                .noneMatch(line -> line.contains("io.undertow") || line.contains("RTH0906"));
        await("the class loader of the application that was undeployed")
                .atMost(ServerInstance.TIMEOUT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    server.occupyAllWorkers(CONTEXT);
                    assertThat(Heap.countInstances(server.pid(), ApplicationLoader.class))
                            .isEqualTo(1);
                });
    }
}
