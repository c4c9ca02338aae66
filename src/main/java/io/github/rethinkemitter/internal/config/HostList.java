package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code host[:port][,host[:port]…]}; an IPv6 address is written in brackets, because of its colons. */
final class HostList {

    private static final Pattern HOST =
            Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.%]+)]|(?<name>[^\\s:\\[\\],/@]+))(?::(?<port>\\d{1,5}))?");

    private HostList() {}

    static List<Host> read(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(HostList::one)
                .toList();
    }

    private static Host one(String text) {
        var parts = HOST.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        var address = parts.group("v6");
        var port = parts.group("port");
        int number = port == null ? Host.DEFAULT_PORT : Integer.parseInt(port);
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException(text);
        }
        return new Host(address == null ? parts.group("name") : address, number);
    }
}
