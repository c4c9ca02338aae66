package io.github.rethinkemitter.embedded.junit;

import io.github.rethinkemitter.internal.cdi.EmitterExtension;

/**
 * The library's CDI extension, for containers that are told not to look for extensions themselves.
 *
 * <pre>{@code
 * @EnableAutoWeld
 * @AddExtensions(EmitterCdiExtension.class)
 * class OrdersTest { … }
 * }</pre>
 *
 * <p>Where the extension is added by code, {@link RethinkEmitterExtension#addTo} does it. Containers that look for extensions
 * find the library's own: with this one as well they would have two.
 */
public final class EmitterCdiExtension extends EmitterExtension {

    /** For containers. */
    public EmitterCdiExtension() {}
}
