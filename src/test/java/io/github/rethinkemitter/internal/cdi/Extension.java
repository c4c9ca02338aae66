package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.se.SeContainer;

/** The two extensions, for tests of what both must do. */
enum Extension {
    PORTABLE,
    BUILD_COMPATIBLE;

    /** Starts an application of these beans with this extension. */
    SeContainer start(Class<?>... beans) {
        var kind = this == PORTABLE ? new EmitterExtensionTest() : new EmitterBuildExtensionTest();
        return kind.initializer().disableDiscovery().addBeanClasses(beans).initialize();
    }
}
