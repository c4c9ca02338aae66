package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.se.SeContainerInitializer;

class EmitterExtensionTest extends ExtensionContract {

    @Override
    Catalogue.FoundBy extension() {
        return Catalogue.FoundBy.PORTABLE_EXTENSION;
    }

    @Override
    SeContainerInitializer initializer() {
        return SeContainerInitializer.newInstance().addExtensions(new EmitterExtension());
    }
}
