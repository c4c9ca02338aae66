package io.github.rethinkemitter.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.support.TimeLimit;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.client.RawSocket;
import io.github.rethinkemitter.support.client.ScramClient;
import io.github.rethinkemitter.support.client.TestJson;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Valid and invalid handshakes, and the server's answer to each text. Random nonces, salts and signatures are replaced. */
record Handshakes(InetSocketAddress server, Map<String, JsonNode> replies) {

    private static final String START = "{'protocol_version':0,'authentication_method':'SCRAM-SHA-256',"
            + "'authentication':'n,,n=admin,r=abcdefghijklmnopqrstuvwx'}";

    static Map<String, JsonNode> with(URI server) {
        Handshakes handshakes =
                new Handshakes(new InetSocketAddress(server.getHost(), server.getPort()), new LinkedHashMap<>());
        handshakes.authentications();
        handshakes.beginnings();
        handshakes.proofs();
        return handshakes.replies;
    }

    private void authentications() {
        authenticate("a wrong password", "admin", "wrong");
        authenticate("an unknown user", "nobody", "secret");
        authenticate("the administrator", "admin", "");
    }

    private void beginnings() {
        talk("an unknown magic number", 0x12345678, START);
        talk("something that is no JSON", RawClient.V1_0, "hello");
        talk("JSON that is no object", RawClient.V1_0, "[1]");
        talk("no protocol version", RawClient.V1_0, START.replace("protocol_version", "other"));
        talk("a protocol version of the future", RawClient.V1_0, START.replace(":0", ":1"));
        talk("a protocol version that is text", RawClient.V1_0, START.replace(":0", ":'0'"));
        talk("another method", RawClient.V1_0, START.replace("SHA-256", "SHA-1"));
        talk("no method", RawClient.V1_0, START.replace("authentication_method", "other"));
        talk("no authentication", RawClient.V1_0, START.replace("'authentication'", "'other'"));
        talk("channel binding", RawClient.V1_0, START.replace("n,,", "p=tls-unique,,"));
        talk("a message that is no SCRAM", RawClient.V1_0, START.replace("n,,n=admin", "x"));
    }

    private void proofs() {
        talk("a proof that is no JSON", RawClient.V1_0, START, "x");
        talk("a proof that is no SCRAM", RawClient.V1_0, START, "{'authentication':'x'}");
        talk("no proof", RawClient.V1_0, START, "{}");
        talk(
                "a proof for another nonce",
                RawClient.V1_0,
                START,
                "{'authentication':'c=biws,r=abcdefghijklmnopqrstuvwx,p=AAAA'}");
    }

    private void authenticate(String title, String user, String password) {
        ScramClient scram = new ScramClient(user, password);
        List<UnaryOperator<String>> texts = List.of(
                before -> START.replace("n,,n=admin,r=abcdefghijklmnopqrstuvwx", scram.first()),
                challenge -> "{'authentication':'"
                        + scram.last(
                                TestJson.parse(challenge).path("authentication").asText()) + "'}");
        exchange(title, RawClient.V1_0, texts);
    }

    private void talk(String title, int magic, String... texts) {
        List<UnaryOperator<String>> constant = new ArrayList<>();
        for (String text : texts) {
            constant.add(before -> text);
        }
        exchange(title, magic, constant);
    }

    // The server first sends its version, then answers each text, and closes the connection after a mistake.
    private void exchange(String title, int magic, List<UnaryOperator<String>> texts) {
        List<String> answers = new ArrayList<>();
        TimeLimit deadline = TimeLimit.in(Duration.ofSeconds(20));
        try (RawSocket socket = new RawSocket(server, deadline)) {
            socket.sendMagic(magic);
            answers.add(socket.readText(deadline));
            for (UnaryOperator<String> text : texts) {
                socket.sendText(text.apply(answers.get(answers.size() - 1)).replace('\'', '"'));
                answers.add(socket.readText(deadline));
            }
        } catch (SocketTimeoutException e) {
            answers.add("silent");
        } catch (IOException e) {
            answers.add("closed");
        }
        replies.put(title, TestJson.of(answers.stream().map(Handshakes::normal).toList()));
    }

    private static Object normal(String answer) {
        String normal = answer.replaceAll("r=[^,\"]+", "r=<nonce>")
                .replaceAll("s=[^,\"]+", "s=<salt>")
                .replaceAll("v=[^,\"]+", "v=<signature>")
                // A server that was not built by RethinkDB's makers has more text in its version.
                .replaceAll("(\"server_version\":\\s*\"\\d+\\.\\d+\\.\\d+)[^\"]*", "$1");
        return normal.startsWith("{") ? TestJson.parse(normal) : normal;
    }
}
