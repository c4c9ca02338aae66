package io.github.rethinkemitter.internal.flow;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A topic that an event may be triggered with. */
public record Topic(String name) {

    public static final int MAX_LENGTH = 255;

    /** The Node.js emitter uses these names for its own state. */
    public static final Set<String> RESERVED = Set.of("connect", "disconnect", "reconnect", "error");

    /** The topic of this name. A caller that was compiled without null checks may give null. */
    public static Topic of(@Nullable String name) {
        if (name == null) {
            throw new IllegalArgumentException(
                    "RTH0101 the topic is null. Name one of 1 to " + MAX_LENGTH + " characters");
        }
        return new Topic(name);
    }

    public Topic {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("RTH0101 a topic has 1 to " + MAX_LENGTH + " characters, this one has "
                    + name.length() + ": \"" + new Excerpt(name) + "\". Choose another name");
        }
        if (hasControl(name) || name.indexOf('*') >= 0) {
            throw new IllegalArgumentException("RTH0101 topic \"" + new Excerpt(name)
                    + "\" has a control character or a *. Leave them out; * is for the patterns of observers");
        }
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                    "RTH0102 topic \"" + name + "\" is reserved for the state of the link, as are "
                            + RESERVED.stream().sorted().toList() + ". Choose another name");
        }
    }

    // A loop, since every event has a topic: a stream would be several objects for each.
    private static boolean hasControl(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
