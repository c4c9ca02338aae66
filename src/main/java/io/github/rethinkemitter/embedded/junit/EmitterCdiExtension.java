package io.github.rethinkemitter.embedded.junit;

import io.github.rethinkemitter.internal.cdi.EmitterExtension;

/**
 * The library's CDI extension, for containers that do not look for extensions themselves.
 *
 * <pre>{@code
 * @EnableAutoWeld
 * @AddExtensions(EmitterCdiExtension.class)
 * class OrdersTest { … }
 * }</pre>
 *
 * <p>In code, {@link RethinkEmitterExtension#addTo} adds it. Do not add it to a container that looks for extensions: such a
 * container finds the library's own extension, and would have two.
 */
public final class EmitterCdiExtension extends EmitterExtension {

    /** Called by the container. */
    public EmitterCdiExtension() {}
}
