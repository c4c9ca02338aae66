package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.Discovery;
import jakarta.enterprise.inject.build.compatible.spi.ObserverInfo;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.ScannedClasses;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.Set;
import org.jboss.weld.lite.extension.translator.LiteExtensionTranslator;

class EmitterBuildExtensionTest extends ExtensionContract {

    /** Without the annotation that lets the portable extension go first. Weld sees only methods that are declared here. */
    public static class Alone extends EmitterBuildExtension {

        @Override
        @Discovery
        public void libraryBeans(ScannedClasses classes) {
            super.libraryBeans(classes);
        }

        @Override
        @Registration(types = Object.class)
        public void observer(ObserverInfo found) {
            super.observer(found);
        }

        @Override
        @Registration(types = int.class)
        public void observerOfPrimitive(ObserverInfo found) {
            super.observerOfPrimitive(found);
        }

        @Override
        @Registration(types = Object.class)
        public void bean(BeanInfo found) {
            super.bean(found);
        }

        @Override
        @Synthesis
        public void beans(SyntheticComponents components) {
            super.beans(components);
        }
    }

    @Override
    Catalogue.FoundBy extension() {
        return Catalogue.FoundBy.BUILD_COMPATIBLE_EXTENSION;
    }

    // CDI 4.0 has no method to add one, so Weld's own translator does what it would do.
    @Override
    SeContainerInitializer initializer() {
        return SeContainerInitializer.newInstance()
                .addExtensions(new LiteExtensionTranslator(Set.of(Alone.class), Alone.class.getClassLoader()));
    }
}
